package org.exchangesync.popsmtp;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often the connection broke in the middle of one and the same message, which was asked for first: a server that dies of a
 * message must not hold up those behind it. Threadsafe.
 */
final class Suspicions {
    /** So often in a row, and the message is to blame rather than the network. */
    static final int ENOUGH = 6;

    private static final int MOST = 1_000;

    private final Map<String, Integer> counts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST;
        }
    };

    /** The connection broke once more; whether that was often enough. */
    synchronized boolean areConfirmed(String mailbox, String id) {
        return counts.merge(key(mailbox, id), 1, Integer::sum) >= ENOUGH;
    }

    /** The message came, or was given up. */
    synchronized void clear(String mailbox, String id) {
        counts.remove(key(mailbox, id));
    }

    private static String key(String mailbox, String id) {
        return mailbox + '\n' + id;
    }
}
