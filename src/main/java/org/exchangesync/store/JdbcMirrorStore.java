package org.exchangesync.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.exchangesync.sync.deadletter.LetterQuery;
import org.exchangesync.sync.deadletter.StoredLetter;
import org.exchangesync.sync.outbox.OwedStore;

/** Owed copies in table {@code dead_letter}; each step is one transaction. This class is threadsafe. */
final class JdbcMirrorStore implements OwedStore<StoredLetter> {
    private static final OwedRows ROWS = new OwedRows("dead_letter", "dead_letter_id", "mirror");

    private final Transactions transactions;
    private final Clock clock;

    JdbcMirrorStore(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public List<StoredLetter> claim(UUID token, int limit, Duration lease) {
        return transactions.run(jdbc -> {
            List<Long> ours = ROWS.claim(jdbc, transactions.dialect(), clock.instant(), token, limit, lease);
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
        transactions.run(jdbc -> {
            ROWS.arrived(jdbc, token, ids);
            return null;
        });
    }

    @Override
    public void postponed(UUID token, Collection<Long> ids, Instant dueAt) {
        transactions.run(jdbc -> {
            ROWS.postponed(jdbc, token, ids, dueAt);
            return null;
        });
    }
}
