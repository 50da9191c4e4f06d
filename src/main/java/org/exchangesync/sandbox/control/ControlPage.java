package org.exchangesync.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.exchangesync.sandbox.discovery.DiscoveryRules;
import org.exchangesync.sandbox.fault.Faults;
import org.exchangesync.sandbox.http.CertificateAuthority;
import org.exchangesync.sandbox.http.Page;
import org.exchangesync.sandbox.http.Reply;
import org.exchangesync.sandbox.http.Request;
import org.exchangesync.sandbox.ledger.Ledger;

/** Everything below {@code /sandbox/}. What is refused is answered with words that say what is allowed. */
public final class ControlPage implements Page {
    private static final Pattern ONE_FAULT = Pattern.compile("faults/(\\d{1,18})");
    private static final Pattern MAILBOX = Pattern.compile("mailboxes/([^/]+)/(.+)");

    private final Faults faults;
    private final Ledger ledger;
    private final Consumer<CertificateAuthority> issuer;
    private final CertificateAuthority own;
    private final MailboxPage mailboxes;
    private final DiscoveryJson discovery;

    /**
     * @param own the sandbox's authority
     * @param issuer has the server show a new certificate of an authority
     */
    public ControlPage(
            Faults faults,
            Ledger ledger,
            Administration administration,
            DiscoveryRules discovery,
            CertificateAuthority own,
            Consumer<CertificateAuthority> issuer) {
        this.own = own;
        this.discovery = new DiscoveryJson(discovery);
        this.issuer = issuer;
        this.faults = faults;
        this.ledger = ledger;
        this.mailboxes = new MailboxPage(administration);
    }

    @Override
    public Reply answer(Request request) throws IOException {
        String what = request.path().substring("/sandbox/".length());
        Matcher fault = ONE_FAULT.matcher(what);
        Matcher mailbox = MAILBOX.matcher(what);
        try {
            if (fault.matches()) {
                return oneFault(request, Long.parseLong(fault.group(1)));
            }
            if (mailbox.matches()) {
                return mailboxes.answer(request, mailbox.group(1), mailbox.group(2));
            }
            return switch (what) {
                case "faults" -> faults(request);
                case "ledger" -> ledger(request);
                case "certificate" -> certificate(request);
                case "autodiscover" -> discovery.answer(request);
                default ->
                    Json.error(
                            404,
                            "there is nothing at " + request.path() + "; there are /sandbox/faults,"
                                    + " /sandbox/faults/ID, /sandbox/ledger, /sandbox/certificate, /sandbox/autodiscover and /sandbox/mailboxes/ADDRESS/...");
            };
        } catch (IllegalArgumentException e) {
            return Json.error(400, e.getMessage());
        }
    }

    private Reply faults(Request request) throws IOException {
        return switch (request.method()) {
            case "GET" -> Json.reply(200, FaultJson.write(faults));
            case "POST" -> {
                long id = faults.add(FaultJson.read(Json.object(request)));
                yield Json.reply(201, JsonNodeFactory.instance.objectNode().put("id", id))
                        .with("Location", "/sandbox/faults/" + id);
            }
            case "DELETE" -> {
                faults.clear();
                yield Reply.empty(204);
            }
            default -> Json.notAllowed(request, "GET, POST, DELETE");
        };
    }

    private Reply oneFault(Request request, long id) {
        if (!request.method().equals("DELETE")) {
            return Json.notAllowed(request, "DELETE");
        }
        return faults.remove(id)
                ? Reply.empty(204)
                : Json.error(404, "there is no fault rule " + id + "; GET /sandbox/faults lists those there are");
    }

    private Reply certificate(Request request) throws IOException {
        if (!request.method().equals("POST")) {
            return Json.notAllowed(request, "POST");
        }
        ObjectNode object = Json.object(request);
        String word = Json.required(object, "issuer");
        JsonNode seconds = object.path("seconds");
        switch (word) {
            case "own" -> issuer.accept(own);
            case "stranger" -> {
                if (!seconds.isMissingNode() && !(seconds.isInt() && seconds.intValue() > 0)) {
                    throw new IllegalArgumentException("'seconds' is a whole number from 1, not " + seconds);
                }
                issuer.accept(CertificateAuthority.stranger());
                if (!seconds.isMissingNode()) {
                    CompletableFuture.delayedExecutor(seconds.intValue(), TimeUnit.SECONDS)
                            .execute(() -> issuer.accept(own));
                }
            }
            default ->
                throw new IllegalArgumentException("'issuer' can't be '" + word + "'; allowed are own and stranger");
        }
        return Reply.empty(204);
    }

    private Reply ledger(Request request) {
        if (!request.method().equals("GET")) {
            return Json.notAllowed(request, "GET");
        }
        return Reply.of(200, "application/x-ndjson", out -> {
            try (InputStream lines = ledger.open()) {
                lines.transferTo(out);
            }
        });
    }
}
