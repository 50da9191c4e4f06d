package org.exchangesync.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import org.exchangesync.alert.AlertStore.StoredAlert;
import org.exchangesync.sync.deadletter.LetterQuery;
import org.exchangesync.sync.deadletter.StoredLetter;
import org.exchangesync.sync.outbox.OwedStore;

/** What rows of a table owe; each step is one transaction. This class is threadsafe. */
final class JdbcOwedStore<T> implements OwedStore<T> {
    private final Transactions transactions;
    private final Clock clock;
    private final OwedRows rows;
    private final BiFunction<Jdbc, List<Long>, List<T>> read;

    private JdbcOwedStore(
            Transactions transactions, Clock clock, OwedRows rows, BiFunction<Jdbc, List<Long>, List<T>> read) {
        this.transactions = transactions;
        this.clock = clock;
        this.rows = rows;
        this.read = read;
    }

    /** Alerts that are to be sent. */
    static OwedStore<StoredAlert> alerts(Transactions transactions, Clock clock) {
        return new JdbcOwedStore<>(
                transactions,
                clock,
                new OwedRows("alert", "alert_id", "send"),
                (jdbc, ids) -> jdbc.queryByKeys(
                        JdbcAlertStore.SELECT + " WHERE alert_id = ANY(?) ORDER BY alert_id",
                        JdbcAlertStore::alert,
                        ids));
    }

    /** Copies of dead letters that are to be sent. */
    static OwedStore<StoredLetter> letters(Transactions transactions, Clock clock) {
        return new JdbcOwedStore<>(
                transactions, clock, new OwedRows("dead_letter", "dead_letter_id", "mirror"), (jdbc, ids) -> {
                    LetterRows.Condition these = LetterRows.condition(LetterQuery.of(ids));
                    return jdbc.query(
                            LetterRows.SELECT + these.sql() + " ORDER BY l.dead_letter_id",
                            LetterRows::letter,
                            these.parameters().toArray());
                });
    }

    @Override
    public List<T> claim(UUID token, int limit, Duration lease) {
        return transactions.run(jdbc -> {
            List<Long> ours = rows.claim(jdbc, transactions.dialect(), clock.instant(), token, limit, lease);
            return ours.isEmpty() ? List.of() : read.apply(jdbc, ours);
        });
    }

    @Override
    public void arrived(UUID token, Collection<Long> ids) {
        transactions.run(jdbc -> rows.arrived(jdbc, token, ids));
    }

    @Override
    public void postponed(UUID token, Collection<Long> ids, Instant dueAt) {
        transactions.run(jdbc -> rows.postponed(jdbc, token, ids, dueAt));
    }
}
