package org.exchangesync.transport;

import java.time.Duration;
import java.util.Optional;

/**
 * A call that a server refused, or that didn't come to an end. The code decides the reaction; the message says what
 * happened where and what to do.
 */
public class TransportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The code where no server answered: name not found, refused, timed out, cut. */
    public static final String NETWORK = "Network";
    /** The code where TLS failed: unknown authority, wrong name, expired. */
    public static final String TLS = "Tls";
    /** The code where the answer is no valid answer of the protocol. */
    public static final String BAD_ANSWER = "BadAnswer";
    /** The code where an answer or item exceeds a configured limit. */
    public static final String LIMIT = "LimitExceeded";
    /** The prefix of the codes for HTTP errors, such as {@code Http401}. */
    public static final String HTTP = "Http";
    /** The code where a token endpoint refuses the application: its secret, certificate, tenant or scope is wrong. */
    public static final String TOKEN_REFUSED = "TokenRefused";
    /** The code where a token endpoint gives no token now: not reached, overloaded, an answer that is none. */
    public static final String TOKEN_UNAVAILABLE = "TokenUnavailable";
    /** The code where a mail may have been sent, or not: the server's last answer did not arrive. */
    public static final String OUTCOME_UNKNOWN = "OutcomeUnknown";
    /** The code where servers of this kind can't do what was asked for. */
    public static final String UNSUPPORTED = "Unsupported";
    /** The code where our own request or configuration is wrong. */
    public static final String CONFIGURATION = "Configuration";

    /** The code where the server no longer knows a sync state: the folder must be read from its beginning. */
    public static final String INVALID_SYNC_STATE = "ErrorInvalidSyncStateData";

    private final String code;
    private final Duration backOff;
    private final String requestId;

    public TransportException(String code, String message, Throwable cause) {
        this(code, message, null, null, cause);
    }

    /**
     * @param code the server's response code, or one of the constants here
     * @param message what, where, what to do
     * @param backOff how long the server wants to be left alone, or null
     * @param requestId by which the server's logs know the call, or null
     * @param cause or null
     */
    public TransportException(String code, String message, Duration backOff, String requestId, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.backOff = backOff;
        this.requestId = requestId;
    }

    /** The server's response code such as {@code ErrorServerBusy}, or one of the constants here. */
    public String code() {
        return code;
    }

    /** How long the server wants to be left alone. */
    public Optional<Duration> backOff() {
        return Optional.ofNullable(backOff);
    }

    /** By which the server's logs know the call. */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }
}
