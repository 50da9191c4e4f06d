package org.exchangesync.sync;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Exceptions as text for dead letters. */
final class Exceptions {
    private static final int LONGEST = 20_000;

    private Exceptions() {}

    /** The chain of causes with their stack traces, cut where it gets too long to be read. */
    static String chain(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.getBuffer().length() <= LONGEST
                ? text.toString()
                : text.getBuffer().substring(0, LONGEST) + "…";
    }
}
