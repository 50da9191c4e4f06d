package org.exchangesync.sync;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Change;
import org.exchangesync.item.Email;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.mime.EmailParser;
import org.exchangesync.item.mime.MailboxProperties;
import org.exchangesync.item.mime.UnreadableMimeException;
import org.exchangesync.profile.LiveProfiles;
import org.exchangesync.profile.Mailbox;
import org.exchangesync.profile.Profiles;

/**
 * The bean {@code forwarded} of the routes: a rule of one mailbox forwards its mail, as an attachment, to a mailbox that is
 * read in its place; here the mail comes out of its wrapping.
 *
 * @see <a href="https://learn.microsoft.com/en-us/power-platform/admin/create-forward-mailbox">Forward mailboxes</a>
 */
public final class ForwardedStep {
    private static final String MESSAGE = "message/rfc822";

    private final LiveProfiles profiles;
    private final EmailParser parser;

    public ForwardedStep(LiveProfiles profiles, EmailParser parser) {
        this.profiles = profiles;
        this.parser = parser;
    }

    /**
     * Puts the mail that was forwarded into the place of the one that carries it. Mail that comes from none of the mailboxes
     * that forward theirs here, or carries no message or several, is left as it is: it was written to this mailbox.
     *
     * @throws UnreadableMimeException if what was forwarded is no mail
     * @throws IOException if it can't be read here
     */
    public void unwrap(Exchange exchange) throws UnreadableMimeException, IOException {
        MailboxCycle cycle = CycleStep.cycle(exchange);
        Profiles current = profiles.current();
        Map<String, Mailbox> forwarding = current.forwardingTo(cycle.mailbox().address());
        if (forwarding.isEmpty() || !(exchange.getMessage().getBody() instanceof Email wrapping)) {
            return;
        }
        Mailbox owner = forwarding.get(address(wrapping));
        List<Attachment> messages = wrapping.attachments().stream()
                .filter(part -> MESSAGE.equals(part.contentType()))
                .toList();
        if (owner == null || messages.size() != 1) {
            return;
        }
        if (!current.approved(owner)) {
            cycle.run()
                    .outcome(new ItemOutcome.Skip(
                            exchange.getProperty(SyncProperties.CHANGE, Change.class),
                            "forwarded by " + owner.address() + ", which nobody approved"));
            return;
        }
        MailboxProperties known =
                new MailboxProperties(wrapping.receivedAt(), null, null, wrapping.categories(), null, null);
        Email mail = parser.parse(messages.get(0).content(), known);
        cycle.run().unpacked(mail);
        exchange.getMessage().setBody(mail);
        exchange.setProperty(SyncProperties.RECEIVED_FOR, owner.address());
    }

    private static String address(Email mail) {
        EmailAddress from = mail.sender() != null ? mail.sender() : mail.from();
        return from == null || from.address() == null ? "" : from.address().toLowerCase(Locale.ROOT);
    }
}
