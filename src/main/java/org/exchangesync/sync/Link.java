package org.exchangesync.sync;

import java.time.Instant;
import java.util.UUID;

/**
 * Where a record's item is found: one row for each mailbox item that shows the record.
 *
 * @param recordId the record
 * @param folder mailbox, transport and folder
 * @param itemId the item's id there; unique within mailbox and transport
 * @param changeKey the version that the record or link reflects, or null
 * @param read the read flag, or null where unknown
 * @param receivedAt when this mailbox got it, or null
 * @param generation of the folder's reading in which the item was last seen
 * @param receivedFor the mailbox whose mail it is, where that mailbox forwards its mail to this one; else null
 */
public record Link(
        UUID recordId,
        FolderKey folder,
        String itemId,
        String changeKey,
        Boolean read,
        Instant receivedAt,
        int generation,
        String receivedFor) {
    /** An item that is this mailbox's own. */
    public Link(
            UUID recordId,
            FolderKey folder,
            String itemId,
            String changeKey,
            Boolean read,
            Instant receivedAt,
            int generation) {
        this(recordId, folder, itemId, changeKey, read, receivedAt, generation, null);
    }
}
