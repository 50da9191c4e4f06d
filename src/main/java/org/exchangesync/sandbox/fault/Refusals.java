package org.exchangesync.sandbox.fault;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.exchangesync.sandbox.http.Reply;
import org.exchangesync.sandbox.item.FolderTargets;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.soap.SoapFault;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.xml.Xml;

/** Faults that answer something else than what was asked for. */
final class Refusals {
    private static final Map<Integer, String> REASONS = Map.of(
            400, "Bad Request",
            401, "Unauthorized",
            403, "Forbidden",
            404, "Not Found",
            408, "Request Timeout",
            429, "Too Many Requests",
            500, "Internal Server Error",
            502, "Bad Gateway",
            503, "Service Unavailable",
            504, "Gateway Timeout");

    private Refusals() {}

    static Reply httpStatus(Hit hit, Function<Call, Reply> rest) {
        if (hit.rule().word("when").equals("after")) {
            rest.apply(hit.call());
        }
        Reply reply = page(hit.rule().number("status").orElseThrow().intValue());
        return hit.rule()
                .number("retryAfter")
                .map(seconds -> reply.with("Retry-After", seconds.toString()))
                .orElse(reply);
    }

    static Reply unauthorized(Hit hit, Function<Call, Reply> rest) {
        return page(401); // how to log on is told where that is known
    }

    /** A page for people, as proxies and web servers put it where a program waits for something else. */
    private static Reply page(int status) {
        String reason = status + " " + REASONS.getOrDefault(status, "Error");
        String page = """
                <!DOCTYPE html>
                <html><head><title>%s</title><meta http-equiv="Content-Type" content="text/html; charset=us-ascii"></head>
                <body><h2>%s</h2><hr><p>HTTP Error %d. The request &quot;/EWS/Exchange.asmx&quot; was not answered.
                </body></html>
                """.formatted(reason, reason, status);
        return Reply.of(status, "text/html", page.getBytes(StandardCharsets.US_ASCII))
                .with("Server", "gateway");
    }

    static Reply serverBusy(Hit hit, Function<Call, Reply> rest) {
        List<Xml> details = hit
                .rule()
                .number("backOffMilliseconds")
                .map(ms -> Xml.t("Value", ms).with("Name", "BackOffMilliseconds"))
                .stream()
                .toList();
        return refused(
                hit,
                rest,
                "ErrorServerBusy",
                "The server cannot service this request right now. Try again later.",
                details);
    }

    static Reply errorCode(Hit hit, Function<Call, Reply> rest) {
        String code = hit.rule().word("code");
        return refused(hit, rest, code, "The sandbox was told to answer " + code + ".", List.of());
    }

    private static Reply refused(Hit hit, Function<Call, Reply> rest, String code, String text, List<Xml> details) {
        return rest.apply(
                hit.rule().word("as").equals("fault")
                        ? hit.call().refused(new SoapFault(code, text, details))
                        : hit.call().refused(new ResponseError(code, text, details)));
    }

    static Reply expiredState(Hit hit, Function<Call, Reply> rest) {
        return rest.apply(hit.call()
                .refused(new ResponseError(
                        "ErrorInvalidSyncStateData", "Synchronization state data is corrupt or otherwise invalid.")));
    }

    /** Whether a call brings a sync state of the folder that a rule names. */
    static boolean bringsState(Call call, FaultRule rule) {
        if (call.body().textOf("SyncState").orElse("").isEmpty()) {
            return false;
        }
        Optional<String> wanted = rule.text("folder");
        return wanted.isEmpty()
                || folder(call).filter(f -> f.path().equals(wanted.get())).isPresent();
    }

    private static Optional<Folder> folder(Call call) {
        try {
            return call.body().child("SyncFolderId").map(id -> FolderTargets.in(call, id, "ErrorSyncFolderNotFound"));
        } catch (ResponseError notThere) {
            return Optional.empty();
        }
    }
}
