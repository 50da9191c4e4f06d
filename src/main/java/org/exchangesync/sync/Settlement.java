package org.exchangesync.sync;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.exchangesync.alert.Alert;
import org.exchangesync.alert.Alerts;
import org.exchangesync.item.ChangeType;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.DeleteHold.Answer;
import org.exchangesync.sync.KindCounts.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the parked deletes of a folder when all folders that hold the same kind were read to their ends after they were
 * parked: only then is it known whether an item is gone or has moved. A record that no mailbox holds any more is marked as
 * gone; nothing is erased. When a folder lost too much at once, a person is asked first.
 */
public final class Settlement {
    private static final int BATCH = 500;
    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

    private final SyncStore store;
    private final DeleteGuard guard;
    private final Alerts alerts;
    private final boolean publish;

    public Settlement(SyncStore store, DeleteGuard guard, Alerts alerts, boolean publish) {
        this.store = store;
        this.guard = guard;
        this.alerts = alerts;
        this.publish = publish;
    }

    /** Settles what can be settled; what was lost too much at once is noted in the cycle as a question. */
    void settle(MailboxCycle cycle) {
        store.foldersWithDeletes(cycle.mailbox().address()).forEach((folder, kind) -> {
            if (folder.transport().equals(cycle.getTransport())) {
                cycle.settleableUpTo(kind).ifPresent(upTo -> settle(cycle, folder, kind, upTo));
            }
        });
    }

    private void settle(MailboxCycle cycle, FolderKey folder, ItemKind kind, long upTo) {
        heed(cycle, folder, kind);
        Optional<DeleteHold> question =
                store.inTransaction(cycle.claim(), tx -> judge(tx.deletes(), folder, kind, upTo));
        if (question.isPresent()) {
            cycle.asks(question.get());
            alerts.raise(alert(cycle, question.get()));
        } else {
            apply(cycle, folder, kind, upTo);
        }
    }

    /** Does what somebody answered. */
    private void heed(MailboxCycle cycle, FolderKey folder, ItemKind kind) {
        DeleteHold hold = store.inTransaction(
                cycle.claim(), tx -> tx.deletes().hold(folder).orElse(null));
        if (hold == null || hold.answer() == null) {
            return;
        }
        if (hold.answer() == Answer.APPLY) {
            apply(cycle, folder, kind, hold.upTo());
        }
        store.inTransaction(cycle.claim(), tx -> {
            if (hold.answer() == Answer.KEEP) {
                tx.deletes().keep(folder, hold.upTo());
            }
            tx.deletes().release(folder);
            return null;
        });
        alerts.resolve(alertKey(folder));
        LOG.info(
                "Mailbox {}: the question about {} was answered: {}", folder.mailbox(), folder.folder(), hold.answer());
    }

    private Optional<DeleteHold> judge(ParkedDeletes deletes, FolderKey folder, ItemKind kind, long upTo) {
        FolderLoss loss = deletes.loss(folder, upTo);
        Optional<DeleteHold> before = deletes.hold(folder);
        if (!guard.asks(kind, loss)) {
            before.ifPresent(
                    hold -> { // the items came back
                        deletes.release(folder);
                        alerts.resolve(alertKey(folder));
                    });
            return Optional.empty();
        }
        DeleteHold hold = new DeleteHold(folder, upTo, loss, null);
        deletes.hold(hold);
        return Optional.of(hold);
    }

    private static Alert alert(MailboxCycle cycle, DeleteHold hold) {
        FolderKey folder = hold.folder();
        return new Alert(
                alertKey(folder),
                Alert.Level.WARNING,
                cycle.profile().name(),
                folder.mailbox(),
                null,
                "Mailbox " + folder.mailbox() + ": " + hold.loss().records() + " of the "
                        + hold.loss().items() + " items of " + folder.folder()
                        + " vanished at once. Their records stay as they are until you answer.",
                null,
                "ask the owner of the mailbox, then 'exchange-sync deletes apply' or 'keep'");
    }

    private static String alertKey(FolderKey folder) {
        return "deletes " + folder.mailbox() + " " + folder.folder();
    }

    /** Applies the deletes, some hundred in a transaction. */
    private void apply(MailboxCycle cycle, FolderKey folder, ItemKind kind, long upTo) {
        int settled;
        do {
            settled = store.inTransaction(cycle.claim(), tx -> {
                List<ParkedDelete> some = tx.deletes().oldest(folder, upTo, BATCH);
                List<RecordHead> gone = apply(
                        tx, folder, some.stream().map(ParkedDelete::itemId).toList());
                gone.forEach(head -> cycle.counts().count(kind, Event.DELETED));
                return some.size();
            });
        } while (settled == BATCH);
    }

    private List<RecordHead> apply(SyncTransaction tx, FolderKey folder, Collection<String> itemIds) {
        Set<UUID> records = new HashSet<>();
        tx.links(folder.mailbox(), folder.transport(), itemIds).values().forEach(link -> records.add(link.recordId()));
        tx.unlink(folder.mailbox(), folder.transport(), itemIds);
        List<RecordHead> gone = tx.markGone(records);
        if (publish) {
            tx.publish(gone.stream()
                    .filter(head -> head.kind() != ItemKind.EMAIL) // deleting a mail says nothing about its record
                    .map(head -> new Publication(
                            0, head.id(), head.version(), head.kind(), ChangeType.DELETE, folder.mailbox(), null))
                    .toList());
        }
        tx.deletes().unpark(folder.mailbox(), folder.transport(), itemIds);
        return gone;
    }
}
