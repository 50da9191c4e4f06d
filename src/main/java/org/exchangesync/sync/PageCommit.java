package org.exchangesync.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Change;
import org.exchangesync.item.ChangeType;
import org.exchangesync.item.Content;
import org.exchangesync.item.DeliveryKey;
import org.exchangesync.item.Email;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemFault;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.KindCounts.Event;
import org.exchangesync.sync.PageDecision.Decided;
import org.exchangesync.transport.ChangePage;
import org.exchangesync.transport.WellKnownFolder;

/**
 * Saves one page: records, links, dead letters, parked deletes, owed remote actions, publications and the folder's next
 * state, in one transaction. Whoever else changes the same rows meanwhile makes it decide again.
 */
public final class PageCommit {
    private static final int TRIES = 5;

    private final SyncStore store;
    private final boolean publish;
    private final Supplier<UUID> newId;

    /**
     * @param publish whether committed changes are promised to {@code publish-change}
     * @param newId makes the ids of new records, best ascending in time
     */
    public PageCommit(SyncStore store, boolean publish, Supplier<UUID> newId) {
        this.store = store;
        this.publish = publish;
        this.newId = newId;
    }

    /** What a commit did. */
    record Result(FolderState state, Counts counts) {}

    /**
     * Commits a page.
     *
     * @param outcomes one for each change of the page, in any order
     * @throws IllegalStateException if changes and outcomes don't match one to one: a route lost an item
     * @throws StoreException if the database can't be used
     * @throws LostRaceException if the claim was lost, or others were faster again and again
     */
    Result commit(MailboxCycle cycle, FolderRun run, ChangePage page, List<ItemOutcome> outcomes) {
        checkComplete(page, outcomes);
        if (saysNothing(cycle, run, page)) {
            return new Result(run.state(), new Counts());
        }
        List<Candidate> candidates = outcomes.stream()
                .filter(ItemOutcome.Store.class::isInstance)
                .map(ItemOutcome.Store.class::cast)
                .map(Candidate::of)
                .toList();
        List<ParkedDelete> moved = moved(run, page, candidates);
        store.keep(candidates.stream()
                .flatMap(candidate -> contents(candidate.item()))
                .toList());
        for (int attempt = 1; ; attempt++) {
            try {
                return store.inTransaction(
                        cycle.claim(), tx -> new Work(cycle, run, page, outcomes, candidates, tx).save(moved));
            } catch (LostRaceException e) {
                if (e.claimLost() || attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Most polls find nothing: those shall cost no write. */
    private boolean saysNothing(MailboxCycle cycle, FolderRun run, ChangePage page) {
        FolderState state = run.state();
        return page.changes().isEmpty()
                && page.next().equals(state.state())
                && !(page.last()
                        && state.generation() > 1
                        && store.hasUnseen(state.key(), state.generation(), cycle.processEmailFrom()));
    }

    /**
     * Items of the mailbox that look like ones of this page and are no longer on the server: they moved, and their deletes
     * are parked ahead of the report. Those that are still there were copied. Mail needs no such question: copies of a mail
     * are one record.
     */
    private List<ParkedDelete> moved(FolderRun run, ChangePage page, List<Candidate> candidates) {
        ItemKind kind = run.plan().kind();
        if (kind == ItemKind.EMAIL || candidates.isEmpty()) {
            return List.of();
        }
        Map<ItemId, Link> lookalikes = new HashMap<>();
        store.lookalikes(
                        run.state().key(),
                        kind,
                        itemIds(page),
                        candidates.stream().map(Candidate::digest).distinct().toList(),
                        candidates.stream()
                                .map(Candidate::identity)
                                .filter(Objects::nonNull)
                                .distinct()
                                .toList())
                .forEach(link -> lookalikes.put(ItemId.of(link.itemId()), link));
        if (lookalikes.isEmpty()) {
            return List.of();
        }
        return run.session().missing(lookalikes.keySet()).stream()
                .map(id -> new ParkedDelete(lookalikes.get(id).folder(), kind, id.id()))
                .toList();
    }

    private static List<String> itemIds(ChangePage page) {
        return page.changes().stream().map(change -> change.id().id()).toList();
    }

    private static Stream<Content> contents(Item item) {
        Stream<Content> original = item instanceof Email email ? Stream.of(email.original()) : Stream.empty();
        return Stream.concat(original, item.attachments().stream().map(Attachment::content))
                .filter(Objects::nonNull);
    }

    private static void checkComplete(ChangePage page, List<ItemOutcome> outcomes) {
        Set<Change> missing = new HashSet<>(page.changes());
        for (ItemOutcome outcome : outcomes) {
            if (!missing.remove(outcome.change())) {
                throw new IllegalStateException(
                        "item " + outcome.change().id().id() + " ended with two outcomes, or isn't of this page");
            }
        }
        if (!missing.isEmpty()) {
            Change lost = missing.iterator().next();
            throw new IllegalStateException(
                    missing.size() + " of " + page.changes().size()
                            + " items came out of receive-item without an outcome, the first one: "
                            + lost.kind().label() + " "
                            + lost.id().id() + ". End every path of receive-"
                            + lost.kind().label()
                            + " with 'bean: outcome' method record or skip(reason); a filter or stop must not swallow an item.");
        }
    }

    /** The work within one transaction. */
    private final class Work {
        private final MailboxCycle cycle;
        private final FolderRun run;
        private final ChangePage page;
        private final List<ItemOutcome> outcomes;
        private final List<Candidate> candidates;
        private final SyncTransaction tx;
        private final FolderKey folder;
        private final Counts counts = new Counts();
        private final List<Link> links = new ArrayList<>();
        private final List<DeadLetter> letters = new ArrayList<>();
        private final List<RemoteAction> actions = new ArrayList<>();
        private final List<Publication> publications = new ArrayList<>();

        Work(
                MailboxCycle cycle,
                FolderRun run,
                ChangePage page,
                List<ItemOutcome> outcomes,
                List<Candidate> candidates,
                SyncTransaction tx) {
            this.cycle = cycle;
            this.run = run;
            this.page = page;
            this.outcomes = outcomes;
            this.candidates = candidates;
            this.tx = tx;
            this.folder = run.state().key();
        }

        /**
         * @param moved deletes that will be reported, but whose items may stand in this page already
         */
        Result save(List<ParkedDelete> moved) {
            ItemKind kind = run.plan().kind();
            Map<String, Link> linked = tx.links(folder.mailbox(), folder.transport(), itemIds(page));
            tx.deletes().park(moved);
            tx.deletes().park(left(linked));
            Known known = new Known(tx, folder, kind, linked, candidates);
            for (ItemOutcome outcome : outcomes) {
                if (outcome instanceof ItemOutcome.Note note) {
                    note(note.change(), known);
                } else if (outcome instanceof ItemOutcome.Skip) {
                    counts.count(kind, Event.SKIPPED);
                } else if (outcome instanceof ItemOutcome.Refuse refuse) {
                    refuse(refuse);
                }
            }
            PageDecision decision = new PageDecision(run.state(), known, newId);
            candidates.forEach(decision::decide);
            Map<UUID, RowFailure> refused = new HashMap<>();
            tx.write(decision.writes())
                    .forEach(failure -> refused.put(failure.write().head().id(), failure));
            decision.decided().forEach(decided -> settle(decided, refused.get(decided.recordId())));
            for (RecordWrite write : decision.writes()) {
                if (publish && !refused.containsKey(write.head().id())) {
                    publications.add(publication(write));
                }
            }
            tx.receivedEarlier(decision.receivedEarlier());
            tx.link(links);
            tx.deletes()
                    .unpark(
                            folder.mailbox(),
                            folder.transport(),
                            links.stream().map(Link::itemId).toList());
            tx.markGone(decision.abandoned());
            if (!letters.isEmpty()) {
                counts.add(kind, KindCounts.many(Event.DEAD_LETTER, tx.deadLetters(letters)));
            }
            tx.owe(actions);
            tx.publish(publications);
            if (page.last() && run.state().generation() > 1) {
                tx.deletes().parkUnseen(folder, kind, run.state().generation(), cycle.processEmailFrom());
            }
            FolderState next = run.state().advance(page.next());
            tx.saveState(next);
            return new Result(next, counts);
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
                    change.id().changeKey() == null
                            ? link.changeKey()
                            : change.id().changeKey(),
                    change.read(),
                    link.receivedAt(),
                    run.state().generation()));
        }

        private void settle(Decided decided, RowFailure failure) {
            ItemOutcome.Store outcome = decided.candidate().outcome();
            if (failure != null) {
                String reason =
                        "the database refused the record: " + failure.cause().getMessage();
                refuse(new ItemOutcome.Refuse(
                        outcome.change(),
                        outcome.item(),
                        new ItemFault("RecordRefused", reason),
                        "commit-page",
                        null,
                        Exceptions.chain(failure.cause())));
                return;
            }
            counts.count(decided.candidate().kind(), decided.event());
            links.add(decided.link());
            if (cycle.mailbox().deleteEmailsAfterProcessing() && outcome.item() instanceof Email email) {
                actions.add(action(outcome.change(), RemoteAction.Type.DELETE_PROCESSED, email.messageId()));
            }
        }

        private void refuse(ItemOutcome.Refuse refuse) {
            Change change = refuse.change();
            Item item = refuse.item();
            Content original = item instanceof Email email ? email.original() : change.original();
            letters.add(new DeadLetter(
                    DeliveryKey.of(folder.mailbox(), change.kind(), change.id()),
                    cycle.profile().name(),
                    folder,
                    change.kind(),
                    change.id(),
                    item == null ? null : item.title(),
                    original,
                    item == null || original != null ? null : ItemJson.write(item),
                    refuse.route(),
                    refuse.step(),
                    refuse.fault().code(),
                    refuse.fault().message(),
                    refuse.exception()));
            boolean inbox = run.plan().folder().wellKnown() == WellKnownFolder.INBOX;
            if (inbox && cycle.profile().moveFailedEmailsToUndeliverable()) {
                String messageId = item instanceof Email email ? email.messageId() : null;
                actions.add(action(change, RemoteAction.Type.MOVE_TO_UNDELIVERABLE, messageId));
            }
        }

        private RemoteAction action(Change change, RemoteAction.Type type, String messageId) {
            return new RemoteAction(0, folder, change.kind(), change.id(), type, messageId, 0);
        }

        private Publication publication(RecordWrite write) {
            ChangeType change = write.isInsert() ? ChangeType.CREATE : ChangeType.UPDATE;
            RecordHead head = write.head();
            return new Publication(
                    0, head.id(), head.version(), head.kind(), change, folder.mailbox(), ItemJson.write(write.item()));
        }
    }
}
