package org.exchangesync.transport;

import java.util.List;
import java.util.Objects;
import org.exchangesync.item.Change;

/**
 * A page of changes with complete items, and the state that follows it. Changes may repeat what an earlier page said;
 * an item appears at most once in a page.
 *
 * @param changes in the transport's order; may be empty
 * @param next the state after this page; to be saved only together with what the page brought
 * @param last nothing more is waiting now
 * @param seen ids to be remembered with {@code next}, so that they are not new again ({@link SeenItems}); only of transports
 *     whose servers keep no state
 * @param forgotten ids that needn't be remembered any longer: their items have left the server
 */
public record ChangePage(
        List<Change> changes, SyncState next, boolean last, List<String> seen, List<String> forgotten) {
    public ChangePage {
        changes = List.copyOf(changes);
        seen = List.copyOf(seen);
        forgotten = List.copyOf(forgotten);
        Objects.requireNonNull(next, "next");
    }

    /** A page of a transport whose state says all. */
    public ChangePage(List<Change> changes, SyncState next, boolean last) {
        this(changes, next, last, List.of(), List.of());
    }

    /** Whether there is nothing to be saved beside the state. */
    public boolean isEmpty() {
        return changes.isEmpty() && seen.isEmpty() && forgotten.isEmpty();
    }
}
