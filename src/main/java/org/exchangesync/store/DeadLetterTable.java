package org.exchangesync.store;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.exchangesync.sync.DeadLetter;

/** Table {@code dead_letter}: items that could not be taken, one row for each version of an item. */
final class DeadLetterTable {
    /** To be looked at by a person, or repeated. */
    static final String OPEN = "OPEN";

    private final Jdbc jdbc;
    private final ContentTable contents;

    DeadLetterTable(Jdbc jdbc, ContentTable contents) {
        this.jdbc = jdbc;
        this.contents = contents;
    }

    /** Inserts, or counts up and shows the latest failure; returns how many are new. */
    int put(Collection<DeadLetter> letters, Instant now) {
        contents.add(letters.stream()
                .map(DeadLetter::original)
                .filter(Objects::nonNull)
                .toList());
        Map<String, DeadLetter> byKey = new LinkedHashMap<>();
        letters.forEach(letter -> byKey.put(letter.key().value(), letter));
        Set<String> known = new HashSet<>(jdbc.queryByKeys(
                "SELECT delivery_key FROM dead_letter WHERE delivery_key = ANY(?)",
                row -> row.getString(1),
                byKey.keySet()));
        List<Object[]> rows =
                byKey.values().stream().map(letter -> row(letter, now)).toList();
        jdbc.batch(
                """
                UPDATE dead_letter
                   SET folder = ?, title = COALESCE(?, title), original_sha256 = COALESCE(?, original_sha256),
                       item_json = COALESCE(?, item_json), route = ?, step = ?, code = ?, cause = ?, exception = ?,
                       attempts = attempts + 1, state = ?, last_seen = ?
                 WHERE delivery_key = ?
                """,
                rows.stream()
                        .filter(row -> known.contains(row[0]))
                        .map(row -> Tables.DEAD_LETTER.values(
                                row,
                                "folder",
                                "title",
                                "original_sha256",
                                "item_json",
                                "route",
                                "step",
                                "code",
                                "cause",
                                "exception",
                                "state",
                                "last_seen",
                                "delivery_key"))
                        .toList());
        List<Object[]> fresh =
                rows.stream().filter(row -> !known.contains(row[0])).toList();
        jdbc.insert(Tables.DEAD_LETTER, fresh);
        return fresh.size();
    }

    private static Object[] row(DeadLetter letter, Instant now) {
        return Tables.DEAD_LETTER.fitted(
                letter.key().value(),
                letter.profile(),
                letter.folder().mailbox(),
                letter.folder().transport(),
                letter.folder().folder(),
                letter.kind().label(),
                letter.itemId().id(),
                letter.itemId().changeKey(),
                letter.title(),
                letter.original() == null ? null : letter.original().sha256(),
                letter.itemJson(),
                letter.route(),
                letter.step(),
                letter.code(),
                letter.cause(),
                letter.exception(),
                1,
                OPEN,
                now,
                now);
    }
}
