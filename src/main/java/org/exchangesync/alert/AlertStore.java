package org.exchangesync.alert;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Alerts in the database. Every method is one transaction. */
public interface AlertStore {

    /**
     * Opens an alert, or counts up the one that is open with the same key.
     *
     * @param send whether a new one is to be sent to people
     * @return whether it is a new one
     */
    boolean raise(Alert alert, boolean send);

    /** Whether an alert that is open with this key is still to be sent to people. */
    boolean isToBeSent(String key);

    /** When the latest alert with this key was opened, whether it has passed or not. */
    Optional<Instant> lastRaised(String key);

    /**
     * Notes that somebody knows of an open alert.
     *
     * @return whether there is an open one of that number
     */
    boolean acknowledge(long id, String who);

    /**
     * Closes an alert because somebody says so.
     *
     * @return whether there was an open one of that number
     */
    boolean clear(long id, String who);

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
     * @param acknowledgedAt when somebody said to know of it, or null
     * @param acknowledgedBy who said so, or null
     */
    record StoredAlert(
            long id,
            Alert alert,
            int occurrences,
            Instant firstSeen,
            Instant lastSeen,
            Instant resolvedAt,
            Instant acknowledgedAt,
            String acknowledgedBy) {}
}
