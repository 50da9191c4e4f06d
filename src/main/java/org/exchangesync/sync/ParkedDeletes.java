package org.exchangesync.sync;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.exchangesync.item.ItemKind;

/**
 * The deletes that wait until the whole mailbox was read, inside a transaction. Parked deletes are numbered in the order in
 * which they were parked.
 */
public interface ParkedDeletes {

    /** Parks deletes; one that is parked already stays as it is. */
    void park(Collection<ParkedDelete> deletes);

    /**
     * Parks all links of a folder that are older than a generation: what a complete new reading did not see.
     *
     * @param since the reading left out what was received earlier, so that says nothing; null if it left out nothing
     */
    int parkUnseen(FolderKey folder, ItemKind kind, int generation, Instant since);

    /** Those of the items whose delete is parked. */
    Set<String> among(String mailbox, String transport, Collection<String> itemIds);

    /** Takes deletes out of the park: they were applied, or their items were seen again under the same ids. */
    void unpark(String mailbox, String transport, Collection<String> itemIds);

    /** What would be lost if the folder's parked deletes up to a number were applied. */
    FolderLoss loss(FolderKey folder, long upTo);

    /** The oldest deletes of a folder up to a number. */
    List<ParkedDelete> oldest(FolderKey folder, long upTo, int limit);

    /** What was asked about a folder, and perhaps answered. */
    Optional<DeleteHold> hold(FolderKey folder);

    /** Asks, or asks anew because there is more to ask; an answer that was given meanwhile is not overwritten. */
    void hold(DeleteHold hold);

    /** Takes a question back. */
    void release(FolderKey folder);

    /** Never applies the folder's deletes up to a number; items that come back still find their records by them. */
    void keep(FolderKey folder, long upTo);
}
