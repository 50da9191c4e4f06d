package org.exchangesync.ews.client.mapping;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.exchangesync.ews.client.types.ArrayOfRecipientsType;
import org.exchangesync.ews.client.types.ItemChangeDescriptionType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.ews.client.types.MessageType;
import org.exchangesync.ews.client.types.MimeContentType;
import org.exchangesync.ews.client.types.PathToExtendedFieldType;
import org.exchangesync.ews.client.types.PostItemType;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.Email.Recipient;
import org.exchangesync.item.Email.RecipientType;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.mime.EmailParser;
import org.exchangesync.item.mime.MailboxProperties;
import org.exchangesync.item.mime.UnreadableMimeException;

/**
 * Mails, meeting messages and posts: from their MIME where the server gives it, else from properties.
 *
 * <p>As long as the bytes are the same, an update writes only what the owner of a mailbox says about a mail: importance,
 * sensitivity, categories, our key. Otherwise the properties that differ are written, one by one.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/message-ex15websvcsotherref">
 *     Message</a>
 */
final class EmailMapper {
    private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>]+>|[^\\s<>,]+@[^\\s<>,]+");
    /** Says that the message was not composed here: without it a message made from MIME is an unsent draft. */
    private static final String NOT_A_DRAFT = "1";

    private static final List<Field<Email, MessageType>> OWNERS_VIEW = List.of(
            CommonFields.sensitivity(Email::sensitivity),
            CommonFields.categories(Email::categories),
            CommonFields.importance(Email::importance),
            CommonFields.syncKey(Email::syncKey));

    private static final FieldTable<Email, MessageType> ARRIVED = new FieldTable<>(MessageType::new, OWNERS_VIEW);
    private static final FieldTable<Email, MessageType> COMPOSED = new FieldTable<>(MessageType::new, composed());

    private final EmailParser parser;

    EmailMapper(EmailParser parser) {
        this.parser = parser;
    }

    private static List<Field<Email, MessageType>> composed() {
        List<Field<Email, MessageType>> fields = new ArrayList<>(OWNERS_VIEW);
        fields.add(CommonFields.subject(Email::subject));
        fields.add(CommonFields.body(Email::body));
        fields.add(Field.of(
                "item:InReplyTo",
                email -> email.inReplyTo().isEmpty() ? null : email.inReplyTo().get(0),
                MessageType::setInReplyTo));
        fields.add(recipients("message:ToRecipients", RecipientType.TO, MessageType::setToRecipients));
        fields.add(recipients("message:CcRecipients", RecipientType.CC, MessageType::setCcRecipients));
        fields.add(recipients("message:BccRecipients", RecipientType.BCC, MessageType::setBccRecipients));
        fields.add(Field.of("message:From", Email::from, MailAddresses::single, MessageType::setFrom));
        fields.add(Field.of(
                "message:References",
                email -> email.references().isEmpty() ? null : String.join(" ", email.references()),
                MessageType::setReferences));
        fields.add(Field.of(
                "message:ReplyTo",
                email -> CommonFields.emptyToNull(email.replyTo()),
                MailAddresses::several,
                MessageType::setReplyTo));
        return fields;
    }

    private static Field<Email, MessageType> recipients(
            String uri, RecipientType type, Field.Setter<MessageType, ArrayOfRecipientsType> setter) {
        return Field.of(
                uri, email -> CommonFields.emptyToNull(recipients(email, type)), MailAddresses::several, setter);
    }

    private static List<EmailAddress> recipients(Email email, RecipientType type) {
        return email.recipients().stream()
                .filter(recipient -> recipient.type() == type)
                .map(Recipient::address)
                .toList();
    }

    // ---- reading ----

    /**
     * A mail.
     *
     * @param mime its bytes, or null where the server has none
     * @param attachments only for a mail without bytes
     * @throws IOException if contents can't be read or spooled on this machine
     */
    Email read(ItemType item, Content mime, List<Attachment> attachments) throws UnmappableItemException, IOException {
        if (mime == null) {
            return ofProperties(item, attachments);
        }
        MailboxProperties known = new MailboxProperties(
                received(item),
                item.getImportance() == null ? null : CommonFields.importance(item),
                item.getSensitivity() == null ? null : CommonFields.sensitivity(item),
                CommonFields.strings(item.getCategories()),
                conversationIndex(item),
                Paths.syncKeyOf(item));
        try {
            Email email = parser.parse(mime, known);
            String messageId = messageId(item);
            return email.messageId() == null && messageId != null ? email.withMessageId(messageId) : email;
        } catch (UnreadableMimeException e) {
            throw new UnmappableItemException(e.fault(), e);
        }
    }

    private static Email ofProperties(ItemType item, List<Attachment> attachments) {
        MessageType message = item instanceof MessageType m ? m : asMessage(item);
        EmailAddress from = MailAddresses.read(message.getFrom());
        EmailAddress sender = MailAddresses.read(message.getSender());
        List<Recipient> recipients = new ArrayList<>();
        add(RecipientType.TO, MailAddresses.read(message.getToRecipients()), recipients);
        add(RecipientType.CC, MailAddresses.read(message.getCcRecipients()), recipients);
        add(RecipientType.BCC, MailAddresses.read(message.getBccRecipients()), recipients);
        return new Email(
                messageId(item),
                MailAddresses.blankToNull(item.getSubject()),
                from != null ? from : sender,
                sender == null || sender.equals(from) || from == null ? null : sender,
                MailAddresses.read(message.getReplyTo()),
                recipients,
                WireTimes.instant(item.getDateTimeSent()),
                received(item),
                messageIds(item.getInReplyTo()),
                messageIds(message.getReferences()),
                CommonFields.body(item),
                attachments,
                CommonFields.importance(item),
                CommonFields.sensitivity(item),
                CommonFields.strings(item.getCategories()),
                conversationIndex(item),
                null,
                Paths.syncKeyOf(item));
    }

    /** Posts have the properties of a mail without being one. */
    private static MessageType asMessage(ItemType item) {
        MessageType message = new MessageType();
        if (item instanceof PostItemType post) {
            message.setFrom(post.getFrom());
            message.setSender(post.getSender());
            message.setReferences(post.getReferences());
        }
        return message;
    }

    private static void add(RecipientType type, List<EmailAddress> addresses, List<Recipient> recipients) {
        addresses.forEach(address -> recipients.add(new Recipient(type, address)));
    }

    private static Instant received(ItemType item) {
        return WireTimes.instant(item.getDateTimeReceived());
    }

    private static String messageId(ItemType item) {
        String id = item instanceof MessageType message
                ? message.getInternetMessageId()
                : item instanceof PostItemType post ? post.getInternetMessageId() : null;
        return id == null || id.isBlank() ? null : id.strip();
    }

    private static String conversationIndex(ItemType item) {
        String index = item instanceof MessageType message
                ? message.getConversationIndex()
                : item instanceof PostItemType post ? post.getConversationIndex() : null;
        return MailAddresses.blankToNull(index);
    }

    private static List<String> messageIds(String text) {
        List<String> ids = new ArrayList<>();
        if (text != null) {
            Matcher id = MESSAGE_ID.matcher(text);
            while (id.find()) {
                ids.add(id.group());
            }
        }
        return ids;
    }

    /** The read flag, or null where the item has none. */
    static Boolean isRead(ItemType item) {
        return item instanceof MessageType message
                ? message.isIsRead()
                : item instanceof PostItemType post ? post.isIsRead() : null;
    }

    // ---- writing ----

    /**
     * The item of a CreateItem.
     *
     * @param draft it is to be sent from here; otherwise it is kept as a mail that arrived
     * @param contents how the original stands in the request
     * @throws IOException if the original can't be read on this machine
     */
    static MessageType create(Email email, boolean draft, ContentText contents)
            throws UnmappableItemException, IOException {
        MessageType message = email.original() != null ? ARRIVED.create(email) : COMPOSED.create(email);
        if (email.original() != null) {
            MimeContentType mime = new MimeContentType();
            mime.setValue(contents.of(email.original()));
            message.setMimeContent(mime);
        } else if (email.messageId() != null) {
            Paths.set(message, internetMessageId(), email.messageId());
        }
        if (!draft) {
            Paths.set(message, messageFlags(), NOT_A_DRAFT);
            if (email.receivedAt() != null) {
                Paths.set(message, deliveryTime(), WireTimes.text(email.receivedAt()));
            }
        }
        return message;
    }

    static List<ItemChangeDescriptionType> updates(Email wanted, Email current) throws UnmappableItemException {
        return (sameBytes(wanted, current) ? ARRIVED : COMPOSED).updates(wanted, current);
    }

    private static boolean sameBytes(Email wanted, Email current) {
        return current != null
                && wanted.original() != null
                && current.original() != null
                && wanted.original().sha256().equals(current.original().sha256());
    }

    /** The Message-ID is read only in EWS, but MAPI lets the composer choose it. */
    private static PathToExtendedFieldType internetMessageId() {
        return Paths.tag("0x1035", "String");
    }

    private static PathToExtendedFieldType messageFlags() {
        return Paths.tag("0x0E07", "Integer");
    }

    private static PathToExtendedFieldType deliveryTime() {
        return Paths.tag("0x0E06", "SystemTime");
    }
}
