package org.exchangesync.sandbox.soap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.exchangesync.sandbox.xml.Xml;

/** Puts response messages together: one for each thing that was asked for, good or bad. */
public final class Responses {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private Responses() {}

    /**
     * Does something with each element of a request. What takes longer than a minute is broken off: the item on which
     * time ran out answers ErrorTimeoutExpired, those behind it a warning that the batch stopped.
     *
     * @param empty children that a failed response message has besides the error, such as an empty {@code m:Items}
     */
    public static Xml each(Call call, String operation, List<Xml> asked, Xml empty, Function<Xml, List<Xml>> work) {
        List<Xml> messages = new ArrayList<>();
        boolean expired = false;
        for (Xml one : asked) {
            if (expired) {
                messages.add(stopped(operation, empty));
            } else if (Duration.between(call.started(), call.clock().instant()).compareTo(LIMIT) >= 0) {
                expired = true;
                messages.add(error(
                        operation,
                        new ResponseError("ErrorTimeoutExpired", "The request timed out before it was completed."),
                        empty));
            } else {
                messages.add(message(call, operation, empty, () -> work.apply(one)));
            }
        }
        return response(operation, messages);
    }

    /** Does something that has one response message. */
    public static Xml one(Call call, String operation, Xml empty, Supplier<List<Xml>> work) {
        return response(operation, List.of(message(call, operation, empty, work)));
    }

    /** Answers something that was done, but not without doubt. */
    public static Xml warning(String operation, String code, String text, Xml payload) {
        return response(
                operation,
                List.of(Xml.m(
                                operation + "ResponseMessage",
                                Xml.m("MessageText", text),
                                Xml.m("ResponseCode", code),
                                Xml.m("DescriptiveLinkKey", 0),
                                payload)
                        .with("ResponseClass", "Warning")));
    }

    private static Xml message(Call call, String operation, Xml empty, Supplier<List<Xml>> work) {
        try {
            if (call.refusal() instanceof ResponseError refusal) {
                throw refusal;
            }
            return success(operation, work.get());
        } catch (ResponseError e) {
            return error(operation, e, empty);
        }
    }

    private static Xml success(String operation, List<Xml> payload) {
        return Xml.m(operation + "ResponseMessage", Xml.m("ResponseCode", "NoError"))
                .and(payload.toArray(Xml[]::new))
                .with("ResponseClass", "Success");
    }

    private static Xml error(String operation, ResponseError e, Xml empty) {
        Xml details = e.details().isEmpty() ? null : Xml.m("MessageXml", e.details());
        return Xml.m(
                        operation + "ResponseMessage",
                        Xml.m("MessageText", e.getMessage()),
                        Xml.m("ResponseCode", e.code()),
                        Xml.m("DescriptiveLinkKey", 0),
                        details,
                        empty)
                .with("ResponseClass", "Error");
    }

    private static Xml stopped(String operation, Xml empty) {
        return Xml.m(
                        operation + "ResponseMessage",
                        Xml.m("MessageText", "Batch processing stopped: the request ran out of time."),
                        Xml.m("ResponseCode", "ErrorBatchProcessingStopped"),
                        Xml.m("DescriptiveLinkKey", 0),
                        empty)
                .with("ResponseClass", "Warning");
    }

    private static Xml response(String operation, List<Xml> messages) {
        return Xml.m(operation + "Response", Xml.m("ResponseMessages", messages));
    }
}
