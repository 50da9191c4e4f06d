package org.exchangesync.sync;

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
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.transport.ChangePage;

/**
 * Saves one page: records, links, dead letters, parked deletes, owed remote actions, publications and the folder's next
 * state, in one transaction. Whoever else changes the same rows meanwhile makes it decide again.
 */
public final class PageCommit {
    private static final int TRIES = 5;

    private final SyncStore store;
    private final Promises options;
    private final Supplier<UUID> newId;

    /**
     * @param options what is promised beside the records
     * @param newId makes the ids of new records, best ascending in time
     */
    public PageCommit(SyncStore store, Promises options, Supplier<UUID> newId) {
        this.store = store;
        this.options = options;
        this.newId = newId;
    }

    /**
     * What a commit promises to other systems.
     *
     * @param publish committed changes to {@code publish-change}
     * @param mirror new dead letters to {@code mirror-dead-letter}
     */
    public record Promises(boolean publish, boolean mirror) {}

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
        return patiently(() -> store.inTransaction(
                cycle.claim(),
                tx -> new PageTransaction(cycle, run, page, outcomes, candidates, options, newId, tx).save(moved)));
    }

    /** Whoever loses a race decides again, unless the mailbox was lost. */
    static <T> T patiently(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
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
        return page.isEmpty()
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

    static List<String> itemIds(ChangePage page) {
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
}
