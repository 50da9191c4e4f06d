package org.exchangesync.sync;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.exchangesync.failure.Fault;
import org.exchangesync.item.Change;
import org.exchangesync.item.ChangeType;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.KindCounts.Event;
import org.exchangesync.sync.MailboxCycle.FolderPlan;
import org.exchangesync.sync.PageDecision.Decided;
import org.exchangesync.transport.ChangePage;
import org.exchangesync.transport.FolderRef;

/**
 * One item that goes through the routes by itself, outside of any page: a dead letter that is replayed. The routes find it
 * where they find those of a page, and it is stored by the same decisions. Used by the thread of its cycle.
 */
public final class LoneItem implements AutoCloseable {
    private final SyncStore store;
    private final MailboxCycle cycle;
    private final FolderState state;
    private final FolderRun run;
    private final Change change;

    private LoneItem(SyncStore store, MailboxCycle cycle, FolderState state, FolderRun run, Change change) {
        this.store = store;
        this.cycle = cycle;
        this.state = state;
        this.run = run;
        this.change = change;
    }

    /** Where the item is now. */
    public enum Place {
        /** In a folder that is read: it is linked. */
        FOLDER,
        /** In the mailbox, but in a folder that is not read, such as Undeliverable. */
        ELSEWHERE,
        /** Not in the mailbox any more. */
        NOWHERE
    }

    /**
     * What became of an item.
     *
     * @param recordId the record that it is, or null if the database refused it
     * @param event whether that is new
     * @param refusal why the database refused it, or null
     */
    public record Stored(UUID recordId, Event event, Exception refusal) {}

    /** Makes the item the one that the routes of this cycle are about. */
    public static LoneItem open(SyncStore store, MailboxCycle cycle, FolderKey folder, Change change) {
        FolderState state = store.folderState(folder);
        FolderRun run = new FolderRun(new FolderPlan(FolderRef.parse(folder.folder()), change.kind()), state, false);
        run.received(null, new ChangePage(List.of(change), state.state(), true));
        cycle.open(run);
        return new LoneItem(store, cycle, state, run, change);
    }

    /**
     * What would become of an item if its routes took it as it is. Nothing is changed.
     *
     * @param folder where it is, or was
     */
    public static Stored foresee(SyncStore store, FolderKey folder, Change change) {
        FolderState state = store.folderState(folder);
        Candidate candidate = Candidate.of(new ItemOutcome.Store(change, change.item()));
        return store.tentatively(tx -> {
            Map<String, Link> linked = tx.links(folder.mailbox(), folder.transport(), List.of(candidate.itemId()));
            Known known = new Known(tx, folder, candidate.kind(), linked, List.of(candidate));
            ItemWrites writes = ItemWrites.of(tx, state, known, List.of(candidate), UUID::randomUUID);
            Decided decided = writes.decided().get(0);
            RowFailure refusal = writes.refusal(decided).orElse(null);
            return new Stored(decided.recordId(), decided.event(), refusal == null ? null : refusal.cause());
        });
    }

    /** Why its routes gave it up, if something that a step needs is away. */
    public Optional<Exception> givenUp() {
        return Optional.ofNullable(run.failure());
    }

    /** What its routes said, if they said anything. */
    public Optional<ItemOutcome> outcome() {
        return run.outcomes().stream().findFirst();
    }

    /**
     * Stores the item in one transaction.
     *
     * @param outcome what its routes said
     * @param place whether it is linked
     * @param publish whether the change is promised to other systems
     * @param also what else belongs to the transaction, told what became of the item; may run again after a lost race
     */
    public Stored commit(
            ItemOutcome outcome,
            Place place,
            boolean publish,
            Supplier<UUID> newId,
            BiConsumer<SyncTransaction, Stored> also) {
        Candidate candidate = outcome instanceof ItemOutcome.Store wanted ? Candidate.of(wanted) : null;
        Stored stored = PageCommit.patiently(() -> store.inTransaction(cycle.claim(), tx -> {
            Stored done = candidate != null
                    ? store(tx, candidate, place, publish, newId)
                    : recognise(tx, (ItemOutcome.Known) outcome, place);
            also.accept(tx, done);
            return done;
        }));
        if (stored.refusal() == null) {
            cycle.counts().count(change.kind(), stored.event());
        }
        return stored;
    }

    private Stored store(SyncTransaction tx, Candidate candidate, Place place, boolean publish, Supplier<UUID> newId) {
        FolderKey folder = state.key();
        Map<String, Link> linked = tx.links(folder.mailbox(), folder.transport(), List.of(candidate.itemId()));
        Known known = new Known(tx, folder, candidate.kind(), linked, List.of(candidate));
        ItemWrites writes = ItemWrites.of(tx, state, known, List.of(candidate), newId);
        Decided decided = writes.decided().get(0);
        RowFailure refusal = writes.refusal(decided).orElse(null);
        if (refusal != null) {
            return new Stored(null, decided.event(), refusal.cause());
        }
        List<RecordHead> gone = place(tx, decided.link(), place);
        tx.markGone(writes.abandoned());
        if (publish) {
            tx.publish(
                    Stream.concat(writes.publications().stream(), gone.stream().flatMap(this::deleted))
                            .toList());
        }
        return new Stored(decided.recordId(), decided.event(), null);
    }

    private Stream<Publication> deleted(RecordHead head) {
        return head.kind() == ItemKind.EMAIL
                ? Stream.empty() // deleting a mail says nothing about its record
                : Stream.of(new Publication(
                        0,
                        head.id(),
                        head.version(),
                        head.kind(),
                        ChangeType.DELETE,
                        state.key().mailbox(),
                        null));
    }

    private Stored recognise(SyncTransaction tx, ItemOutcome.Known outcome, Place place) {
        place(tx, PageTransaction.link(outcome, state), place);
        return new Stored(outcome.recordId(), Event.LINKED, null);
    }

    /** Links what is there, and marks the record of what isn't as gone, unless another mailbox has it. */
    private static List<RecordHead> place(SyncTransaction tx, Link link, Place place) {
        if (place == Place.FOLDER) {
            tx.link(List.of(link));
            tx.deletes().unpark(link.folder().mailbox(), link.folder().transport(), List.of(link.itemId()));
        }
        return place == Place.NOWHERE ? tx.markGone(List.of(link.recordId())) : List.of();
    }

    /** What a refusal by its routes is in a dead letter. */
    public static DeadLetter.Failure failure(ItemOutcome.Refuse refuse) {
        return RefusedItem.failure(refuse);
    }

    /** What a record that the database refused is in a dead letter. */
    public static DeadLetter.Failure refused(Exception cause) {
        return RefusedItem.byDatabase(cause);
    }

    /** What any other failure is in a dead letter. */
    public static DeadLetter.Failure failed(Fault fault, Exception cause) {
        return new DeadLetter.Failure(fault, null, null, Exceptions.chain(cause), null);
    }

    /** Frees what the item holds. */
    @Override
    public void close() {
        cycle.close();
    }
}
