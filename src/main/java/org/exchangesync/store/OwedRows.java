package org.exchangesync.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Claims of what rows of a table owe: columns {@code <name>_due_at}, null if nothing is owed, {@code <name>_token} and {@code
 * <name>_attempts}.
 *
 * @param id the key's column
 * @param name the columns' beginning
 */
record OwedRows(String table, String id, String name) {

    /** The keys of what is claimed, the oldest first. */
    List<Long> claim(Jdbc jdbc, Dialect dialect, Instant now, UUID token, int limit, Duration lease) {
        List<Long> due = jdbc.query(
                "SELECT " + id + " FROM " + table + " WHERE " + name + "_due_at <= ? ORDER BY " + name + "_due_at, "
                        + id + " LIMIT ?" + dialect.skipLocked(),
                row -> row.getLong(1),
                now,
                limit);
        jdbc.updateByKeys(
                "UPDATE " + table + " SET " + name + "_due_at = ?, " + name + "_token = ? WHERE COALESCE(" + name
                        + "_due_at, ?) <= ? AND " + id + " = ANY(?)",
                due,
                now.plus(lease),
                token,
                now.plus(lease),
                now);
        return jdbc.queryByKeys(
                "SELECT " + id + " FROM " + table + " WHERE " + name + "_token = ? AND " + id + " = ANY(?)",
                row -> row.getLong(1),
                due,
                token);
    }

    int arrived(Jdbc jdbc, UUID token, Collection<Long> ids) {
        return jdbc.updateByKeys(
                "UPDATE " + table + " SET " + name + "_due_at = NULL, " + name + "_token = NULL WHERE " + name
                        + "_token = ? AND " + id + " = ANY(?)",
                ids,
                token);
    }

    int postponed(Jdbc jdbc, UUID token, Collection<Long> ids, Instant dueAt) {
        return jdbc.updateByKeys(
                "UPDATE " + table + " SET " + name + "_due_at = ?, " + name + "_token = NULL, " + name + "_attempts = "
                        + name + "_attempts + 1 WHERE " + name + "_token = ? AND " + id + " = ANY(?)",
                ids,
                dueAt,
                token);
    }
}
