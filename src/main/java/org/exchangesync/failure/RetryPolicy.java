package org.exchangesync.failure;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * When what failed is tried again. Threadsafe.
 *
 * @param ladder the pauses after failures in a row
 * @param probe after what time something that was disabled for a passing trouble is tried again
 * @param floor the least pause after a server said that it is busy, whatever back-off it told
 * @param jitter by what part of itself a pause is lengthened, from 0 to 1, so that not all come back at the same moment
 */
public record RetryPolicy(RetryLadder ladder, Duration probe, Duration floor, DoubleSupplier jitter) {
    private static final String BUSY = "ErrorServerBusy";
    /** A busy server is no broken one: so often in a row doesn't count. */
    private static final int BUSY_FOR_FREE = 10;

    /**
     * The pause after a failure.
     *
     * @param failures how often it failed in a row, this time included; from 1
     * @return empty if it failed too often
     */
    public Optional<Duration> pause(Fault fault, int failures) {
        boolean busy = !fault.backOff().isZero() || fault.code().equals(BUSY);
        if (busy && failures <= BUSY_FOR_FREE) {
            return Optional.of(lengthened(max(fault.backOff(), floor)));
        }
        int counted = busy ? failures - BUSY_FOR_FREE : failures;
        return ladder.isOver(counted)
                ? Optional.empty()
                : Optional.of(lengthened(max(fault.backOff(), ladder.postponement(counted))));
    }

    /** As {@link #pause}, for what is never given up. */
    public Duration patientPause(Fault fault, int failures) {
        return pause(fault, failures).orElseGet(() -> lengthened(max(fault.backOff(), ladder.postponement(failures))));
    }

    private Duration lengthened(Duration pause) {
        return pause.plusMillis((long) (pause.toMillis() * jitter.getAsDouble()));
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
