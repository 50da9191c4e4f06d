package org.exchangesync.sync.outgoing;

/** A mail of which no message can be made; the message says why and what to do. */
final class UncomposableMailException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    UncomposableMailException(String code, String message) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }
}
