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
 */
public record ChangePage(List<Change> changes, SyncState next, boolean last) {
    public ChangePage {
        changes = List.copyOf(changes);
        Objects.requireNonNull(next, "next");
    }
}
