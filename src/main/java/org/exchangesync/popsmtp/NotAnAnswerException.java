package org.exchangesync.popsmtp;

import java.io.IOException;

/** What came is no answer of the protocol. */
final class NotAnAnswerException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 60;

    NotAnAnswerException(String line) {
        super("'" + shown(line) + "' is no answer of a mail server");
    }

    private static String shown(String line) {
        String clean = line.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() <= SHOWN ? clean : clean.substring(0, SHOWN) + "…";
    }
}
