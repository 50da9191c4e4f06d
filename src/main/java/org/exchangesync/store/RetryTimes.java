package org.exchangesync.store;

import java.time.Duration;
import java.time.Instant;

/** When something that failed is tried again: soon at first, then more and more patiently. */
final class RetryTimes {
    private static final int[] MINUTES = {1, 2, 5, 5, 10, 10, 20, 20, 30, 60};

    private RetryTimes() {}

    /**
     * The next time.
     *
     * @param attempts how often it was tried, from 1
     */
    static Instant next(int attempts, Instant now) {
        return now.plus(Duration.ofMinutes(MINUTES[Math.min(Math.max(attempts, 1), MINUTES.length) - 1]));
    }
}
