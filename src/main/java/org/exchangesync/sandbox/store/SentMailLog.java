package org.exchangesync.sandbox.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last messages that were sent; older ones are forgotten, so that memory stays bounded. Threadsafe. */
public final class SentMailLog {
    private static final int KEPT = 10_000;

    private final Deque<SentMail> sent = new ArrayDeque<>();

    /** Adds one. */
    public synchronized void add(SentMail mail) {
        if (sent.size() == KEPT) {
            sent.removeFirst();
        }
        sent.addLast(mail);
    }

    /** All that are still known, in the order in which they were sent. */
    public synchronized List<SentMail> all() {
        return List.copyOf(sent);
    }
}
