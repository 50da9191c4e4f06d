package org.exchangesync.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.exchangesync.sandbox.fault.Faults;
import org.exchangesync.sandbox.http.Page;
import org.exchangesync.sandbox.http.Reply;
import org.exchangesync.sandbox.http.Request;
import org.exchangesync.sandbox.ledger.Ledger;

/** Everything below {@code /sandbox/}. What is refused is answered with words that say what is allowed. */
public final class ControlPage implements Page {
    private static final int LONGEST_REQUEST = 64 << 10;
    private static final Pattern ONE_FAULT = Pattern.compile("faults/(\\d{1,18})");

    private final Faults faults;
    private final Ledger ledger;

    public ControlPage(Faults faults, Ledger ledger) {
        this.faults = faults;
        this.ledger = ledger;
    }

    @Override
    public Reply answer(Request request) throws IOException {
        String what = request.path().substring("/sandbox/".length());
        Matcher one = ONE_FAULT.matcher(what);
        try {
            if (one.matches()) {
                return oneFault(request, Long.parseLong(one.group(1)));
            }
            return switch (what) {
                case "faults" -> faults(request);
                case "ledger" -> ledger(request);
                default ->
                    error(
                            404,
                            "there is nothing at " + request.path()
                                    + "; there are /sandbox/faults, /sandbox/faults/ID and /sandbox/ledger");
            };
        } catch (IllegalArgumentException e) {
            return error(400, e.getMessage());
        }
    }

    private Reply faults(Request request) throws IOException {
        return switch (request.method()) {
            case "GET" -> json(200, FaultJson.write(faults));
            case "POST" -> {
                long id = faults.add(FaultJson.read(body(request)));
                yield json(201, JsonNodeFactory.instance.objectNode().put("id", id))
                        .with("Location", "/sandbox/faults/" + id);
            }
            case "DELETE" -> {
                faults.clear();
                yield Reply.empty(204);
            }
            default -> notAllowed(request, "GET, POST, DELETE");
        };
    }

    private Reply oneFault(Request request, long id) {
        if (!request.method().equals("DELETE")) {
            return notAllowed(request, "DELETE");
        }
        return faults.remove(id)
                ? Reply.empty(204)
                : error(404, "there is no fault rule " + id + "; GET /sandbox/faults lists those there are");
    }

    private Reply ledger(Request request) {
        if (!request.method().equals("GET")) {
            return notAllowed(request, "GET");
        }
        return Reply.of(200, "application/x-ndjson", out -> {
            try (InputStream lines = ledger.open()) {
                lines.transferTo(out);
            }
        });
    }

    private static byte[] body(Request request) throws IOException {
        byte[] body = request.body().readNBytes(LONGEST_REQUEST + 1);
        if (body.length > LONGEST_REQUEST) {
            throw new IllegalArgumentException("a request has at most " + LONGEST_REQUEST + " bytes");
        }
        return body;
    }

    private static Reply notAllowed(Request request, String methods) {
        return error(405, request.method() + " can't be used on " + request.path() + "; allowed is " + methods)
                .with("Allow", methods);
    }

    private static Reply error(int status, String words) {
        return json(status, JsonNodeFactory.instance.objectNode().put("error", words));
    }

    private static Reply json(int status, JsonNode node) {
        return Reply.of(status, "application/json", (node + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
