package org.exchangesync.sync.outgoing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Mail on its way out, as people see it and decide about it. Every method is one transaction; those that change something note
 * that in the audit, close the alert, and make the mailbox due.
 *
 * <p>All methods throw {@link org.exchangesync.sync.StoreException} when the database can't be used.
 */
public interface OutgoingMails {

    /** Those that are asked for, the latest first. */
    List<OutgoingMail> find(Query query);

    /**
     * What to list.
     *
     * @param mailbox whose mail, or null
     * @param states in which states; empty for all
     * @param limit the most to list
     */
    record Query(String mailbox, Set<OutgoingState> states, int limit) {
        public Query {
            states = Set.copyOf(states);
        }
    }

    /** One mail. */
    Optional<OutgoingMail> get(UUID recordId);

    /** The recipients that the server refused although it took the mail for others. */
    List<Refusal> refused(UUID recordId);

    /** A recipient that gets nothing, why in the server's words, and whether trying again is useless. */
    record Refusal(String address, String reply, boolean permanent) {}

    /** What mail servers reported of it afterwards, such as bounces; in the order in which they came. */
    List<Report> reports(UUID recordId);

    /**
     * What became of the mail for a recipient.
     *
     * @param reportId the record of the mail that says so
     * @param action {@code failed}, {@code delayed}, {@code delivered}, {@code relayed} or {@code expanded}
     * @param status enhanced status code, or null
     * @param diagnostic what the reporting server was told, or null
     */
    record Report(UUID reportId, Instant receivedAt, String address, String action, String status, String diagnostic) {}

    /** The mailboxes that ask whether so much may leave, the oldest question first. */
    List<Hold> holds();

    /**
     * More waits than may leave at once.
     *
     * @param pending how many mails
     */
    record Hold(String mailbox, int pending, Instant askedAt) {}

    /** What a person can decide. */
    enum Decision {
        /** It was not sent, or failed, and is sent again. */
        SEND_AGAIN,
        /** An uncertain one was sent. */
        SENT,
        /** It is not to be sent (any more). */
        CANCEL
    }

    /**
     * Decides about a mail.
     *
     * @param details for the audit: why, or null
     * @param who decides
     * @return the mail as it is now
     * @throws IllegalArgumentException if there is no such mail, or its state doesn't allow that; the message says what does
     */
    OutgoingMail decide(UUID recordId, Decision decision, String details, String who);

    /**
     * What waits in a mailbox now may leave, however much it is.
     *
     * @return how many mails that are
     */
    int release(String mailbox, String details, String who);

    /** What waits in a mailbox now is not to be sent; what was begun is left alone. */
    int cancelPending(String mailbox, String details, String who);
}
