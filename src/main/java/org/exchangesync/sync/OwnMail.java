package org.exchangesync.sync;

import java.time.Instant;
import org.exchangesync.item.Email;
import org.exchangesync.item.EmailIdentity;

/**
 * A mail that was sent from here, or begun.
 *
 * @param head its record
 * @param mailbox who sent it
 * @param messageId normalised
 * @param sentAt the date that it was given
 */
public record OwnMail(RecordHead head, String mailbox, String messageId, Instant sentAt) {

    /**
     * Whether an item is this mail: with our key on it, in the mailbox that sent it; or with the same Message-ID and content, and
     * perhaps another date, in any. The key alone is not believed elsewhere: a stranger could write it on a mail of his.
     */
    boolean is(Candidate candidate, String inMailbox) {
        Email email = (Email) candidate.item();
        boolean ours =
                email.from() != null && mailbox.equalsIgnoreCase(email.from().address());
        if (ours && head.id().equals(candidate.syncKey()) && mailbox.equals(inMailbox)) {
            return true;
        }
        return messageId != null
                && messageId.equals(candidate.messageId())
                && EmailIdentity.isSameButForDate(email, sentAt, head.contentDigest());
    }
}
