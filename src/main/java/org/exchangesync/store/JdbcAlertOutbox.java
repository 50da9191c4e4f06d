package org.exchangesync.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.exchangesync.alert.AlertStore.StoredAlert;
import org.exchangesync.sync.outbox.OwedStore;

/** Alerts of table {@code alert} that are to be sent; each step is one transaction. This class is threadsafe. */
final class JdbcAlertOutbox implements OwedStore<StoredAlert> {
    private static final OwedRows ROWS = new OwedRows("alert", "alert_id", "send");

    private final Transactions transactions;
    private final Clock clock;

    JdbcAlertOutbox(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public List<StoredAlert> claim(UUID token, int limit, Duration lease) {
        return transactions.run(jdbc -> {
            List<Long> ours = ROWS.claim(jdbc, transactions.dialect(), clock.instant(), token, limit, lease);
            return jdbc.queryByKeys(
                    JdbcAlertStore.SELECT + " WHERE alert_id = ANY(?) ORDER BY alert_id", JdbcAlertStore::alert, ours);
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
