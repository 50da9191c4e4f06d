package org.exchangesync.item;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * An email message as RFC 5322 and MIME describe it, with the original bytes kept.
 *
 * @param messageId the Message-ID as it stands in the header, without white space around it; null where there is none
 * @param subject decoded, or null
 * @param from the author, or null
 * @param sender the Sender field where it differs from From, or null
 * @param replyTo the Reply-To addresses
 * @param recipients To, Cc and Bcc in the order of the header
 * @param sentAt the Date field, or null where it is missing or unreadable
 * @param receivedAt when the mailbox got it
 * @param inReplyTo the Message-IDs of In-Reply-To
 * @param references the Message-IDs of References, oldest first
 * @param body text and HTML
 * @param attachments all parts that are not the body, inline ones and nested messages included
 * @param importance never null
 * @param sensitivity never null
 * @param categories as the mailbox's owner set them
 * @param conversationIndex Base64 of the Thread-Index / conversation index, or null
 * @param original the message as the server gave it, byte for byte, or null where it gave no MIME
 * @param syncKey see {@link Item#syncKey()}
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5322">RFC 5322</a>
 */
public record Email(
        String messageId,
        String subject,
        EmailAddress from,
        EmailAddress sender,
        List<EmailAddress> replyTo,
        List<Recipient> recipients,
        Instant sentAt,
        Instant receivedAt,
        List<String> inReplyTo,
        List<String> references,
        Body body,
        List<Attachment> attachments,
        Importance importance,
        Sensitivity sensitivity,
        List<String> categories,
        String conversationIndex,
        Content original,
        String syncKey)
        implements Item {
    public Email {
        replyTo = List.copyOf(replyTo);
        recipients = List.copyOf(recipients);
        inReplyTo = List.copyOf(inReplyTo);
        references = List.copyOf(references);
        attachments = List.copyOf(attachments);
        categories = List.copyOf(categories);
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(importance, "importance");
        Objects.requireNonNull(sensitivity, "sensitivity");
    }

    /** Which address field a recipient stands in. */
    public enum RecipientType {
        TO,
        CC,
        BCC
    }

    /** One addressee. */
    public record Recipient(RecipientType type, EmailAddress address) {}

    /** The same mail under another Message-ID. */
    public Email withMessageId(String messageId) {
        return new Email(
                messageId,
                subject,
                from,
                sender,
                replyTo,
                recipients,
                sentAt,
                receivedAt,
                inReplyTo,
                references,
                body,
                attachments,
                importance,
                sensitivity,
                categories,
                conversationIndex,
                original,
                syncKey);
    }

    /** The same mail with other original bytes. */
    public Email withOriginal(Content original) {
        return new Email(
                messageId,
                subject,
                from,
                sender,
                replyTo,
                recipients,
                sentAt,
                receivedAt,
                inReplyTo,
                references,
                body,
                attachments,
                importance,
                sensitivity,
                categories,
                conversationIndex,
                original,
                syncKey);
    }

    @Override
    public ItemKind kind() {
        return ItemKind.EMAIL;
    }

    @Override
    public String title() {
        return subject;
    }
}
