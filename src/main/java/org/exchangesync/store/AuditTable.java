package org.exchangesync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.exchangesync.sync.audit.AuditEntry;
import org.exchangesync.sync.audit.AuditLog.AuditQuery;

/** Table {@code audit}: who did what, written in the transaction of the act. */
final class AuditTable {
    private final Jdbc jdbc;
    private final Instant now;
    private final List<Object[]> rows = new ArrayList<>();

    AuditTable(Jdbc jdbc, Instant now) {
        this.jdbc = jdbc;
        this.now = now;
    }

    /** Writes one row. */
    static void note(Jdbc jdbc, Instant now, String who, String act, String subject, String mailbox, String details) {
        AuditTable audit = new AuditTable(jdbc, now);
        audit.add(who, act, subject, mailbox, details);
        audit.flush();
    }

    void add(String who, String act, String subject, String mailbox, String details) {
        rows.add(Tables.AUDIT.fitted(now, who, act, subject, mailbox, details));
    }

    /** Writes what was added. */
    void flush() {
        jdbc.insert(Tables.AUDIT, rows);
        rows.clear();
    }

    List<AuditEntry> of(String subject) {
        return jdbc.query("SELECT * FROM audit WHERE subject = ? ORDER BY audit_id", AuditTable::entry, subject);
    }

    List<AuditEntry> since(Instant since, int limit) {
        return jdbc.query(
                "SELECT * FROM audit WHERE at >= ? ORDER BY audit_id DESC LIMIT ?", AuditTable::entry, since, limit);
    }

    /** The latest first. */
    List<AuditEntry> find(AuditQuery query) {
        StringBuilder where = new StringBuilder();
        List<Object> values = new ArrayList<>();
        restrict(where, values, "who = ?", query.who());
        restrict(where, values, "act = ?", query.act());
        restrict(where, values, "subject = ?", query.subject());
        restrict(where, values, "mailbox = ?", query.mailbox());
        restrict(where, values, "at >= ?", query.since());
        values.add(query.limit());
        return jdbc.query(
                "SELECT * FROM audit" + where + " ORDER BY audit_id DESC LIMIT ?", AuditTable::entry, values.toArray());
    }

    private static void restrict(StringBuilder where, List<Object> values, String condition, Object value) {
        if (value != null) {
            where.append(where.isEmpty() ? " WHERE " : " AND ").append(condition);
            values.add(value);
        }
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("audit_id"),
                Jdbc.instant(row, "at"),
                row.getString("who"),
                row.getString("act"),
                row.getString("subject"),
                row.getString("mailbox"),
                row.getString("details"));
    }
}
