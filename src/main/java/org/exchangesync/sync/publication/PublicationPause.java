package org.exchangesync.sync.publication;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For how long nothing is published because something that it needs is away; says so once when it begins and once when it
 * is over. This class is threadsafe.
 */
final class PublicationPause {
    private static final int[] SECONDS = {1, 2, 5, 10, 30};
    private static final Logger LOG = LoggerFactory.getLogger(PublicationPause.class);

    private final String what;
    private Instant since;
    private Instant until;
    private int times;

    /**
     * @param what is away, in words
     */
    PublicationPause(String what) {
        this.what = what;
    }

    /** Whether it is left alone just now. */
    synchronized boolean isOn(Instant now) {
        return until != null && now.isBefore(until);
    }

    /** Whether it was away when it was last tried. */
    synchronized boolean isTrouble() {
        return since != null;
    }

    /**
     * Pauses, each time in a row a little longer.
     *
     * @return when it will be tried again
     */
    synchronized Instant begin(String reason, Instant now) {
        if (since == null) {
            since = now;
            LOG.warn("Changes are not published while {} is away: {}", what, reason);
        }
        until = now.plusSeconds(SECONDS[Math.min(times++, SECONDS.length - 1)]);
        LOG.debug("{} is tried again at {}: {}", what, until, reason);
        return until;
    }

    /** It is there. */
    synchronized void end(Instant now) {
        if (since != null) {
            LOG.info(
                    "Changes are published again: {} is back after {} seconds",
                    what,
                    Duration.between(since, now).toSeconds());
        }
        since = null;
        until = null;
        times = 0;
    }
}
