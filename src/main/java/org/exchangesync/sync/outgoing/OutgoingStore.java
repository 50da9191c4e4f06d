package org.exchangesync.sync.outgoing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.exchangesync.item.Email;
import org.exchangesync.item.EmailIdentity;
import org.exchangesync.item.ItemId;
import org.exchangesync.sync.MailboxClaim;
import org.exchangesync.transport.Submission;

/**
 * Mail on its way out, as the engine sees and changes it. Every method is one transaction; those that change something check
 * the mailbox's claim first, and survive a power failure once they return.
 *
 * <p>All methods throw {@link org.exchangesync.sync.StoreException} when the database can't be used, and {@link
 * org.exchangesync.sync.LostRaceException} when somebody else changed the same rows first: with {@code claimLost} if the mailbox
 * belongs to another worker now, otherwise because a person decided about the mail meanwhile.
 */
public interface OutgoingStore {

    /**
     * What of the mailbox is due.
     *
     * @param profile the mailbox's profile now: what was begun on another one is left alone
     */
    Due due(MailboxClaim claim, String profile, Limits limits);

    /**
     * How much leaves.
     *
     * @param perCycle the most mails that one cycle of a mailbox takes
     * @param perMinute the most mails that a mailbox begins in a minute
     * @param guard so many mails may be pending from one mailbox without a question
     */
    record Limits(int perCycle, int perMinute, int guard) {}

    /**
     * What is due.
     *
     * @param begun what was begun on this profile, the oldest first; also what failed and left a draft behind
     * @param pending what is to be begun, the oldest first, as much as the rate allows
     * @param question what became of the question whether so much may leave
     * @param waiting how many mails the question is about
     * @param strangers what was begun on another profile, and waits for it
     */
    record Due(
            List<OutgoingMail> begun,
            List<OutgoingMail> pending,
            Question question,
            int waiting,
            List<OutgoingMail> strangers) {
        public Due {
            begun = List.copyOf(begun);
            pending = List.copyOf(pending);
            strangers = List.copyOf(strangers);
        }

        /** Whether there is nothing to do and nothing to tell. */
        boolean isEmpty() {
            return begun.isEmpty() && pending.isEmpty() && question == Question.NONE && strangers.isEmpty();
        }
    }

    /** Whether so much may leave. */
    enum Question {
        /** Nobody has to be asked. */
        NONE,
        /** More is pending than allowed: a person is asked, and until then only what was released leaves. */
        ASKED,
        /** It was asked before, and no more is pending than allowed now. */
        WITHDRAWN
    }

    /**
     * The mail itself, with our key. Contents that don't fit into memory are in files; the caller closes them.
     *
     * @return empty if the record is no mail
     */
    Optional<Email> email(UUID recordId);

    /** By what an answer refers to a mail: its Message-ID last, before it what it referred to itself. Empty if it has none. */
    List<String> references(UUID recordId);

    /**
     * Notes that the mail is begun, before any server hears of it, and makes the record what is sent.
     *
     * @param email as it is sent
     * @param identity by which it is recognised when it comes back
     * @return how the mail stands now
     */
    OutgoingMail begin(
            MailboxClaim claim,
            OutgoingMail mail,
            Email email,
            EmailIdentity identity,
            String profile,
            String transport);

    /** Notes the draft, before it is sent. */
    OutgoingMail drafted(MailboxClaim claim, OutgoingMail mail, ItemId draft);

    /**
     * The server took it.
     *
     * @param itemId the copy in Sent Items, or null
     * @param submission what the server said where it takes mail without drafts, or null
     */
    OutgoingMail sent(MailboxClaim claim, OutgoingMail mail, String itemId, Submission submission);

    /** It can't be sent, and no server sent it. */
    OutgoingMail failed(MailboxClaim claim, OutgoingMail mail, String code, String reason);

    /**
     * Nobody knows whether it was sent.
     *
     * @param askAgain when the server is asked again; null for never
     */
    OutgoingMail uncertain(MailboxClaim claim, OutgoingMail mail, String code, String reason, Instant askAgain);

    /**
     * It is tried again later.
     *
     * @param attempts how often it failed for its own sake by now
     * @param untouched no server has anything of it: it is as if it had not been begun
     */
    OutgoingMail postponed(
            MailboxClaim claim,
            OutgoingMail mail,
            String code,
            String reason,
            int attempts,
            Instant dueAt,
            boolean untouched);

    /** Drafts of earlier tries are gone; none is known any more. */
    OutgoingMail discarded(MailboxClaim claim, OutgoingMail mail);
}
