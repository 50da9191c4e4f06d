package org.exchangesync.store;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.profile.Direction;
import org.exchangesync.sync.DirectionStore;
import org.exchangesync.sync.DirectionTrouble;
import org.exchangesync.sync.DirectionTrouble.State;

/** Directions that are left alone. This class is threadsafe. */
final class JdbcDirectionStore implements DirectionStore {
    private final Transactions transactions;
    private final Clock clock;

    JdbcDirectionStore(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public List<DirectionTrouble> of(String mailbox) {
        return transactions.run(jdbc -> new DirectionTable(jdbc).of(mailbox));
    }

    @Override
    public List<DirectionTrouble> all() {
        return transactions.run(jdbc -> new DirectionTable(jdbc).all());
    }

    @Override
    public boolean enable(String mailbox, Direction direction, String who) {
        return transactions.runPatiently(jdbc -> {
            Instant now = clock.instant();
            jdbc.update(JdbcMailboxSchedule.DUE_NOW, now, now, mailbox);
            boolean rested = new DirectionTable(jdbc).remove(mailbox, direction);
            if (rested) {
                JdbcAlertStore.resolve(jdbc, DirectionTrouble.alertKey(mailbox, direction), now);
                AuditTable.note(jdbc, now, who, "enabled", direction.label(), mailbox, null);
            }
            return rested;
        });
    }

    @Override
    public void disable(String mailbox, Direction direction, String code, String reason, String who) {
        transactions.runPatiently(jdbc -> {
            // the row of the mailbox first, as the end of a cycle does
            if (jdbc.update("UPDATE mailbox SET profile = profile WHERE mailbox = ?", mailbox) == 0) {
                throw new IllegalArgumentException("there is no mailbox " + mailbox);
            }
            Instant now = clock.instant();
            new DirectionTable(jdbc)
                    .put(new DirectionTrouble(
                            mailbox, direction, State.DISABLED, 0, null, FaultClass.MAILBOX, code, reason, now, now));
            AuditTable.note(jdbc, now, who, "disabled", direction.label(), mailbox, reason);
            return null;
        });
    }
}
