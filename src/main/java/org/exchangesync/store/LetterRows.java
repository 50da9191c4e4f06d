package org.exchangesync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.profile.Direction;
import org.exchangesync.sync.FolderKey;
import org.exchangesync.sync.deadletter.LetterQuery;
import org.exchangesync.sync.deadletter.LetterState;
import org.exchangesync.sync.deadletter.ReplayOptions;
import org.exchangesync.sync.deadletter.StoredLetter;
import org.exchangesync.sync.deadletter.StoredLetter.Moved.Where;

/** Rows of table {@code dead_letter} as people ask for them. */
final class LetterRows {
    private static final String COLUMNS = """
            l.dead_letter_id, l.delivery_key, l.profile, l.mailbox, l.transport, l.folder, l.kind, l.item_id, l.change_key,
            l.title, l.message_id, l.direction, l.state, l.route, l.step, l.code, l.fault_class, l.cause, l.cure, l.attempts,
            l.first_seen, l.last_seen, l.original_sha256, c.size AS original_size, l.item_json IS NOT NULL AS has_item,
            l.mailbox_properties IS NOT NULL AS described,
            l.resume_json IS NOT NULL AS resumable, l.edited_by, l.edited_at, l.edited_json IS NOT NULL AS has_edited_item,
            l.edited_sha256, l.replay_by, l.replay_requested_at, l.replay_from_start, l.replay_from_mailbox,
            l.replay_move_back, l.replay_due_at, l.replay_waits, l.last_replay_at, l.last_replay_result, l.moved,
            l.moved_reason, l.moved_item_id, l.record_id, l.resolved_at, l.resolved_by, l.resolution
            """;

    /** Without what must be read for it: the lengths of contents are in their rows. */
    static final String SELECT =
            "SELECT " + COLUMNS + " FROM dead_letter l LEFT JOIN content c ON c.sha256 = l.original_sha256";

    private LetterRows() {}

    /** The condition of a query, and what stands in it. */
    record Condition(String sql, List<Object> parameters) {
        Object[] with(Object... more) {
            List<Object> all = new ArrayList<>(parameters);
            all.addAll(List.of(more));
            return all.toArray();
        }
    }

    static Condition condition(LetterQuery query) {
        List<String> terms = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        terms.add("1 = 1");
        if (!query.ids().isEmpty()) {
            terms.add("l.dead_letter_id = ANY(?)");
            values.add(query.ids());
        }
        anyOf(
                terms,
                values,
                "l.state",
                query.states().stream().map(Enum::name).sorted().toList());
        anyOf(
                terms,
                values,
                "l.kind",
                query.kinds().stream().map(ItemKind::label).sorted().toList());
        if (!query.codes().isEmpty()) {
            List<String> any = new ArrayList<>();
            for (String code : query.codes()) {
                boolean beginning = code.endsWith("*");
                String text = beginning ? code.substring(0, code.length() - 1) : code;
                any.add("SUBSTRING(LOWER(l.code) FROM 1 FOR ?) = ?");
                values.add(beginning ? text.length() : 200);
                values.add(text.toLowerCase(Locale.ROOT));
            }
            terms.add("(" + String.join(" OR ", any) + ")");
        }
        term(terms, values, "LOWER(l.mailbox) = ?", lower(query.mailbox()));
        term(terms, values, "l.profile = ?", query.profile());
        term(terms, values, "l.last_seen >= ?", query.seenFrom());
        term(terms, values, "l.last_seen < ?", query.seenBefore());
        return new Condition(" WHERE " + String.join(" AND ", terms), values);
    }

    private static void anyOf(List<String> terms, List<Object> values, String column, List<String> wanted) {
        if (!wanted.isEmpty()) {
            terms.add(column + " = ANY(?)");
            values.add(wanted);
        }
    }

    private static void term(List<String> terms, List<Object> values, String term, Object value) {
        if (value != null) {
            terms.add(term);
            values.add(value);
        }
    }

    private static String lower(String address) {
        return address == null ? null : address.strip().toLowerCase(Locale.ROOT);
    }

    static StoredLetter letter(ResultSet row) throws SQLException {
        return new StoredLetter(
                row.getLong("dead_letter_id"),
                row.getString("delivery_key"),
                row.getString("profile"),
                Direction.valueOf(row.getString("direction")),
                new FolderKey(row.getString("mailbox"), row.getString("transport"), row.getString("folder")),
                ItemKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                new ItemId(row.getString("item_id"), row.getString("change_key")),
                row.getString("title"),
                row.getString("message_id"),
                LetterState.valueOf(row.getString("state")),
                failure(row),
                kept(row),
                replay(row),
                moved(row),
                resolution(row));
    }

    private static StoredLetter.Failure failure(ResultSet row) throws SQLException {
        return new StoredLetter.Failure(
                row.getString("route"),
                row.getString("step"),
                row.getString("code"),
                FaultClass.valueOf(row.getString("fault_class")),
                row.getString("cause"),
                row.getString("cure"),
                row.getInt("attempts"),
                Jdbc.instant(row, "first_seen"),
                Jdbc.instant(row, "last_seen"));
    }

    private static StoredLetter.Kept kept(ResultSet row) throws SQLException {
        return new StoredLetter.Kept(
                row.getString("original_sha256"),
                row.getObject("original_size", Long.class),
                row.getBoolean("has_item"),
                row.getBoolean("described"),
                row.getBoolean("resumable"),
                row.getString("edited_by"),
                Jdbc.instant(row, "edited_at"),
                row.getBoolean("has_edited_item"),
                row.getString("edited_sha256"));
    }

    private static StoredLetter.Replay replay(ResultSet row) throws SQLException {
        return new StoredLetter.Replay(
                row.getString("replay_by"),
                Jdbc.instant(row, "replay_requested_at"),
                new ReplayOptions(
                        row.getBoolean("replay_from_start"),
                        row.getBoolean("replay_from_mailbox"),
                        row.getBoolean("replay_move_back")),
                Jdbc.instant(row, "replay_due_at"),
                row.getInt("replay_waits"),
                Jdbc.instant(row, "last_replay_at"),
                row.getString("last_replay_result"));
    }

    private static StoredLetter.Moved moved(ResultSet row) throws SQLException {
        String where = row.getString("moved");
        return new StoredLetter.Moved(
                where == null ? null : Where.valueOf(where),
                row.getString("moved_reason"),
                row.getString("moved_item_id"));
    }

    private static StoredLetter.Resolution resolution(ResultSet row) throws SQLException {
        Instant at = Jdbc.instant(row, "resolved_at");
        return at == null
                ? null
                : new StoredLetter.Resolution(
                        at,
                        row.getString("resolved_by"),
                        row.getString("resolution"),
                        row.getObject("record_id", UUID.class));
    }
}
