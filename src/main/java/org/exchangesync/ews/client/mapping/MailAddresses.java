package org.exchangesync.ews.client.mapping;

import java.util.List;
import java.util.Objects;
import org.exchangesync.ews.client.types.ArrayOfRecipientsType;
import org.exchangesync.ews.client.types.EmailAddressType;
import org.exchangesync.ews.client.types.SingleRecipientType;
import org.exchangesync.item.EmailAddress;

/**
 * Addresses of people.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/mailbox">Mailbox</a>
 */
public final class MailAddresses {
    private MailAddresses() {}

    /** An address, or null where nothing is said. */
    public static EmailAddress read(EmailAddressType mailbox) {
        if (mailbox == null) {
            return null;
        }
        return of(mailbox.getName(), mailbox.getEmailAddress(), mailbox.getRoutingType());
    }

    /** Directory names of Exchange (routing type EX) are no addresses that anyone could write to: they count as names. */
    static EmailAddress of(String name, String address, String routingType) {
        String shown = blankToNull(name);
        String written = blankToNull(address);
        boolean smtp = written != null
                && (written.indexOf('@') > 0 || routingType == null || routingType.equalsIgnoreCase("SMTP"));
        if (smtp) {
            return new EmailAddress(written.equals(shown) ? null : shown, written);
        }
        String known = shown != null ? shown : written;
        return known == null ? null : new EmailAddress(known, null);
    }

    static EmailAddress read(SingleRecipientType recipient) {
        return recipient == null ? null : read(recipient.getMailbox());
    }

    static List<EmailAddress> read(ArrayOfRecipientsType recipients) {
        return recipients == null
                ? List.of()
                : recipients.getMailbox().stream()
                        .map(MailAddresses::read)
                        .filter(Objects::nonNull)
                        .toList();
    }

    static EmailAddressType write(EmailAddress address) {
        EmailAddressType mailbox = new EmailAddressType();
        mailbox.setName(address.name());
        mailbox.setEmailAddress(address.address());
        return mailbox;
    }

    static SingleRecipientType single(EmailAddress address) {
        SingleRecipientType recipient = new SingleRecipientType();
        recipient.setMailbox(write(address));
        return recipient;
    }

    static ArrayOfRecipientsType several(List<EmailAddress> addresses) {
        ArrayOfRecipientsType recipients = new ArrayOfRecipientsType();
        addresses.forEach(address -> recipients.getMailbox().add(write(address)));
        return recipients;
    }

    static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
