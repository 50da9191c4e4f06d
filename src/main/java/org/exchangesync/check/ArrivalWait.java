package org.exchangesync.check;

import java.time.Duration;
import java.util.Objects;

/**
 * How long is waited for a mail that a mailbox sent to itself, and how.
 *
 * @param longest then it is told that the mail did not arrive
 * @param pause lets time pass
 */
public record ArrivalWait(Duration longest, Pause pause) {
    public ArrivalWait {
        Objects.requireNonNull(longest, "longest");
        Objects.requireNonNull(pause, "pause");
    }

    /** Waits on the machine's own time. */
    public static ArrivalWait of(Duration longest) {
        return new ArrivalWait(longest, time -> Thread.sleep(time.toMillis()));
    }

    /** Lets time pass between two looks. */
    @FunctionalInterface
    public interface Pause {
        /** @throws InterruptedException if the program is to end */
        void last(Duration time) throws InterruptedException;
    }
}
