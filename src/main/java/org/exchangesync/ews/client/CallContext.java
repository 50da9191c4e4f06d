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
 * @param scheme by which the client signs in, as it is called in HTTP; null where that is of no interest
 * @param note what else there is to know when it fails, or null
 */
record CallContext(
        String connection, String mailbox, EwsOperation<?, ?> operation, String requestId, String scheme, String note) {

    CallContext(String connection, String mailbox, EwsOperation<?, ?> operation, String requestId) {
        this(connection, mailbox, operation, requestId, null, null);
    }

    /** The same call under the id that the server gave it. */
    CallContext withRequestId(String id) {
        return id == null || id.isBlank() ? this : new CallContext(connection, mailbox, operation, id, scheme, note);
    }

    /** The same call, with a word on the circumstances for the faults it may end in. */
    CallContext withNote(String text) {
        return new CallContext(connection, mailbox, operation, requestId, scheme, text);
    }

    EwsFault fault(String code, String text, Throwable cause) {
        return fault(code, text, null, Map.of(), cause);
    }

    EwsFault fault(String code, String text, Duration backOff, Map<String, String> details, Throwable cause) {
        String message = "Connection '%s', mailbox %s, %s: %s (%s)"
                .formatted(connection, mailbox, operation.name(), note == null ? text : text + " (" + note + ")", code);
        return new EwsFault(code, message, backOff, requestId, details, cause);
    }

    /** A fault that was found deep inside, where the call wasn't known. */
    EwsFault located(EwsFault deep) {
        return deep.requestId().isPresent()
                ? deep
                : fault(deep.code(), deep.getMessage(), deep.backOff().orElse(null), deep.details(), deep);
    }
}
