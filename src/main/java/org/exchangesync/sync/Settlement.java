package org.exchangesync.sync;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.exchangesync.item.ChangeType;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.KindCounts.Event;

/**
 * Applies the parked deletes of a mailbox when all its folders were read to their ends: only now is it known whether an
 * item is gone or has moved. A record that no mailbox holds any more is marked as gone; nothing is erased.
 */
public final class Settlement {
    private static final int BATCH = 500;

    private final SyncStore store;
    private final boolean publish;

    public Settlement(SyncStore store, boolean publish) {
        this.store = store;
        this.publish = publish;
    }

    /** Settles all parked deletes, some hundred in a transaction. */
    Counts settle(MailboxClaim claim) {
        Counts counts = new Counts();
        int settled;
        do {
            settled = store.inTransaction(claim, tx -> settle(claim, tx, counts));
        } while (settled == BATCH);
        return counts;
    }

    private int settle(MailboxClaim claim, SyncTransaction tx, Counts counts) {
        List<ParkedDelete> parked = tx.parked(claim.mailbox(), BATCH);
        Map<String, Set<String>> idsByTransport = new LinkedHashMap<>();
        for (ParkedDelete delete : parked) {
            idsByTransport
                    .computeIfAbsent(delete.folder().transport(), transport -> new HashSet<>())
                    .add(delete.itemId());
        }
        Set<UUID> records = new HashSet<>();
        idsByTransport.forEach((transport, ids) -> {
            tx.links(claim.mailbox(), transport, ids).values().forEach(link -> records.add(link.recordId()));
            tx.unlink(claim.mailbox(), transport, ids);
        });
        List<RecordHead> gone = tx.markGone(records);
        gone.forEach(head -> counts.count(head.kind(), Event.DELETED));
        if (publish) {
            tx.publish(gone.stream()
                    .filter(head -> head.kind() != ItemKind.EMAIL) // deleting a mail says nothing about its record
                    .map(head -> new Publication(
                            0, head.id(), head.version(), head.kind(), ChangeType.DELETE, claim.mailbox(), null))
                    .toList());
        }
        tx.unpark(claim.mailbox(), parked);
        return parked.size();
    }
}
