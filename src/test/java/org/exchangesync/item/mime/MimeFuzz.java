package org.exchangesync.item.mime;

import java.io.IOException;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.EmailIdentity;

/**
 * Any bytes as a mail: an email is made of them, or a fault that a dead letter can show. A mail that can be read is read
 * alike again, keeps within the limits, has an identity, and its attached mails can be read in turn.
 */
public final class MimeFuzz {
    private static final int DEPTH = 3;

    private MimeFuzz() {}

    /** What the fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] message) throws IOException {
        read(message, DEPTH);
    }

    private static void read(byte[] message, int depth) throws IOException {
        Email email;
        try {
            email = parse(message);
        } catch (UnreadableMimeException e) {
            if (e.fault().code().isEmpty() || e.fault().message().isBlank()) {
                throw new AssertionError("a fault that says nothing", e);
            }
            return;
        }
        String key = EmailIdentity.of(email).key();
        if (key.length() != 64 || !key.equals(EmailIdentity.of(again(message)).key())) {
            throw new AssertionError("a mail that isn't recognised when it comes again");
        }
        if (email.recipients().size() > MimeLimits.DEFAULT.recipients()
                || email.attachments().size() > MimeLimits.DEFAULT.parts()) {
            throw new AssertionError("limits were exceeded");
        }
        for (Attachment attachment : email.attachments()) {
            byte[] content = attachment.content().toByteArray();
            if (content.length != attachment.content().size()) {
                throw new AssertionError("an attachment of " + content.length + " bytes says it has "
                        + attachment.content().size());
            }
            if (depth > 0 && "message/rfc822".equals(attachment.contentType())) {
                read(content, depth - 1);
            }
            attachment.content().close();
        }
    }

    private static Email parse(byte[] message) throws IOException, UnreadableMimeException {
        return MailFixtures.PARSER.parse(Content.of(message), MailboxProperties.received(MailFixtures.RECEIVED));
    }

    private static Email again(byte[] message) throws IOException {
        try {
            return parse(message);
        } catch (UnreadableMimeException e) {
            throw new AssertionError("a mail that can be read only once", e);
        }
    }
}
