package org.exchangesync.store;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.RecordHead;
import org.exchangesync.sync.RecordWrite;
import org.exchangesync.sync.RowFailure;
import org.exchangesync.sync.outgoing.OutgoingEntrance;
import org.exchangesync.sync.outgoing.OutgoingState;

/** Stores mail that is handed in, each once by its key. This class is threadsafe. */
final class JdbcOutgoingEntrance implements OutgoingEntrance {
    private static final int TRIES = 3;

    private final Transactions transactions;
    private final Supplier<UUID> newId;
    private final Clock clock;

    JdbcOutgoingEntrance(Transactions transactions, Supplier<UUID> newId, Clock clock) {
        this.transactions = transactions;
        this.newId = newId;
        this.clock = clock;
    }

    @Override
    public Entered enter(Request request) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transactions.runDurably(jdbc -> enter(jdbc, request));
            } catch (LostRaceException e) {
                if (attempt == TRIES) {
                    throw e; // somebody else hands in the same: it is found by the next attempt
                }
            }
        }
    }

    private Entered enter(Jdbc jdbc, Request request) {
        List<Entered> there = jdbc.query(
                "SELECT record_id, state FROM outgoing_email WHERE request_key = ?",
                row -> new Entered(row.getObject(1, UUID.class), OutgoingState.valueOf(row.getString(2)), false),
                request.key());
        if (!there.isEmpty()) {
            return there.get(0);
        }
        Instant now = clock.instant();
        UUID id = newId.get();
        RecordHead head = new RecordHead(id, ItemKind.EMAIL, "outgoing:" + id, "", request.mailbox(), null, 1, false);
        List<RowFailure> refused = new RecordWriter(jdbc, new ContentTable(jdbc, transactions.dialect()), now)
                .write(List.of(new RecordWrite(head, request.email(), null)));
        if (!refused.isEmpty()) {
            throw new IllegalArgumentException(
                    "the database refuses the mail: " + refused.get(0).cause().getMessage(),
                    refused.get(0).cause());
        }
        jdbc.update(
                "INSERT INTO outgoing_email (record_id, state, mailbox, request_key, answers_record_id, due_at, created_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                id,
                request.state(),
                request.mailbox(),
                request.key(),
                request.answers(),
                request.dueAt() == null ? now : request.dueAt(),
                now);
        if (request.state() == OutgoingState.PENDING_SEND) {
            jdbc.update(JdbcMailboxSchedule.DUE_NOW, now, now, request.mailbox());
        }
        return new Entered(id, request.state(), true);
    }
}
