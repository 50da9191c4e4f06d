package org.exchangesync.sync;

import java.time.Instant;
import java.util.UUID;
import org.exchangesync.item.ChangeType;
import org.exchangesync.item.ItemKind;

/**
 * A committed change, to be told to other systems: at least once, in order per record.
 *
 * @param id the row's number, 0 before it is stored
 * @param recordId the record
 * @param version the record's version; together with the record's id the key by which a receiver knows a repeat
 * @param kind what it is
 * @param change what is told
 * @param mailbox where it came from
 * @param payload the canonical item as JSON, null for a delete; for mail that leaves, what became of it
 * @param committedAt when it was committed, null before
 * @param attempts how often its target refused it
 */
public record Publication(
        long id,
        UUID recordId,
        long version,
        ItemKind kind,
        PublishedChange change,
        String mailbox,
        String payload,
        Instant committedAt,
        int attempts) {

    /** A change that is about to be committed. */
    public Publication(
            long id, UUID recordId, long version, ItemKind kind, ChangeType change, String mailbox, String payload) {
        this(id, recordId, version, kind, PublishedChange.of(change), mailbox, payload, null, 0);
    }

    /** By which a receiver knows a repeat. */
    public String key() {
        return recordId + ":" + version;
    }
}
