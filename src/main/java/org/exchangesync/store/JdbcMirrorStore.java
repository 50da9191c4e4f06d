package org.exchangesync.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.exchangesync.sync.deadletter.LetterQuery;
import org.exchangesync.sync.deadletter.MirrorStore;
import org.exchangesync.sync.deadletter.StoredLetter;

/** Owed copies in table {@code dead_letter}; each step is one transaction. This class is threadsafe. */
final class JdbcMirrorStore implements MirrorStore {
    private final Transactions transactions;
    private final Clock clock;

    JdbcMirrorStore(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public List<StoredLetter> claim(UUID token, int limit, Duration lease) {
        Instant now = clock.instant();
        return transactions.run(jdbc -> {
            List<Long> due = jdbc.query(
                    "SELECT dead_letter_id FROM dead_letter WHERE mirror_due_at <= ?"
                            + " ORDER BY mirror_due_at, dead_letter_id LIMIT ?"
                            + transactions.dialect().skipLocked(),
                    row -> row.getLong(1),
                    now,
                    limit);
            jdbc.updateByKeys(
                    "UPDATE dead_letter SET mirror_due_at = ?, mirror_token = ?"
                            + " WHERE COALESCE(mirror_due_at, ?) <= ? AND dead_letter_id = ANY(?)",
                    due,
                    now.plus(lease),
                    token,
                    now.plus(lease),
                    now);
            List<Long> ours = jdbc.queryByKeys(
                    "SELECT dead_letter_id FROM dead_letter WHERE mirror_token = ? AND dead_letter_id = ANY(?)",
                    row -> row.getLong(1),
                    due,
                    token);
            LetterRows.Condition these = LetterRows.condition(LetterQuery.of(ours));
            return ours.isEmpty()
                    ? List.of()
                    : jdbc.query(
                            LetterRows.SELECT + these.sql() + " ORDER BY l.dead_letter_id",
                            LetterRows::letter,
                            these.parameters().toArray());
        });
    }

    @Override
    public void arrived(UUID token, Collection<Long> ids) {
        transactions.run(jdbc -> jdbc.updateByKeys(
                "UPDATE dead_letter SET mirror_due_at = NULL, mirror_token = NULL"
                        + " WHERE mirror_token = ? AND dead_letter_id = ANY(?)",
                ids,
                token));
    }

    @Override
    public void postponed(UUID token, Collection<Long> ids, Instant dueAt) {
        transactions.run(jdbc -> jdbc.updateByKeys(
                "UPDATE dead_letter SET mirror_due_at = ?, mirror_token = NULL, mirror_attempts = mirror_attempts + 1"
                        + " WHERE mirror_token = ? AND dead_letter_id = ANY(?)",
                ids,
                dueAt,
                token));
    }
}
