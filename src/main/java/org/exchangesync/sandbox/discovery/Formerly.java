package org.exchangesync.sandbox.discovery;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a server answers that a mailbox has left. */
public enum Formerly {
    /** HTTP 302 to the new server. */
    REDIRECT,
    /** HTTP 404. */
    NOT_FOUND,
    /** {@code ErrorMailboxMoveInProgress}. */
    MOVING,
    /** {@code ErrorConnectionFailed}: it can't reach the server that has the mailbox. */
    DISCONNECTED,
    /** {@code ErrorNonExistentMailbox}. */
    UNKNOWN,
    /** Nothing: the connection ends. */
    SILENT;

    /** In the words of the control API, such as {@code not-found}. */
    public static Formerly of(String word) {
        return Arrays.stream(values())
                .filter(value -> value.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'formerly' can't be '" + word + "'; allowed: "
                        + Arrays.stream(values()).map(Formerly::word).collect(Collectors.joining(", "))));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
