package org.exchangesync.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.exchangesync.item.ItemKind;

/**
 * An EWS server whose mailbox holds items too large to keep in memory: they are written as they are asked for. It knows
 * SyncFolderItems, with all items of a folder in one page, and GetItem.
 */
final class PoisonServer implements AutoCloseable {
    private static final Pattern FOLDER = Pattern.compile("DistinguishedFolderId [^>]*?\\bId=\"(\\w+)\"");
    private static final Pattern ITEM = Pattern.compile("ItemId [^>]*?\\bId=\"([^\"]+)\"");
    private static final Map<String, ItemKind> FOLDERS = Map.of(
            "inbox", ItemKind.EMAIL,
            "calendar", ItemKind.APPOINTMENT,
            "contacts", ItemKind.CONTACT,
            "tasks", ItemKind.TASK);
    private static final Map<ItemKind, String> ELEMENTS = Map.of(
            ItemKind.EMAIL, "Message",
            ItemKind.APPOINTMENT, "CalendarItem",
            ItemKind.CONTACT, "Contact",
            ItemKind.TASK, "Task");

    /** Writes what an item consists of: the bytes of a mail, or the elements of another. */
    interface Content {
        void write(OutputStream out) throws IOException;
    }

    private record Poison(ItemKind kind, Content content) {}

    private final Map<String, Poison> items = new LinkedHashMap<>();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final HttpServer server;

    PoisonServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/EWS/Exchange.asmx", this::answer);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/EWS/Exchange.asmx";
    }

    PoisonServer with(ItemKind kind, String id, Content content) {
        items.put(id, new Poison(kind, content));
        return this;
    }

    PoisonServer with(ItemKind kind, String id, String content) {
        return with(kind, id, out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean listing = request.contains(":SyncFolderItems");
            exchange.getResponseHeaders().set("Content-Type", "text/xml; charset=utf-8");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), 1 << 16);
            String operation = listing ? "SyncFolderItems" : "GetItem";
            text(out, """
                    <?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" \
                    xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" \
                    xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Body><m:%sResponse>\
                    <m:ResponseMessages>""".formatted(operation));
            if (listing) {
                list(out, request);
            } else {
                for (Matcher id = ITEM.matcher(request); id.find(); ) {
                    item(out, id.group(1), request);
                }
            }
            text(out, "</m:ResponseMessages></m:" + operation + "Response></s:Body></s:Envelope>");
            out.flush();
        }
    }

    private void list(OutputStream out, String request) throws IOException {
        Matcher folder = FOLDER.matcher(request);
        ItemKind kind = folder.find() ? FOLDERS.get(folder.group(1)) : null;
        List<String> changes = new ArrayList<>();
        items.forEach((id, item) -> {
            if (item.kind() == kind && !request.contains("SyncState>")) {
                changes.add("<t:Create>" + head(id, item) + "</t:" + ELEMENTS.get(kind) + "></t:Create>");
            }
        });
        text(out, """
                <m:SyncFolderItemsResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>\
                <m:SyncState>c3RhdGU=</m:SyncState><m:IncludesLastItemInRange>true</m:IncludesLastItemInRange>\
                <m:Changes>%s</m:Changes></m:SyncFolderItemsResponseMessage>""".formatted(String.join("", changes)));
    }

    private static String head(String id, Poison item) {
        return "<t:" + ELEMENTS.get(item.kind()) + "><t:ItemId Id=\"" + id + "\" ChangeKey=\"1\"/>"
                + "<t:ItemClass>IPM</t:ItemClass><t:DateTimeReceived>2026-03-02T08:00:01Z</t:DateTimeReceived>"
                + "<t:Size>2048</t:Size>";
    }

    private void item(OutputStream out, String id, String request) throws IOException {
        Poison item = items.get(id);
        text(
                out,
                "<m:GetItemResponseMessage ResponseClass=\"Success\"><m:ResponseCode>NoError</m:ResponseCode><m:Items>");
        text(out, head(id, item));
        if (item.kind() != ItemKind.EMAIL) {
            item.content().write(out);
        } else if (request.contains("IncludeMimeContent>true")) {
            text(out, "<t:MimeContent>");
            try (OutputStream base64 = Base64.getEncoder().wrap(new Unclosed(out))) {
                item.content().write(base64);
            }
            text(out, "</t:MimeContent>");
        }
        text(out, "</t:" + ELEMENTS.get(item.kind()) + "></m:Items></m:GetItemResponseMessage>");
    }

    private static void text(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The end of the base64 is not that of the answer. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() {
            // goes on
        }
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
