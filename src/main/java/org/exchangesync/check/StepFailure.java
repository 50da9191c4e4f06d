package org.exchangesync.check;

/** Ends a step that can't pass, with our word for the trouble. */
final class StepFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    StepFailure(String code, String message) {
        this(code, message, null);
    }

    StepFailure(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    String code() {
        return code;
    }
}
