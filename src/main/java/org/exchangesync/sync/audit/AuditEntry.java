package org.exchangesync.sync.audit;

import java.util.Objects;

/**
 * What somebody did.
 *
 * @param actor who, by name
 * @param act what, as object and verb: {@code deletes.apply}, {@code dead-letter.replay}
 * @param profile the profile it was done to, or null
 * @param mailbox the mailbox it was done to, or null
 * @param subject the id or name of the thing within it, such as a dead letter's number, or null
 * @param detail why, or what was changed, in words; null for nothing
 */
public record AuditEntry(String actor, String act, String profile, String mailbox, String subject, String detail) {
    public AuditEntry {
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(act, "act");
    }
}
