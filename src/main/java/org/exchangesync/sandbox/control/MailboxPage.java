package org.exchangesync.sandbox.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.exchangesync.sandbox.discovery.Formerly;
import org.exchangesync.sandbox.http.Reply;
import org.exchangesync.sandbox.http.Request;

/** What is below {@code /sandbox/mailboxes/ADDRESS/}: the methods of {@link Administration}. */
final class MailboxPage {
    private final Administration administration;

    MailboxPage(Administration administration) {
        this.administration = administration;
    }

    /** @param what the part of the path behind the address */
    Reply answer(Request request, String mailbox, String what) throws IOException {
        if (what.startsWith("snapshots/")) {
            return snapshot(request, mailbox, what.substring("snapshots/".length()));
        }
        if (what.equals("snapshots") && request.method().equals("GET")) {
            ObjectNode all = JsonNodeFactory.instance.objectNode();
            administration.snapshots(mailbox).forEach((name, taken) -> all.put(name, taken.toString()));
            return Json.reply(200, all);
        }
        if (what.equals("server") && request.method().equals("GET")) {
            return server(mailbox);
        }
        if (!request.method().equals("POST")) {
            return Json.notAllowed(request, what.equals("snapshots") || what.equals("server") ? "GET, POST" : "POST");
        }
        return switch (what) {
            case "messages" -> deliver(request, mailbox);
            case "snapshots" -> {
                administration.snapshot(mailbox, Json.required(Json.object(request, List.of("name")), "name"));
                yield Reply.empty(201);
            }
            case "restore" -> restore(request, mailbox);
            case "expire-states" -> {
                administration.expireStates(mailbox);
                yield Reply.empty(204);
            }
            case "vanish" -> {
                administration.vanish(mailbox, Json.required(Json.object(request, List.of("folder")), "folder"));
                yield Reply.empty(204);
            }
            case "server" -> {
                ObjectNode where = Json.object(request, List.of("server", "formerly"));
                String formerly = Json.text(where, "formerly");
                administration.moveTo(
                        mailbox,
                        Json.required(where, "server"),
                        formerly == null ? Formerly.REDIRECT : Formerly.of(formerly));
                yield server(mailbox);
            }
            default ->
                Json.error(
                        404,
                        "there is nothing at " + request.path()
                                + "; behind the address there are messages, snapshots, restore, expire-states, vanish, server");
        };
    }

    private Reply server(String mailbox) {
        return Json.reply(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("server", administration.server(mailbox))
                        .put("ewsUrl", administration.ewsUrl(mailbox)));
    }

    private Reply deliver(Request request, String mailbox) throws IOException {
        byte[] message = request.body().readAllBytes();
        try {
            return Json.reply(
                    201, JsonNodeFactory.instance.objectNode().put("id", administration.deliver(mailbox, message)));
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private Reply snapshot(Request request, String mailbox, String name) {
        if (!request.method().equals("DELETE")) {
            return Json.notAllowed(request, "DELETE");
        }
        return administration.removeSnapshot(mailbox, name)
                ? Reply.empty(204)
                : Json.error(404, mailbox + " has no snapshot '" + name + "'");
    }

    private Reply restore(Request request, String mailbox) throws IOException {
        ObjectNode how = Json.object(request, List.of("snapshot", "folderIds"));
        String folderIds = Json.text(how, "folderIds");
        if (folderIds != null && !folderIds.equals("kept") && !folderIds.equals("new")) {
            throw new IllegalArgumentException("'folderIds' can't be '" + folderIds + "'; allowed: kept, new");
        }
        int items = administration.restore(mailbox, Json.text(how, "snapshot"), "new".equals(folderIds));
        return Json.reply(200, JsonNodeFactory.instance.objectNode().put("items", items));
    }
}
