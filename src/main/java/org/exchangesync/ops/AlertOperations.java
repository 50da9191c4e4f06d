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
            Instant resolvedAt) {

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
                    stored.resolvedAt());
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
}
