package org.exchangesync.ops;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.exchangesync.sync.outgoing.OutgoingMail;
import org.exchangesync.sync.outgoing.OutgoingMails;
import org.exchangesync.sync.outgoing.OutgoingMails.Decision;
import org.exchangesync.sync.outgoing.OutgoingMails.Hold;
import org.exchangesync.sync.outgoing.OutgoingMails.Query;
import org.exchangesync.sync.outgoing.OutgoingMails.Refusal;
import org.exchangesync.sync.outgoing.OutgoingMails.Report;
import org.exchangesync.sync.outgoing.OutgoingState;

/** Mail that is to be sent, and what became of it. Threadsafe. */
public final class OutgoingOperations {
    private final OutgoingMails mails;

    OutgoingOperations(OutgoingMails mails) {
        this.mails = mails;
    }

    /**
     * A mail on its way out.
     *
     * @param recordId its record
     * @param answers the record that it answers, or null
     * @param requestKey by which the business system knows it, or null
     * @param dueAt not sent before; null where it is not touched by itself any more
     * @param attempts how often it failed for its own sake
     * @param profile on which it was begun, or null
     * @param begunAt null while no server has anything of it
     * @param draftId the draft in the mailbox, or null
     * @param serverReply what the server said, or null
     * @param lastCode of the last failure, or null
     */
    public record Outgoing(
            UUID recordId,
            OutgoingState state,
            String mailbox,
            String subject,
            String messageId,
            String requestKey,
            UUID answers,
            Instant createdAt,
            Instant dueAt,
            int attempts,
            String profile,
            String transport,
            Instant begunAt,
            String draftId,
            Instant uncertainSince,
            Instant sentAt,
            String sentItemId,
            String serverReply,
            String lastCode,
            String lastReason) {
        private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

        static Outgoing of(OutgoingMail mail) {
            boolean waits =
                    mail.state() == OutgoingState.PENDING_SEND || mail.state().isBegun();
            return new Outgoing(
                    mail.recordId(),
                    mail.state(),
                    mail.mailbox(),
                    mail.subject(),
                    mail.messageId(),
                    mail.requestKey(),
                    mail.answers(),
                    mail.createdAt(),
                    waits && mail.dueAt().isBefore(NEVER) ? mail.dueAt() : null,
                    mail.attempts(),
                    mail.profile(),
                    mail.transport(),
                    mail.begunAt(),
                    mail.draft() == null ? null : mail.draft().id(),
                    mail.uncertainSince(),
                    mail.sentAt(),
                    mail.sentItemId(),
                    mail.serverReply(),
                    mail.lastCode(),
                    mail.lastReason());
        }
    }

    /** A mail, whom the server refused it for, and what servers reported of it afterwards. */
    public record OutgoingDetails(Outgoing mail, List<Refusal> refused, List<Report> reports) {}

    /**
     * Mails, the latest first.
     *
     * @param mailbox whose, or null
     * @param states in which states; empty for all
     */
    public List<Outgoing> list(String mailbox, Set<OutgoingState> states, int limit) {
        return mails.find(new Query(mailbox, states, limit)).stream()
                .map(Outgoing::of)
                .toList();
    }

    /** The mailboxes that ask whether so much may leave. */
    public List<Hold> holds() {
        return mails.holds();
    }

    /**
     * One mail.
     *
     * @throws OperationException if there is none of that record
     */
    public OutgoingDetails show(UUID recordId) {
        OutgoingMail mail = mails.get(recordId)
                .orElseThrow(() -> new OperationException(
                        "There is no outgoing mail " + recordId + ". 'outgoing list' shows those that there are."));
        return new OutgoingDetails(Outgoing.of(mail), mails.refused(recordId), mails.reports(recordId));
    }

    /**
     * Decides about a mail.
     *
     * @param reason noted in the audit, or null
     * @param who decides
     * @throws IllegalArgumentException if there is none of that record, or its state doesn't allow that
     */
    public Outgoing decide(UUID recordId, Decision decision, String reason, String who) {
        return Outgoing.of(mails.decide(recordId, decision, reason, who));
    }

    /** What waits in a mailbox may leave, however much it is; returns how many mails that are. */
    public int release(String mailbox, String reason, String who) {
        return mails.release(mailbox, reason, who);
    }

    /** What waits in a mailbox is not sent; returns how many mails that are. */
    public int cancelPending(String mailbox, String reason, String who) {
        return mails.cancelPending(mailbox, reason, who);
    }
}
