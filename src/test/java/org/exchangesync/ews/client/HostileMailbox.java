package org.exchangesync.ews.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.exchangesync.ews.client.messages.BaseRequestType;
import org.exchangesync.ews.client.messages.GetAttachment;
import org.exchangesync.ews.client.messages.GetItem;
import org.exchangesync.ews.client.messages.SyncFolderItems;
import org.exchangesync.ews.client.types.ItemIdType;
import org.exchangesync.item.ItemKind;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.Transport;

/**
 * A mailbox whose four folders have two pages each, with an item in each page that makes no sense: one says something
 * impossible, the other's answer breaks off. Items are named by kind and number; 2 and 5 are the hostile ones.
 */
public final class HostileMailbox {
    private static final Map<String, ItemKind> FOLDERS = Map.of(
            "inbox", ItemKind.EMAIL,
            "calendar", ItemKind.APPOINTMENT,
            "contacts", ItemKind.CONTACT,
            "tasks", ItemKind.TASK);

    private HostileMailbox() {}

    /** A transport to it. */
    public static Transport open(Path spool) {
        ConnectionSettings settings = ConnectionSettings.builder(
                        "hostile", URI.create("https://localhost/"), new Credentials("svc", Secret.of("secret")))
                .spool(1 << 20, spool)
                .build();
        return new EwsTransport(settings, new WireCalls(HostileMailbox::answer), Clock.systemUTC());
    }

    private static byte[] answer(BaseRequestType request) {
        if (request instanceof SyncFolderItems sync) {
            return page(sync).getBytes(UTF_8);
        } else if (request instanceof GetItem get) {
            return items(get.getItemIds().getId().stream()
                    .map(id -> ((ItemIdType) id).getId())
                    .toList());
        } else if (request instanceof GetAttachment get) {
            return Rich.attachments(get.getAttachmentIds().getAttachmentId().size())
                    .getBytes(UTF_8);
        }
        throw new AssertionError("nobody should ask for " + request);
    }

    private static String page(SyncFolderItems sync) {
        ItemKind kind =
                FOLDERS.get(sync.getSyncFolderId().getDistinguishedFolderId().getId());
        if (sync.getSyncState() == null) {
            return Rich.listing(kind, ids(kind, 1, 2, 3), "one", false);
        }
        List<String> rest = sync.getSyncState().equals("one") ? ids(kind, 4, 5, 6) : List.of();
        return Rich.listing(kind, rest, "two", true);
    }

    private static List<String> ids(ItemKind kind, int... numbers) {
        return Arrays.stream(numbers).mapToObj(n -> kind.label() + "-" + n).toList();
    }

    private static byte[] items(List<String> ids) {
        if (!ids.get(0).contains("-")) { // an exception of a series
            String gone = Soap.error(EwsOperation.GET_ITEM, "ErrorItemNotFound", "gone", "");
            return Soap.getItemAnswer(gone).getBytes(UTF_8);
        }
        String label = ids.get(0).replaceAll("-.*", "");
        ItemKind kind = Arrays.stream(ItemKind.values())
                .filter(any -> any.label().equals(label))
                .findFirst()
                .orElseThrow();
        StringBuilder answer = new StringBuilder(Rich.items(kind, ids));
        for (String id : ids) {
            int start = answer.indexOf("Id=\"" + id + "\"");
            int end = answer.indexOf("</m:GetItemResponseMessage>", start);
            String item = answer.substring(start, end);
            if (id.endsWith("2")) {
                answer.replace(start, end, impossible(kind, item));
            } else if (id.endsWith("5")) {
                return answer.substring(0, start + 300).getBytes(UTF_8);
            } else {
                answer.replace(
                        start,
                        end,
                        item.replace("Plan", id).replace("Ann Berg", id).replace("UID>04", "UID>" + id));
            }
        }
        return answer.toString().getBytes(UTF_8);
    }

    private static String impossible(ItemKind kind, String item) {
        return switch (kind) {
            case EMAIL -> item.replaceAll("(<t:MimeContent[^>]*>)", "$1%%%");
            case APPOINTMENT -> item.replace("2026-03-02T09:00:00Z</t:Start>", "99999-99-99T99:99:99Z</t:Start>");
            case CONTACT -> item.replace("<t:Size>2048", "<t:Size>more than anyone has");
            case TASK -> item.replaceAll("<t:EndDateRecurrence>.*</t:EndDateRecurrence>", "<t:NobodyKnowsWhen/>");
        };
    }
}
