package org.exchangesync.sync.outgoing;

import java.net.IDN;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.exchangesync.item.Email;
import org.exchangesync.item.Email.Recipient;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.profile.Mailbox;

/**
 * Completes a mail before it is composed: a Message-ID that is the same at each try, the mailbox's owner as author, the date,
 * and the mails that it answers. What can't be sent is told before any server hears of it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5322#section-3.6">RFC 5322, 3.6</a>
 */
final class Envelope {
    private static final Pattern MESSAGE_ID =
            Pattern.compile("<[\\x21-\\x3b\\x3d\\x3f-\\x7e]+@[\\x21-\\x3b\\x3d\\x3f-\\x7e]+>");
    /**
     * RFC 5321, 4.5.3.1: 64 before the @, 255 behind it; dot-atoms only, quoted local parts are not to be trusted. Letters of
     * other scripts as RFC 6531 allows them.
     */
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\\p{L}\\p{M}\\p{N}-]{1,64}"
            + "@[A-Za-z0-9]([A-Za-z0-9.-]{0,253}[A-Za-z0-9])?");

    private static final int MOST_REFERENCES = 50;

    private Envelope() {}

    /**
     * The mail as it will be composed.
     *
     * @param answered what the mail it answers refers to, that one's own Message-ID last; empty for none
     */
    static Email complete(Email mail, UUID recordId, Mailbox mailbox, List<String> answered, Instant now)
            throws UncomposableMailException {
        List<Recipient> recipients = new ArrayList<>();
        for (Recipient recipient : mail.recipients()) {
            recipients.add(new Recipient(recipient.type(), checked(recipient.address(), "recipient")));
        }
        if (recipients.isEmpty()) {
            throw new UncomposableMailException(
                    "NoRecipient", "the mail has no recipient: give it rows in email_recipient, then send it again");
        }
        List<EmailAddress> replyTo = new ArrayList<>();
        for (EmailAddress address : mail.replyTo()) {
            replyTo.add(checked(address, "Reply-To address"));
        }
        return new Email(
                messageId(mail, recordId, mailbox),
                mail.subject(),
                from(mail, mailbox),
                null,
                replyTo,
                recipients,
                (mail.sentAt() == null ? now : mail.sentAt()).truncatedTo(ChronoUnit.SECONDS),
                mail.receivedAt(),
                threading(
                        mail.inReplyTo().isEmpty() && !answered.isEmpty()
                                ? answered.subList(answered.size() - 1, answered.size())
                                : mail.inReplyTo()),
                threading(mail.references().isEmpty() ? shortened(answered) : mail.references()),
                mail.body(),
                mail.attachments(),
                mail.importance(),
                mail.sensitivity(),
                mail.categories(),
                mail.conversationIndex(),
                null,
                recordId.toString());
    }

    private static String messageId(Email mail, UUID recordId, Mailbox mailbox) throws UncomposableMailException {
        if (mail.messageId() == null || mail.messageId().isBlank()) {
            String address = mailbox.address();
            return "<" + recordId + "@" + ascii(address.substring(address.lastIndexOf('@') + 1)) + ">";
        }
        String given = mail.messageId().strip();
        if (!MESSAGE_ID.matcher(given).matches()) {
            throw new UncomposableMailException(
                    "BadMessageId",
                    "'" + given
                            + "' is no Message-ID: give one such as <id@example.org>, or none, then send the mail again");
        }
        return given;
    }

    private static EmailAddress from(Email mail, Mailbox mailbox) throws UncomposableMailException {
        EmailAddress from = mail.from();
        if (from != null && from.address() != null && !from.address().equalsIgnoreCase(mailbox.address())) {
            throw new UncomposableMailException(
                    "WrongSender",
                    "the author " + from.address() + " is not the owner of mailbox " + mailbox.address()
                            + ", from which the mail is to be sent: take that mailbox, or leave the author out, then send"
                            + " the mail again");
        }
        String name = from != null && from.name() != null ? from.name() : mailbox.name();
        return checked(new EmailAddress(mailbox.address().equals(name) ? null : name, mailbox.address()), "sender");
    }

    /** Names of hosts in other scripts are written as the name service knows them. */
    private static EmailAddress checked(EmailAddress address, String what) throws UncomposableMailException {
        String given = address.address() == null ? "" : address.address().strip();
        int at = given.lastIndexOf('@');
        String spec = at < 0 ? given : given.substring(0, at) + "@" + ascii(given.substring(at + 1));
        if (!ADDRESS.matcher(spec).matches() || spec.contains("..") || spec.contains(".@") || spec.startsWith(".")) {
            throw new UncomposableMailException(
                    "BadAddress",
                    "the " + what + " '" + address
                            + "' has no address that mail can be sent to: correct it, then send the" + " mail again");
        }
        return new EmailAddress(address.name(), spec);
    }

    private static String ascii(String host) {
        try {
            return IDN.toASCII(host);
        } catch (IllegalArgumentException e) {
            return host; // found wrong by whoever checks the address
        }
    }

    /** The first one, which began the conversation, and the latest. */
    private static List<String> shortened(List<String> references) {
        if (references.size() <= MOST_REFERENCES) {
            return references;
        }
        List<String> kept = new ArrayList<>(references.subList(0, 1));
        kept.addAll(references.subList(references.size() - MOST_REFERENCES + 1, references.size()));
        return kept;
    }

    /** What others wrote there is left out where it is no Message-ID: it would tear the header. */
    private static List<String> threading(List<String> messageIds) {
        return messageIds.stream()
                .map(String::strip)
                .filter(id -> MESSAGE_ID.matcher(id).matches())
                .toList();
    }
}
