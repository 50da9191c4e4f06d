package org.exchangesync.sync.audit;

import java.time.Instant;

/**
 * Who did what when.
 *
 * @param who a person, or {@code engine}
 * @param act such as {@code replay-requested}, {@code edited}, {@code discarded}, {@code replayed}
 * @param subject such as {@code dead-letter 12}
 * @param mailbox it is about, or null
 * @param details in words, or null
 */
public record AuditEntry(long id, Instant at, String who, String act, String subject, String mailbox, String details) {
    /** By which the engine's own acts are known. */
    public static final String ENGINE = "engine";

    /** The subject of a dead letter. */
    public static String letter(long id) {
        return "dead-letter " + id;
    }
}
