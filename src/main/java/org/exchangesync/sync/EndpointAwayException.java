package org.exchangesync.sync;

import java.time.Instant;

/** A target that was away a moment ago is left alone for a while: nothing was sent to it. */
public final class EndpointAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Instant until;

    EndpointAwayException(String endpoint, String reason, Instant until) {
        super(endpoint + " is away and left alone until " + until + ": " + reason);
        this.until = until;
    }

    /** Until when it is left alone. */
    public Instant until() {
        return until;
    }
}
