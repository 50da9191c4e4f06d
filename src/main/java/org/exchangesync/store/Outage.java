package org.exchangesync.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.exchangesync.sync.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people that the database can't be used: once when that begins, whoever meets it next, and once when it is over. This
 * class is threadsafe.
 */
final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    /** What failed a moment ago is likely to fail again: on a full disk there is always room for something small. */
    private static final Duration CALM = Duration.ofSeconds(5);

    /** Of H2, {@code DATABASE_IS_CLOSED}. */
    private static final int H2_CLOSED = 90098;

    /** What H2's storage throws when it can't write, behind which it closes the file. */
    private static final String H2_BROKEN = "org.h2.mvstore.MVStoreException";

    private volatile Instant since;
    private volatile Instant last;

    /** It couldn't be used. */
    void met(StoreException failure) {
        last = Instant.now();
        if (begins()) {
            LOG.warn("The database can't be used: {}. Nothing is lost: work stops{}", reason(failure), cure(failure));
        }
        LOG.debug("The failure in full", failure);
    }

    static String cure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getClass().getName().equals(H2_BROKEN)
                    || cause instanceof SQLException sql && sql.getErrorCode() == H2_CLOSED) {
                return ". H2 has closed its file, which happens when it can't be written. What to do: see that the disk has"
                        + " room, and start the program anew.";
            }
        }
        return ", asks again and goes on by itself when the database can be used again. What to do: see that it runs, can be"
                + " reached and has room.";
    }

    /** The pool says only that it has no connection; why it has none lies below. */
    private static String reason(Throwable failure) {
        Throwable first = failure;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return failure.getMessage().contains(String.valueOf(first.getMessage()))
                ? failure.getMessage()
                : failure.getMessage() + ", because " + first.getMessage();
    }

    private synchronized boolean begins() {
        boolean first = since == null;
        if (first) {
            since = Instant.now();
        }
        return first;
    }

    /** Something was written to it. */
    void written() {
        if (since != null && last.plus(CALM).isBefore(Instant.now())) {
            end();
        }
    }

    private synchronized void end() {
        if (since != null) {
            LOG.info(
                    "The database can be used again, after {} seconds",
                    Duration.between(since, Instant.now()).toSeconds());
            since = null;
        }
    }
}
