package org.exchangesync.check;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Sends a test alert on the way of all alerts and waits until the route says that it arrived. */
final class AlertTrial {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Installation.AlertWay way;
    private final ArrivalWait wait;
    private final Clock clock;

    AlertTrial(Installation.AlertWay way, ArrivalWait wait, Clock clock) {
        this.way = way;
        this.wait = wait;
        this.clock = clock;
    }

    /** The alert is closed whatever becomes of it. */
    Finding run() {
        Instant end = clock.instant().plus(wait.longest());
        way.send();
        try {
            while (!way.arrived()) {
                if (!clock.instant().isBefore(end)) {
                    return Finding.fail(
                            "AlertNotDelivered",
                            "a test alert did not get to " + way.target() + " within "
                                    + wait.longest().toSeconds()
                                    + " s; it is sent again by itself, and may still come");
                }
                wait.pause().last(PAUSE);
            }
            return Finding.pass("a test alert of level information was delivered to " + way.target());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.skip("interrupted while waiting for the test alert to arrive");
        } finally {
            way.close();
        }
    }
}
