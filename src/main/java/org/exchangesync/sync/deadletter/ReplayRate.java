package org.exchangesync.sync.deadletter;

import java.time.Clock;
import java.time.Instant;

/** Holds replays to so many a minute, over all mailboxes of this process. This class is threadsafe. */
final class ReplayRate {
    private static final int SECONDS = 60;

    private final int perMinute;
    private final Clock clock;
    private double left;
    private Instant at;

    ReplayRate(int perMinute, Clock clock) {
        this.perMinute = perMinute;
        this.clock = clock;
        this.left = perMinute;
        this.at = clock.instant();
    }

    /** Whether one more may be done now. */
    synchronized boolean take() {
        Instant now = clock.instant();
        if (now.isAfter(at)) {
            double seconds = (now.toEpochMilli() - at.toEpochMilli()) / 1000.0;
            left = Math.min(perMinute, left + seconds * perMinute / SECONDS);
            at = now;
        }
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
