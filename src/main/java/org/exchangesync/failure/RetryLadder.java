package org.exchangesync.failure;

import java.time.Duration;
import java.time.Instant;

/**
 * How long something that failed is left alone: a little at first, then more and more patiently. Threadsafe.
 *
 * @param step the first pause; later ones are multiples of it
 */
public record RetryLadder(Duration step) {
    /** From a minute up to an hour. */
    public static final RetryLadder IN_MINUTES = new RetryLadder(Duration.ofMinutes(1));

    private static final int[] STEPS = {1, 2, 5, 5, 10, 10, 20, 20, 30, 60};

    /**
     * The pause after a failure.
     *
     * @param failures how often it failed in a row, this time included; from 1
     */
    public Duration postponement(int failures) {
        return step.multipliedBy(STEPS[Math.min(Math.max(failures, 1), STEPS.length) - 1]);
    }

    /** The next time to try, after so many failures. */
    public Instant next(int failures, Instant now) {
        return now.plus(postponement(failures));
    }

    /** Whether so many failures in a row are more than the ladder has steps. */
    public boolean isOver(int failures) {
        return failures > STEPS.length;
    }
}
