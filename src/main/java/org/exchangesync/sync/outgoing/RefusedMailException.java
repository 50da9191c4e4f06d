package org.exchangesync.sync.outgoing;

/** A step of a route said that a mail must not be sent. */
public final class RefusedMailException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /** The code of a mail that a step refused. */
    static final String CODE = "RefusedByStep";

    RefusedMailException(String reason) {
        super(reason);
    }
}
