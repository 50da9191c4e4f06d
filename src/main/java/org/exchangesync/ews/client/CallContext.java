package org.exchangesync.ews.client;

import java.time.Duration;
import java.util.Map;

/**
 * Which call is under way: what faults say about where they happened.
 *
 * @param connection the connection's name
 * @param mailbox the mailbox's address
 * @param operation the operation
 * @param requestId by which we, and where possible the server's logs, know the call
 */
record CallContext(String connection, String mailbox, EwsOperation<?, ?> operation, String requestId) {

    /** The same call under the id that the server gave it. */
    CallContext withRequestId(String id) {
        return id == null || id.isBlank() ? this : new CallContext(connection, mailbox, operation, id);
    }

    EwsFault fault(String code, String text, Throwable cause) {
        return fault(code, text, null, Map.of(), cause);
    }

    EwsFault fault(String code, String text, Duration backOff, Map<String, String> details, Throwable cause) {
        String message =
                "Connection '%s', mailbox %s, %s: %s (%s)".formatted(connection, mailbox, operation.name(), text, code);
        return new EwsFault(code, message, backOff, requestId, details, cause);
    }

    /** A fault that was found deep inside, where the call wasn't known. */
    EwsFault located(EwsFault deep) {
        return deep.requestId().isPresent()
                ? deep
                : fault(deep.code(), deep.getMessage(), deep.backOff().orElse(null), deep.details(), deep);
    }
}
