package org.exchangesync.sync.audit;

import java.time.Instant;
import java.util.List;

/**
 * What operations staff did. All methods throw {@link org.exchangesync.sync.StoreException} when the database can't be used.
 */
public interface AuditLog {

    /** The acts that a query wants, the latest first. */
    List<StoredEntry> find(AuditQuery query);

    /**
     * An act as it was stored.
     *
     * @param id ascending in the order of the acts
     * @param at when
     */
    record StoredEntry(long id, Instant at, AuditEntry entry) {}

    /**
     * Which acts are wanted; null for any.
     *
     * @param actor by this person
     * @param act this one, or all of an object: {@code dead-letter}
     * @param mailbox to this mailbox
     * @param subject to the thing of this id or name
     * @param since at this time or later
     * @param limit the most to return
     */
    record AuditQuery(String actor, String act, String mailbox, String subject, Instant since, int limit) {}
}
