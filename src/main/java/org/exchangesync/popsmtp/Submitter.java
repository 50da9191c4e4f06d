package org.exchangesync.popsmtp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.IDN;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.Submission;
import org.exchangesync.transport.Submission.RefusedRecipient;
import org.exchangesync.transport.TransportException;

/** Hands one mail in, in a session of its own. */
final class Submitter {
    /** The server takes no mail of this size. */
    static final String TOO_LARGE = "SmtpTooLarge";
    /** The server lacks something that the mail needs. */
    static final String EXTENSION_MISSING = "SmtpExtensionMissing";
    /** The mail has nobody to go to. */
    static final String NO_RECIPIENT = "SmtpNoRecipient";

    private final SmtpClient client;
    private final MailServer server;
    private final MailboxRef mailbox;
    private final Email email;

    Submitter(SmtpClient client, MailboxRef mailbox, Email email) {
        this.client = client;
        this.server = client.server();
        this.mailbox = mailbox;
        this.email = email;
    }

    /** What is known of a mail before it is sent. */
    private record Needs(long size, boolean eightBit, boolean utf8) {}

    Submission submit() {
        Content message = email.original();
        String doing = "naming the sender";
        try {
            Map<String, EmailAddress> recipients = recipients();
            Needs needs = needs(message, recipients);
            SmtpReply reply = client.ask(from(needs));
            if (!reply.isGood()) {
                throw reply.refusal(server, "naming the sender " + mailbox.address());
            }
            doing = "naming the recipients";
            List<RefusedRecipient> refused = name(recipients);
            doing = "sending the mail";
            reply = client.ask("DATA");
            if (reply.code() != 354) {
                throw reply.refusal(server, "asking to send the mail");
            }
            client.sendBody(message);
            return end(refused);
        } catch (IOException e) {
            throw NetworkTrouble.of(server, doing, e);
        }
    }

    /** From here on the server may have taken the mail. */
    private Submission end(List<RefusedRecipient> refused) {
        SmtpReply reply;
        try {
            reply = client.endBody();
        } catch (IOException e) {
            throw new TransportException(
                    TransportException.OUTCOME_UNKNOWN,
                    server + " got the whole mail " + email.messageId() + ", but its answer did not arrive ("
                            + e.getMessage()
                            + "): nobody here knows whether the mail was sent. Look into the server's log for the Message-ID.",
                    e);
        }
        if (!reply.isGood()) {
            throw reply.refusal(server, "taking the mail");
        }
        return new Submission(reply.toString(), refused);
    }

    /** By the form in which the server gets them, each once. */
    private Map<String, EmailAddress> recipients() {
        Map<String, EmailAddress> recipients = new LinkedHashMap<>();
        for (Email.Recipient recipient : email.recipients()) {
            EmailAddress address = recipient.address();
            if (address.address() != null && !address.address().isBlank()) {
                recipients.putIfAbsent(address.address().strip().toLowerCase(Locale.ROOT), address);
            }
        }
        if (recipients.isEmpty()) {
            throw new TransportException(
                    NO_RECIPIENT, "the mail " + email.messageId() + " has no recipient with an address", null);
        }
        return recipients;
    }

    private Needs needs(Content message, Map<String, EmailAddress> recipients) throws IOException {
        MimeOutput measured = new MimeOutput(OutputStream.nullOutputStream(), false);
        SmtpClient.copy(message, measured);
        long most = client.mostBytes();
        if (most > 0 && measured.size() > most) {
            throw new TransportException(
                    TOO_LARGE,
                    "the mail has " + measured.size() + " bytes, and " + server + " takes no more than " + most
                            + ". Send less, or by another way.",
                    null);
        }
        boolean utf8 = measured.hasEightBitHeader()
                || needsUtf8(mailbox.address())
                || recipients.values().stream().anyMatch(address -> needsUtf8(address.address()));
        require(utf8, "SMTPUTF8", "addresses or header fields that are not ASCII");
        require(measured.hasEightBit(), "8BITMIME", "text of 8 bits that is not encoded");
        return new Needs(measured.size(), measured.hasEightBit(), utf8);
    }

    /** Domains have a form in ASCII; what stands before the @ has not. */
    private static boolean needsUtf8(String address) {
        return !isAscii(address.substring(0, Math.max(0, address.lastIndexOf('@'))));
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    private void require(boolean needed, String extension, String why) {
        if (needed && !client.offers(extension)) {
            throw new TransportException(
                    EXTENSION_MISSING,
                    "the mail has " + why + ", and " + server + " doesn't offer " + extension
                            + ". Write it in ASCII, or send it by another server.",
                    null);
        }
    }

    private String from(Needs needs) {
        return "MAIL FROM:<" + path(mailbox.address(), needs.utf8()) + ">"
                + (client.offers("SIZE") ? " SIZE=" + needs.size() : "")
                + (needs.eightBit() ? " BODY=8BITMIME" : "")
                + (needs.utf8() ? " SMTPUTF8" : "");
    }

    private static String path(String address, boolean utf8) {
        String bare = address.strip();
        int at = bare.lastIndexOf('@');
        return utf8 || at < 0 || isAscii(bare)
                ? bare
                : bare.substring(0, at + 1) + IDN.toASCII(bare.substring(at + 1), IDN.ALLOW_UNASSIGNED);
    }

    /** Names all recipients; those who were refused are told, unless nobody is left. */
    private List<RefusedRecipient> name(Map<String, EmailAddress> recipients) throws IOException {
        List<RefusedRecipient> refused = new ArrayList<>();
        TransportException passing = null;
        TransportException lasting = null;
        boolean utf8 = recipients.values().stream().anyMatch(address -> needsUtf8(address.address()));
        for (EmailAddress address : recipients.values()) {
            SmtpReply reply = isSayable(address.address())
                    ? client.ask("RCPT TO:<" + path(address.address(), utf8) + ">")
                    : new SmtpReply(553, List.of("5.1.3 not an address that can be said to a server"));
            if (reply.code() == 421) {
                throw reply.refusal(server, "naming the recipient " + address.address());
            }
            if (!reply.isGood()) {
                refused.add(new RefusedRecipient(address, reply.toString(), reply.isPermanent()));
                TransportException refusal = reply.refusal(server, "naming the recipient " + address.address());
                passing = passing == null && !reply.isPermanent() ? refusal : passing;
                lasting = lasting == null && reply.isPermanent() ? refusal : lasting;
            }
        }
        if (refused.size() == recipients.size()) {
            throw nobody(passing != null ? passing : lasting, refused);
        }
        return refused;
    }

    /** While one of them may be taken later, the mail is worth another try. */
    private TransportException nobody(TransportException first, List<RefusedRecipient> refused) {
        if (refused.size() == 1) {
            return first;
        }
        StringBuilder all = new StringBuilder(server + " refuses all " + refused.size() + " recipients:");
        refused.stream()
                .limit(20)
                .forEach(one -> all.append(' ')
                        .append(one.address().address())
                        .append(": ")
                        .append(one.reply())
                        .append(';'));
        return new TransportException(
                first.code(), all.append(" nobody gets the mail.").toString(), first);
    }

    /** What would say more to the server than an address is no address. */
    private static boolean isSayable(String address) {
        return address.chars().noneMatch(c -> c < 33 || c == '<' || c == '>' || c == 127);
    }
}
