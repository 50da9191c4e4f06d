package org.exchangesync.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.exchangesync.item.Change;
import org.exchangesync.item.ChangeType;
import org.exchangesync.item.Email;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.KindCounts.Event;
import org.exchangesync.sync.PageDecision.Decided;
import org.exchangesync.transport.ChangePage;
import org.exchangesync.transport.WellKnownFolder;

/**
 * What is written for one page: which record each item is, and everything that follows from it. Lives as long as its
 * transaction; a page that has to be decided again gets another one.
 */
final class PageTransaction {
    private final MailboxCycle cycle;
    private final FolderRun run;
    private final ChangePage page;
    private final List<ItemOutcome> outcomes;
    private final List<Candidate> candidates;
    private final PageCommit.Promises promises;
    private final Supplier<UUID> newId;
    private final SyncTransaction tx;
    private final FolderKey folder;
    private final Counts counts = new Counts();
    private final List<Link> links = new ArrayList<>();
    private final List<DeadLetters.Arrival> arrivals = new ArrayList<>();
    private final List<DeadLetter> letters = new ArrayList<>();
    private final List<RemoteAction> actions = new ArrayList<>();
    private final List<Publication> publications = new ArrayList<>();

    PageTransaction(
            MailboxCycle cycle,
            FolderRun run,
            ChangePage page,
            List<ItemOutcome> outcomes,
            List<Candidate> candidates,
            PageCommit.Promises promises,
            Supplier<UUID> newId,
            SyncTransaction tx) {
        this.cycle = cycle;
        this.run = run;
        this.page = page;
        this.outcomes = outcomes;
        this.candidates = candidates;
        this.promises = promises;
        this.newId = newId;
        this.tx = tx;
        this.folder = run.state().key();
    }

    /**
     * @param moved deletes that will be reported, but whose items may stand in this page already
     */
    PageCommit.Result save(List<ParkedDelete> moved) {
        ItemKind kind = run.plan().kind();
        Map<String, Link> linked = tx.links(folder.mailbox(), folder.transport(), PageCommit.itemIds(page));
        tx.deletes().park(moved);
        tx.deletes().park(left(linked));
        Known known = new Known(tx, folder, kind, linked, candidates);
        for (ItemOutcome outcome : outcomes) {
            if (outcome instanceof ItemOutcome.Note note) {
                note(note.change(), known);
            } else if (outcome instanceof ItemOutcome.Skip) {
                counts.count(kind, Event.SKIPPED);
            } else if (outcome instanceof ItemOutcome.Known settled) {
                adopt(settled, known);
            } else if (outcome instanceof ItemOutcome.Refuse refuse) {
                refuse(refuse);
            }
        }
        ItemWrites writes = ItemWrites.of(tx, run.state(), known, candidates, newId);
        writes.decided()
                .forEach(decided -> settle(decided, writes.refusal(decided).orElse(null)));
        if (promises.publish()) {
            publications.addAll(writes.publications());
        }
        tx.link(links);
        tx.deletes()
                .unpark(
                        folder.mailbox(),
                        folder.transport(),
                        links.stream().map(Link::itemId).toList());
        tx.markGone(writes.abandoned());
        tx.letters().arrived(folder, arrivals, Long.MAX_VALUE);
        if (!letters.isEmpty()) {
            counts.add(kind, KindCounts.many(Event.DEAD_LETTER, tx.letters().put(letters, promises.mirror())));
        }
        tx.owe(actions);
        tx.publish(publications);
        if (page.last() && run.state().generation() > 1) {
            tx.deletes().parkUnseen(folder, kind, run.state().generation(), cycle.processEmailFrom());
        }
        FolderState next = run.state().advance(page.next());
        tx.saw(folder, page.seen(), page.forgotten());
        tx.saveState(next);
        return new PageCommit.Result(next, counts);
    }

    /** The deletes of the page, for items that were stored and stood in this folder. */
    private List<ParkedDelete> left(Map<String, Link> linked) {
        return outcomes.stream()
                .filter(ItemOutcome.Note.class::isInstance)
                .map(ItemOutcome::change)
                .filter(change -> change.type() == ChangeType.DELETE)
                .map(change -> linked.get(change.id().id()))
                .filter(link -> link != null && link.folder().equals(folder))
                .map(link -> new ParkedDelete(folder, run.plan().kind(), link.itemId()))
                .toList();
    }

    private void note(Change change, Known known) {
        Link link = known.link(change.id().id());
        if (link == null || change.type() == ChangeType.DELETE) {
            return; // parked; or never stored, or left already: skipped, refused, or moved away by ourselves
        }
        boolean changed = !change.read().equals(link.read());
        counts.count(change.kind(), changed ? Event.UPDATED : Event.UNCHANGED);
        links.add(new Link(
                link.recordId(),
                folder,
                link.itemId(),
                change.id().changeKey() == null ? link.changeKey() : change.id().changeKey(),
                change.read(),
                link.receivedAt(),
                run.state().generation(),
                link.receivedFor()));
    }

    /** What was a dead letter and is its record. */
    private void adopt(ItemOutcome.Known settled, Known known) {
        Change change = settled.change();
        Link before = known.link(change.id().id());
        boolean there = before != null && before.recordId().equals(settled.recordId());
        counts.count(change.kind(), there ? Event.UNCHANGED : Event.LINKED);
        links.add(link(settled, run.state()));
        if (cycle.mailbox().deleteEmailsAfterProcessing() && change.item() instanceof Email email) {
            actions.add(action(change, RemoteAction.Type.DELETE_PROCESSED, email.messageId()));
        }
    }

    static Link link(ItemOutcome.Known settled, FolderState state) {
        Change change = settled.change();
        return new Link(
                settled.recordId(),
                state.key(),
                change.id().id(),
                change.id().changeKey(),
                change.read(),
                change.item() instanceof Email email ? email.receivedAt() : null,
                state.generation());
    }

    private void settle(Decided decided, RowFailure failure) {
        ItemOutcome.Store outcome = decided.candidate().outcome();
        if (failure != null) {
            DeadLetter.Failure told = RefusedItem.byDatabase(failure.cause());
            refuse(new ItemOutcome.Refuse(
                    outcome.change(), outcome.item(), told.fault(), told.route(), told.step(), told.exception(), null));
            return;
        }
        counts.count(decided.candidate().kind(), decided.event());
        links.add(decided.link());
        Candidate candidate = decided.candidate();
        String identity = candidate.kind() == ItemKind.EMAIL ? candidate.identity() : null;
        arrivals.add(new DeadLetters.Arrival(candidate.itemId(), identity, decided.recordId()));
        if (cycle.mailbox().deleteEmailsAfterProcessing() && outcome.item() instanceof Email email) {
            actions.add(action(outcome.change(), RemoteAction.Type.DELETE_PROCESSED, email.messageId()));
        }
    }

    private void refuse(ItemOutcome.Refuse refuse) {
        Change change = refuse.change();
        letters.add(RefusedItem.letter(cycle.profile().name(), folder, refuse));
        boolean inbox = run.plan().folder().wellKnown() == WellKnownFolder.INBOX;
        if (inbox && cycle.profile().moveFailedEmailsToUndeliverable()) {
            String messageId = refuse.item() instanceof Email email ? email.messageId() : null;
            actions.add(action(change, RemoteAction.Type.MOVE_TO_UNDELIVERABLE, messageId));
        }
    }

    private RemoteAction action(Change change, RemoteAction.Type type, String messageId) {
        return new RemoteAction(0, folder, change.kind(), change.id(), type, messageId, 0);
    }
}
