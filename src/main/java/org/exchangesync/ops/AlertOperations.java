package org.exchangesync.ops;

import java.time.Instant;
import java.util.List;
import org.exchangesync.alert.Alert;
import org.exchangesync.alert.AlertStore;
import org.exchangesync.alert.AlertStore.StoredAlert;

/** What a person has to know. Threadsafe. */
public final class AlertOperations {
    private final AlertStore alerts;

    AlertOperations(AlertStore alerts) {
        this.alerts = alerts;
    }

    /**
     * An alert; the names of the fields are those of the JSON that the command line prints.
     *
     * @param key what is in trouble
     * @param occurrences how often it was raised
     * @param resolvedAt when it had passed; null while it is open
     * @param acknowledgedAt when somebody said to know of it, or null
     */
    public record AlertState(
            long id,
            String key,
            Alert.Level level,
            String profile,
            String mailbox,
            String code,
            String text,
            String cause,
            String cure,
            int occurrences,
            Instant firstSeen,
            Instant lastSeen,
            Instant resolvedAt,
            Instant acknowledgedAt,
            String acknowledgedBy) {

        static AlertState of(StoredAlert stored) {
            Alert alert = stored.alert();
            return new AlertState(
                    stored.id(),
                    alert.key(),
                    alert.level(),
                    alert.profile(),
                    alert.mailbox(),
                    alert.code(),
                    alert.text(),
                    alert.cause(),
                    alert.cure(),
                    stored.occurrences(),
                    stored.firstSeen(),
                    stored.lastSeen(),
                    stored.resolvedAt(),
                    stored.acknowledgedAt(),
                    stored.acknowledgedBy());
        }
    }

    /**
     * Alerts, the latest first.
     *
     * @param resolvedToo whether those that have passed are wanted too
     * @param limit the most to return
     */
    public List<AlertState> list(boolean resolvedToo, int limit) {
        return alerts.list(resolvedToo, limit).stream().map(AlertState::of).toList();
    }

    /**
     * Notes that somebody knows of open alerts.
     *
     * @throws OperationException if one of them isn't open
     */
    public void acknowledge(List<Long> ids, String who) {
        ids.forEach(id -> require(alerts.acknowledge(id, who), id));
    }

    /**
     * Closes alerts because somebody says so; trouble that goes on opens them again.
     *
     * @throws OperationException if one of them isn't open
     */
    public void clear(List<Long> ids, String who) {
        ids.forEach(id -> require(alerts.clear(id, who), id));
    }

    private static void require(boolean open, long id) {
        if (!open) {
            throw new OperationException("There is no open alert " + id + ".");
        }
    }
}
