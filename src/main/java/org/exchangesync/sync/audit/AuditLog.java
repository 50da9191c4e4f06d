package org.exchangesync.sync.audit;

import java.time.Instant;
import java.util.List;

/** Who did what. */
public interface AuditLog {

    /**
     * The acts that a query wants, the latest first.
     *
     * @throws org.exchangesync.sync.StoreException when the database can't be used
     */
    List<AuditEntry> find(AuditQuery query);

    /**
     * Which acts are wanted; null for any.
     *
     * @param who by this person
     * @param act this one
     * @param subject to this thing, such as {@code dead-letter 12}
     * @param mailbox to this mailbox
     * @param since at this time or later
     * @param limit the most to return
     */
    record AuditQuery(String who, String act, String subject, String mailbox, Instant since, int limit) {}
}
