package org.exchangesync.sync.deadletter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bean {@code letters} of the routes: deletes dead letters that were resolved long ago, some hundred at a time. */
public final class CleaningStep {
    private static final int BATCH = 200;
    private static final Logger LOG = LoggerFactory.getLogger(CleaningStep.class);

    private final DeadLetterStore letters;
    private final Duration kept;
    private final Clock clock;

    /**
     * @param kept how long resolved letters stay
     */
    public CleaningStep(DeadLetterStore letters, Duration kept, Clock clock) {
        this.letters = letters;
        this.kept = kept;
        this.clock = clock;
    }

    /** Deletes what is old enough. While the database is away, or is busy, it waits for the next time. */
    public void clean() {
        Instant before = clock.instant().minus(kept);
        int deleted = 0;
        try {
            int some;
            do {
                some = letters.deleteResolved(before, BATCH);
                deleted += some;
            } while (some == BATCH);
        } catch (StoreException | LostRaceException e) {
            LOG.warn("Old dead letters could not all be deleted, they wait for the next time: {}", e.getMessage());
        }
        if (deleted > 0) {
            LOG.info("{} dead letters that were resolved before {} were deleted", deleted, before);
        }
    }
}
