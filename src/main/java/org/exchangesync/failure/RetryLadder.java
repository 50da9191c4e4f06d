package org.exchangesync.failure;

import java.time.Duration;

/** How long a mailbox is left alone after its n-th failed cycle in a row. */
public final class RetryLadder {
    private static final int[] MINUTES = {1, 2, 5, 5, 10, 10, 20, 20, 30, 60};

    private RetryLadder() {}

    /**
     * @param failures failed cycles in a row, this one included; from 1
     */
    public static Duration postponement(int failures) {
        return Duration.ofMinutes(MINUTES[Math.min(Math.max(failures, 1), MINUTES.length) - 1]);
    }
}
