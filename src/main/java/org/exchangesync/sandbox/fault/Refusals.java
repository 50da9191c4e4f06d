package org.exchangesync.sandbox.fault;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.exchangesync.sandbox.http.Reply;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.soap.SoapFault;
import org.exchangesync.sandbox.xml.Xml;

/** Faults that answer something else than what was asked for. */
final class Refusals {
    private static final Map<Integer, String> REASONS = Map.of(
            400, "Bad Request",
            403, "Forbidden",
            404, "Not Found",
            408, "Request Timeout",
            429, "Too Many Requests",
            500, "Internal Server Error",
            502, "Bad Gateway",
            503, "Service Unavailable",
            504, "Gateway Timeout");

    private Refusals() {}

    static Reply httpStatus(Call call, ActiveFault fault, Function<Call, Reply> rest) {
        if (fault.rule().word("when").equals("after")) {
            rest.apply(call);
        }
        int status = fault.rule().number("status").orElseThrow().intValue();
        String reason = status + " " + REASONS.getOrDefault(status, "Error");
        String page = """
                <!DOCTYPE html>
                <html><head><title>%s</title><meta http-equiv="Content-Type" content="text/html; charset=us-ascii"></head>
                <body><h2>%s</h2><hr><p>HTTP Error %d. The request &quot;/EWS/Exchange.asmx&quot; was not answered.
                </body></html>
                """.formatted(reason, reason, status);
        Reply reply = Reply.of(status, "text/html", page.getBytes(StandardCharsets.US_ASCII))
                .with("Server", "gateway");
        Optional<Long> retryAfter = fault.rule().number("retryAfter");
        return retryAfter.isPresent()
                ? reply.with("Retry-After", retryAfter.get().toString())
                : reply;
    }

    static Reply serverBusy(Call call, ActiveFault fault, Function<Call, Reply> rest) {
        String text = "The server cannot service this request right now. Try again later.";
        List<Xml> details = fault
                .rule()
                .number("backOffMilliseconds")
                .map(ms -> Xml.t("Value", ms).with("Name", "BackOffMilliseconds"))
                .stream()
                .toList();
        return rest.apply(
                fault.rule().word("as").equals("fault")
                        ? call.refused(new SoapFault("ErrorServerBusy", text, details))
                        : call.refused(new ResponseError("ErrorServerBusy", text, details)));
    }
}
