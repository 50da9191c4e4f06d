package org.exchangesync.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.exchangesync.sandbox.http.CertificateAuthority;

/**
 * An EWS server that costs next to nothing, in a process of its own: it knows SyncFolderItems and GetItem, and answers from
 * bytes made beforehand ({@link CannedMailboxes}). {@code /figures} tells what it did since it was last asked.
 */
final class CannedServer {
    private static final Pattern MAILBOX = Pattern.compile("mailbox(\\d{5})@bench\\.example");
    private static final Pattern STATE = Pattern.compile("SyncState>([^<]+)<");
    private static final Pattern MOST = Pattern.compile("MaxChangesReturned>(\\d+)<");
    private static final Pattern ITEM = Pattern.compile("ItemId [^>]*?\\bId=\"([^\"]+)\"");
    private static final Pattern INBOX = Pattern.compile("DistinguishedFolderId [^>]*?\\bId=\"inbox\"");
    private static final String BEFORE = """
            <?xml version="1.0" encoding="utf-8"?>\
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" \
            xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" \
            xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Header>\
            <t:ServerVersionInfo MajorVersion="15" MinorVersion="1" MajorBuildNumber="2507" MinorBuildNumber="6" \
            Version="V2017_07_11"/></s:Header><s:Body><m:%1$sResponse><m:ResponseMessages>""";
    private static final String AFTER = "</m:ResponseMessages></m:%1$sResponse></s:Body></s:Envelope>";

    private final Settings settings;
    private final CannedMailboxes mailboxes;
    private final AtomicLong items = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong firstRequest = new AtomicLong();
    private final AtomicLong halfServed = new AtomicLong();
    private double cpuBefore;

    private CannedServer(Settings settings) {
        this.settings = settings;
        this.mailboxes = new CannedMailboxes(settings);
    }

    /** Prints its URL, and goes on until its standard input is closed. */
    public static void main(String[] arguments) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        Settings settings = Settings.read();
        CannedServer canned = new CannedServer(settings);
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer server = settings.tls() ? HttpsServer.create(free, 0) : HttpServer.create(free, 0);
        if (server instanceof HttpsServer https) {
            https.setHttpsConfigurator(new HttpsConfigurator(
                    CertificateAuthority.in(settings.folder()).serverContext()));
        }
        server.createContext("/EWS/Exchange.asmx", canned::answer);
        server.createContext("/figures", canned::figures);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        System.out.println((settings.tls() ? "https" : "http") + "://localhost:"
                + server.getAddress().getPort());
        while (System.in.read() >= 0) {
            // until whoever started it ends
        }
        System.exit(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            firstRequest.compareAndSet(0, System.currentTimeMillis());
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/xml; charset=utf-8");
            if (request.contains(":GetItem")) {
                items(exchange, request);
            } else if (request.contains(":SyncFolderItems")) {
                page(exchange, request);
            } else {
                exchange.sendResponseHeaders(501, -1);
                System.err.println("not answered: " + request);
            }
        }
    }

    private void page(HttpExchange exchange, String request) throws IOException {
        int mailbox = Integer.parseInt(find(MAILBOX, request, "-1"));
        int from = find(STATE, request, null) == null ? 0 : CannedMailboxes.position(find(STATE, request, null));
        int most = Integer.parseInt(find(MOST, request, "512"));
        boolean inbox = INBOX.matcher(request).find();
        byte[] page = mailboxes.page(mailbox, inbox ? from : mailboxes.items(mailbox), most);
        OutputStream out = begin(exchange, "SyncFolderItems", page.length);
        out.write(page);
        end(out, "SyncFolderItems");
    }

    private void items(HttpExchange exchange, String request) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (Matcher id = ITEM.matcher(request); id.find(); ) {
            numbers.add(CannedMailboxes.number(id.group(1)));
        }
        OutputStream out = begin(
                exchange,
                "GetItem",
                numbers.stream().mapToLong(mailboxes::itemLength).sum());
        for (long number : numbers) {
            mailboxes.writeItem(number, out);
        }
        end(out, "GetItem");
        if (items.addAndGet(numbers.size()) * 2 >= settings.items()) {
            halfServed.compareAndSet(0, System.currentTimeMillis());
        }
    }

    private OutputStream begin(HttpExchange exchange, String operation, long length) throws IOException {
        byte[] before = BEFORE.formatted(operation).getBytes(StandardCharsets.US_ASCII);
        long all = before.length + length + AFTER.formatted(operation).length();
        bytes.addAndGet(all);
        exchange.sendResponseHeaders(200, all);
        exchange.getResponseBody().write(before);
        return exchange.getResponseBody();
    }

    private static void end(OutputStream out, String operation) throws IOException {
        out.write(AFTER.formatted(operation).getBytes(StandardCharsets.US_ASCII));
    }

    private static String find(Pattern pattern, String text, String otherwise) {
        Matcher found = pattern.matcher(text);
        return found.find() ? found.group(1) : otherwise;
    }

    private void figures(HttpExchange exchange) throws IOException {
        double cpu = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
        String figures = "items=%d%nbytes=%d%nfirstRequest=%d%nhalfServed=%d%ncpu=%s%n"
                .formatted(
                        items.getAndSet(0),
                        bytes.getAndSet(0),
                        firstRequest.getAndSet(0),
                        halfServed.getAndSet(0),
                        cpu - cpuBefore);
        cpuBefore = cpu;
        byte[] body = figures.getBytes(StandardCharsets.US_ASCII);
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
