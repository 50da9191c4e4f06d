package org.exchangesync.check.identity;

/** A token that proves nothing. The message says why; it holds nothing of the token that would help to forge one. */
public final class RefusedTokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final TokenRefusal reason;

    RefusedTokenException(TokenRefusal reason, String message) {
        this(reason, message, null);
    }

    RefusedTokenException(TokenRefusal reason, String message, Throwable cause) {
        super(message + " (" + reason + ")", cause);
        this.reason = reason;
    }

    /** Why. */
    public TokenRefusal reason() {
        return reason;
    }
}
