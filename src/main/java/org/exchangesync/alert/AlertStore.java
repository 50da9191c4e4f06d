package org.exchangesync.alert;

import java.time.Instant;
import java.util.List;

/** Alerts in the database. Every method is one transaction. */
public interface AlertStore {

    /**
     * Opens an alert, or counts up the one that is open with the same key.
     *
     * @return whether it is a new one
     */
    boolean raise(Alert alert);

    /**
     * Closes the alert that is open with this key.
     *
     * @return whether there was one
     */
    boolean resolve(String key);

    /**
     * Alerts, the latest first.
     *
     * @param resolvedToo whether those that have passed are wanted too
     * @param limit the most to return
     */
    List<StoredAlert> list(boolean resolvedToo, int limit);

    /**
     * An alert as it was stored.
     *
     * @param occurrences how often it was raised while it was open
     * @param resolvedAt when it had passed; null while it is open
     */
    record StoredAlert(
            long id, Alert alert, int occurrences, Instant firstSeen, Instant lastSeen, Instant resolvedAt) {}
}
