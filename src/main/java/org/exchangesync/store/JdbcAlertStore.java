package org.exchangesync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.exchangesync.alert.Alert;
import org.exchangesync.alert.AlertStore;

/** Alerts in table {@code alert}; {@code open_key} is the key while one is open, so that there is only one. Threadsafe. */
final class JdbcAlertStore implements AlertStore {
    static final String SELECT =
            "SELECT alert_id, alert_key, level, profile, mailbox, code, text, cause, cure, occurrences, first_seen,"
                    + " last_seen, resolved_at, acknowledged_at, acknowledged_by FROM alert";

    private static final int KEY = 1000;

    private final Transactions transactions;
    private final Clock clock;

    JdbcAlertStore(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public boolean raise(Alert alert, boolean send) {
        String key = StoredText.key(alert.key(), KEY);
        return transactions.runPatiently(jdbc -> {
            Instant now = clock.instant();
            Object[] row = Tables.ALERT.fitted(
                    key,
                    key,
                    alert.level(),
                    alert.profile(),
                    alert.mailbox(),
                    alert.code(),
                    alert.text(),
                    alert.cause(),
                    alert.cure(),
                    1,
                    now,
                    now,
                    send ? now : null);
            boolean open = jdbc.update(
                            "UPDATE alert SET occurrences = occurrences + 1, last_seen = ?, code = ?, text = ?, cause = ?,"
                                    + " cure = ? WHERE open_key = ?",
                            Tables.ALERT.values(row, "last_seen", "code", "text", "cause", "cure", "open_key"))
                    == 1;
            if (!open) {
                jdbc.insert(Tables.ALERT, List.<Object[]>of(row));
            }
            return !open;
        });
    }

    @Override
    public boolean resolve(String key) {
        return transactions.runPatiently(jdbc -> resolve(jdbc, key, clock.instant()));
    }

    /** As {@link #resolve(String)}, in the transaction of what made it pass. */
    static boolean resolve(Jdbc jdbc, String key, Instant now) {
        return jdbc.update(
                        "UPDATE alert SET open_key = NULL, resolved_at = ? WHERE open_key = ?",
                        now,
                        StoredText.key(key, KEY))
                == 1;
    }

    @Override
    public List<StoredAlert> list(boolean resolvedToo, int limit) {
        return transactions.run(jdbc -> jdbc.query(
                SELECT + (resolvedToo ? "" : " WHERE resolved_at IS NULL")
                        + " ORDER BY last_seen DESC, alert_id DESC LIMIT ?",
                JdbcAlertStore::alert,
                limit));
    }

    @Override
    public boolean isToBeSent(String key) {
        return transactions.run(jdbc -> !jdbc.query(
                        "SELECT 1 FROM alert WHERE open_key = ? AND send_due_at IS NOT NULL",
                        row -> row.getInt(1),
                        StoredText.key(key, KEY))
                .isEmpty());
    }

    @Override
    public Optional<Instant> lastRaised(String key) {
        return transactions.run(jdbc -> jdbc
                .query(
                        "SELECT first_seen FROM alert WHERE alert_key = ? ORDER BY first_seen DESC LIMIT 1",
                        row -> Jdbc.instant(row, 1),
                        StoredText.key(key, KEY))
                .stream()
                .findFirst());
    }

    @Override
    public boolean acknowledge(long id, String who) {
        return act(id, who, "acknowledged", "acknowledged_at = ?, acknowledged_by = ?");
    }

    @Override
    public boolean clear(long id, String who) {
        return act(id, who, "cleared", "open_key = NULL, send_due_at = NULL, resolved_at = ?, acknowledged_by = ?");
    }

    private boolean act(long id, String who, String act, String change) {
        return transactions.runPatiently(jdbc -> {
            Instant now = clock.instant();
            boolean open = jdbc.update(
                            "UPDATE alert SET " + change + " WHERE alert_id = ? AND resolved_at IS NULL", now, who, id)
                    == 1;
            if (open) {
                AuditTable.note(jdbc, now, who, act, "alert " + id, null, null);
            }
            return open;
        });
    }

    static StoredAlert alert(ResultSet row) throws SQLException {
        return new StoredAlert(
                row.getLong("alert_id"),
                new Alert(
                        row.getString("alert_key"),
                        Alert.Level.valueOf(row.getString("level")),
                        row.getString("profile"),
                        row.getString("mailbox"),
                        row.getString("code"),
                        row.getString("text"),
                        row.getString("cause"),
                        row.getString("cure")),
                row.getInt("occurrences"),
                Jdbc.instant(row, "first_seen"),
                Jdbc.instant(row, "last_seen"),
                Jdbc.instant(row, "resolved_at"),
                Jdbc.instant(row, "acknowledged_at"),
                row.getString("acknowledged_by"));
    }
}
