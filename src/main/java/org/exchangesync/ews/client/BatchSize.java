package org.exchangesync.ews.client;

import java.time.Duration;

/**
 * How many items are asked for at once: few at first, twice as many after each quick answer to a full batch, half as many
 * after a slow one or one that the server didn't finish. Exchange gives a batch a minute. Threadsafe.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/mailbox-synchronization-and-ews-in-exchange">
 *     Mailbox synchronization: batches of 10 to begin with</a>
 */
final class BatchSize {
    private static final int FIRST = 10;
    private static final int MOST = 512;
    private static final Duration QUICK = Duration.ofSeconds(5);
    private static final Duration SLOW = Duration.ofSeconds(20);

    private int size = FIRST;

    synchronized int current() {
        return size;
    }

    /** A batch of so many items was answered after so long. */
    synchronized void answered(int items, Duration took) {
        if (took.compareTo(SLOW) > 0) {
            halve(items);
        } else if (took.compareTo(QUICK) < 0 && items >= size) {
            size = Math.min(MOST, size * 2);
        }
    }

    /** The server ran out of time over so many items. */
    synchronized void timedOut(int items) {
        halve(items);
    }

    private void halve(int items) {
        size = Math.max(1, Math.min(size, items) / 2);
    }
}
