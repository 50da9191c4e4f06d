package org.exchangesync.store;

import java.time.Clock;
import java.util.List;
import org.exchangesync.sync.DeleteHold;
import org.exchangesync.sync.FolderKey;
import org.exchangesync.sync.HeldDeletes;

/** Questions about deletes in table {@code delete_hold}. This class is threadsafe. */
final class JdbcHeldDeletes implements HeldDeletes {
    private final Transactions transactions;
    private final Clock clock;

    JdbcHeldDeletes(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public List<Held> all() {
        return transactions.run(jdbc -> jdbc.query(
                "SELECT * FROM delete_hold ORDER BY asked_at, mailbox, transport, folder",
                row -> new Held(ParkedDeleteTable.hold(row), Jdbc.instant(row, "asked_at"))));
    }

    @Override
    public boolean answer(FolderKey folder, DeleteHold.Answer answer, String details, String who) {
        return transactions.runDurably(jdbc -> {
            int answered = jdbc.update(
                    "UPDATE delete_hold SET answer = ? WHERE mailbox = ? AND transport = ? AND folder = ?",
                    answer,
                    folder.mailbox(),
                    folder.transport(),
                    folder.folder());
            if (answered == 1) {
                AuditTable.note(
                        jdbc,
                        clock.instant(),
                        who,
                        "deletes-" + verb(answer),
                        "folder " + folder.folder(),
                        folder.mailbox(),
                        details);
            }
            return answered == 1;
        });
    }

    private static String verb(DeleteHold.Answer answer) {
        return switch (answer) {
            case APPLY -> "applied";
            case KEEP -> "kept";
        };
    }
}
