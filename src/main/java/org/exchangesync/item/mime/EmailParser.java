package org.exchangesync.item.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.james.mime4j.MimeException;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.Email.Recipient;

/**
 * Makes an {@link Email} of the bytes of a message. Threadsafe.
 *
 * <p>A broken message gives what can be saved of it: a date that can't be read is null, a part with a damaged encoding holds
 * what could be decoded, text in an unknown charset is guessed (UTF-8 where it fits, else windows-1252). Contents of
 * attachments above the spool threshold are in spool files that belong to the email's reader, who closes them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5322">RFC 5322: messages</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2045">RFC 2045: MIME</a>
 */
public final class EmailParser {
    private final MimeLimits limits;
    private final int spoolThreshold;
    private final Path spoolDirectory;

    /**
     * @param spoolThreshold attachments with more bytes than this go to a spool file
     * @param spoolDirectory where spool files are made
     */
    public EmailParser(MimeLimits limits, int spoolThreshold, Path spoolDirectory) {
        this.limits = Objects.requireNonNull(limits, "limits");
        this.spoolThreshold = spoolThreshold;
        this.spoolDirectory = Objects.requireNonNull(spoolDirectory, "spoolDirectory");
    }

    /**
     * Reads a message.
     *
     * @param original the message; it is kept in the email and not closed
     * @param known what the mailbox knows of it
     * @throws UnreadableMimeException if there is nothing to make an email of, or too much
     * @throws IOException if the content can't be read or a spool file can't be written: a fault of this machine, not of
     *     the message
     */
    public Email parse(Content original, MailboxProperties known) throws UnreadableMimeException, IOException {
        MessageFields fields = new MessageFields();
        PartCollector parts = new PartCollector(limits, spoolThreshold, spoolDirectory);
        boolean done = false;
        try (InputStream in = original.open()) {
            new MimeWalk(limits, parts).message(withoutLeadingBlank(in), fields);
            Email email = email(fields, parts, original, known);
            done = true;
            return email;
        } catch (HeaderGuard.HeaderTooLargeException e) {
            throw new UnreadableMimeException(
                    UnreadableMimeException.LIMIT,
                    "A header of the message has more than " + limits.headerBytes()
                            + " bytes. Where such mail is meant to"
                            + " come, raise the limit of header bytes and replay it.",
                    e);
        } catch (MimeException | IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // The library's own checks: with hostile input they are a property of the message, not a defect to die of.
            throw new UnreadableMimeException(
                    UnreadableMimeException.UNREADABLE,
                    "The message of " + original.size() + " bytes can't be taken apart (" + e.getMessage()
                            + "). Look at the original; a sender that makes more of these needs mending.",
                    e);
        } finally {
            if (!done) {
                parts.discard();
            }
        }
    }

    private Email email(MessageFields fields, PartCollector parts, Content original, MailboxProperties known)
            throws UnreadableMimeException {
        if (!fields.isMail()) {
            boolean empty = original.size() == 0;
            throw new UnreadableMimeException(
                    empty ? UnreadableMimeException.EMPTY : UnreadableMimeException.NO_HEADER,
                    empty
                            ? "The message has no bytes at all. Look in the mailbox whether it can be opened there."
                            : "In " + original.size() + " bytes no header field of a mail was found (From, To, Subject,"
                                    + " Date, …): this seems to be something else. Look at the original.",
                    null);
        }
        List<Recipient> recipients = fields.recipients();
        if (recipients.size() > limits.recipients()) {
            throw new UnreadableMimeException(
                    UnreadableMimeException.LIMIT,
                    "The message has " + recipients.size() + " recipients, more than " + limits.recipients()
                            + ". Where such mail is meant to come, raise the limit of recipients and replay it.",
                    null);
        }
        return new Email(
                fields.messageId(),
                fields.subject(),
                fields.from(),
                fields.sender(),
                fields.addresses("reply-to"),
                recipients,
                fields.date(),
                known.receivedAt(),
                fields.messageIds("in-reply-to"),
                fields.messageIds("references"),
                parts.body(),
                parts.attachments(),
                known.importance() != null ? known.importance() : fields.importance(),
                known.sensitivity() != null ? known.sensitivity() : fields.sensitivity(),
                known.categories(),
                known.conversationIndex() != null ? known.conversationIndex() : fields.threadIndex(),
                original,
                known.syncKey());
    }

    /** Empty lines and a byte order mark before the header would end it before it began. */
    private static InputStream withoutLeadingBlank(InputStream in) throws IOException {
        PushbackInputStream start = new PushbackInputStream(in, 3);
        byte[] mark = start.readNBytes(3);
        boolean byteOrderMark =
                mark.length == 3 && mark[0] == (byte) 0xEF && mark[1] == (byte) 0xBB && mark[2] == (byte) 0xBF;
        if (!byteOrderMark) {
            start.unread(mark);
        }
        int first = start.read();
        while (first == '\r' || first == '\n') {
            first = start.read();
        }
        if (first >= 0) {
            start.unread(first);
        }
        return start;
    }
}
