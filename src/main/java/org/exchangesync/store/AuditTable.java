package org.exchangesync.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.exchangesync.sync.audit.AuditEntry;
import org.exchangesync.sync.audit.AuditLog.AuditQuery;
import org.exchangesync.sync.audit.AuditLog.StoredEntry;

/** Table {@code audit}: what operations staff did. */
final class AuditTable {
    private final Jdbc jdbc;

    AuditTable(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    /** Notes an act; called in the transaction that does it. */
    void add(AuditEntry entry, Instant now) {
        jdbc.insert(
                Tables.AUDIT,
                List.<Object[]>of(Tables.AUDIT.fitted(
                        now,
                        entry.actor(),
                        entry.act(),
                        entry.profile(),
                        entry.mailbox(),
                        entry.subject(),
                        entry.detail())));
    }

    /** The latest first. */
    List<StoredEntry> find(AuditQuery query) {
        StringBuilder where = new StringBuilder();
        List<Object> values = new ArrayList<>();
        add(where, values, "actor = ?", query.actor());
        if (query.act() != null) {
            add(where, values, "(act = ?", query.act());
            where.append(" OR act LIKE ?)");
            values.add(query.act() + ".%");
        }
        add(where, values, "mailbox = ?", query.mailbox());
        add(where, values, "subject = ?", query.subject());
        add(where, values, "acted_at >= ?", query.since());
        values.add(query.limit());
        return jdbc.query(
                "SELECT * FROM audit" + where + " ORDER BY audit_id DESC LIMIT ?",
                row -> new StoredEntry(
                        row.getLong("audit_id"),
                        Jdbc.instant(row, "acted_at"),
                        new AuditEntry(
                                row.getString("actor"),
                                row.getString("act"),
                                row.getString("profile"),
                                row.getString("mailbox"),
                                row.getString("subject"),
                                row.getString("detail"))),
                values.toArray());
    }

    private static void add(StringBuilder where, List<Object> values, String condition, Object value) {
        if (value != null) {
            where.append(where.isEmpty() ? " WHERE " : " AND ").append(condition);
            values.add(value);
        }
    }
}
