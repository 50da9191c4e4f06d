package org.exchangesync.store;

import java.util.List;
import org.exchangesync.item.Email;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.EmailIdentity;

/** The rows of a mail. */
final class EmailRows {
    private EmailRows() {}

    static void add(Email email, RecordRows rows) {
        rows.addMain(
                Tables.EMAIL,
                email.messageId(),
                messageKey(EmailIdentity.normalise(email.messageId())),
                email.subject(),
                name(email.from()),
                address(email.from()),
                name(email.sender()),
                address(email.sender()),
                email.sentAt(),
                email.receivedAt(),
                email.body().text(),
                email.body().html(),
                email.importance().name(),
                email.sensitivity().name(),
                email.conversationIndex(),
                rows.digestOf(email.original()));
        email.recipients().forEach(recipient -> recipient(rows, recipient.type().name(), recipient.address()));
        email.replyTo().forEach(address -> recipient(rows, "REPLY_TO", address));
        references(rows, "IN_REPLY_TO", email.inReplyTo());
        references(rows, "REFERENCES", email.references());
        rows.addNames(Tables.RECORD_CATEGORY, email.categories());
        rows.addAttachments(email.attachments());
    }

    private static void recipient(RecordRows rows, String role, EmailAddress address) {
        rows.addChild(Tables.EMAIL_RECIPIENT, role, name(address), address(address));
    }

    private static void references(RecordRows rows, String role, List<String> messageIds) {
        messageIds.forEach(messageId ->
                rows.addChild(Tables.EMAIL_REFERENCE, role, messageId, messageKey(EmailIdentity.normalise(messageId))));
    }

    /** A normalised Message-ID as it is stored and joined by; null for null. */
    static String messageKey(String normalised) {
        return normalised == null ? null : StoredText.key(normalised, Tables.MESSAGE_KEY_LENGTH);
    }

    /** The name of an address that may be missing. */
    static String name(EmailAddress address) {
        return address == null ? null : address.name();
    }

    /** The addr-spec of an address that may be missing. */
    static String address(EmailAddress address) {
        return address == null ? null : address.address();
    }
}
