package org.exchangesync.sync.outgoing;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.exchangesync.item.ItemId;

/**
 * What is known of a mail on its way out, without the mail itself.
 *
 * @param recordId the record, and our key on the draft and the sent copy
 * @param mailbox who sends it
 * @param requestKey by which the business system knows it, or null
 * @param answers the record that it answers, or null
 * @param dueAt not to be touched before
 * @param attempts how often it was tried and failed for its own sake
 * @param profile the profile on which it was begun; null before, and it stays on that one afterwards
 * @param transport likewise
 * @param begunAt when it was begun first; null while no server has anything of it
 * @param draft the draft that was made of it, or null
 * @param discardDrafts whether a draft that is found is of an earlier try, and to be thrown away
 * @param uncertainSince since when nobody knows whether it was sent, or null
 * @param sentAt when the server took it, or when that was found out
 * @param sentItemId the copy in Sent Items, where it was looked for
 * @param serverReply what the server said, or null
 * @param lastCode the code of the last failure, or null
 * @param lastReason in words, or null
 * @param createdAt when it was handed in
 * @param subject of the mail, or null
 * @param messageId of the mail; null before it was begun, unless the business system chose it
 */
public record OutgoingMail(
        UUID recordId,
        OutgoingState state,
        String mailbox,
        String requestKey,
        UUID answers,
        Instant dueAt,
        int attempts,
        String profile,
        String transport,
        Instant begunAt,
        ItemId draft,
        boolean discardDrafts,
        Instant uncertainSince,
        Instant sentAt,
        String sentItemId,
        String serverReply,
        String lastCode,
        String lastReason,
        Instant createdAt,
        String subject,
        String messageId) {
    public OutgoingMail {
        Objects.requireNonNull(recordId, "recordId");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(mailbox, "mailbox");
    }

    /** The key of the alert about it. */
    public String alertKey() {
        return "outgoing " + recordId;
    }

    /** For messages: what people recognise it by. */
    public String describe() {
        return "mail " + recordId + (subject == null ? "" : " '" + subject + "'");
    }
}
