package org.exchangesync.ops.cli;

/** Whoever gave the command can't be reached any more: nobody wants the rest. */
public final class PersonGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PersonGoneException(Throwable cause) {
        super("the person who gave the command has gone", cause);
    }
}
