package org.exchangesync.sync;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.exchangesync.item.ChangeType;
import org.exchangesync.sync.PageDecision.Decided;

/** Which records some items are, decided and written within a transaction; what doesn't depend on where they stand. */
final class ItemWrites {
    private final PageDecision decision;
    private final Map<UUID, RowFailure> refused = new HashMap<>();
    private final String mailbox;

    private ItemWrites(PageDecision decision, String mailbox) {
        this.decision = decision;
        this.mailbox = mailbox;
    }

    static ItemWrites of(
            SyncTransaction tx, FolderState state, Known known, List<Candidate> candidates, Supplier<UUID> newId) {
        PageDecision decision = new PageDecision(state, known, newId);
        candidates.forEach(decision::decide);
        ItemWrites writes = new ItemWrites(decision, state.key().mailbox());
        tx.write(decision.writes())
                .forEach(failure -> writes.refused.put(failure.write().head().id(), failure));
        tx.receivedEarlier(decision.receivedEarlier());
        decision.decided().stream()
                .filter(decided ->
                        decided.candidate().report() != null && !writes.refused.containsKey(decided.recordId()))
                .forEach(decided ->
                        tx.reported(decided.recordId(), decided.candidate().report()));
        return writes;
    }

    List<Decided> decided() {
        return decision.decided();
    }

    /** Why the database refused the record of an item, if it did. */
    Optional<RowFailure> refusal(Decided decided) {
        return Optional.ofNullable(refused.get(decided.recordId()));
    }

    /** Records that lost an item to another record. */
    List<UUID> abandoned() {
        return decision.abandoned();
    }

    /** What other systems are to be told. */
    List<Publication> publications() {
        return decision.writes().stream()
                .filter(write -> !refused.containsKey(write.head().id()))
                .map(this::publication)
                .toList();
    }

    private Publication publication(RecordWrite write) {
        ChangeType change = write.isInsert() ? ChangeType.CREATE : ChangeType.UPDATE;
        RecordHead head = write.head();
        return new Publication(
                0, head.id(), head.version(), head.kind(), change, mailbox, ItemJson.write(write.item()));
    }
}
