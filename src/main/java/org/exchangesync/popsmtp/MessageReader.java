package org.exchangesync.popsmtp;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.exchangesync.item.Change;
import org.exchangesync.item.ChangeType;
import org.exchangesync.item.Content;
import org.exchangesync.item.ContentWriter;
import org.exchangesync.item.Email;
import org.exchangesync.item.ItemFault;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.mime.EmailParser;
import org.exchangesync.item.mime.MailboxProperties;
import org.exchangesync.item.mime.MimeLimits;
import org.exchangesync.item.mime.UnreadableMimeException;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.TransportException;

/** Fetches one message and makes a change of it. Threadsafe. */
final class MessageReader {
    /** The server won't give the message. */
    static final String REFUSED = "Pop3MessageRefused";
    /** The message ended before its end. */
    static final String TRUNCATED = "Pop3MessageTruncated";

    /** Above what any server takes. */
    private static final long MOST_BYTES = 1L << 30;

    private final ConnectionSettings settings;
    private final EmailParser parser;

    MessageReader(ConnectionSettings settings) {
        this.settings = settings;
        this.parser = new EmailParser(MimeLimits.DEFAULT, settings.spoolThreshold(), settings.spoolDirectory());
    }

    /**
     * What was fetched.
     *
     * @param change the message, or why it can't be read
     * @param bytes it had
     * @param inStep whether the connection is good for another message
     */
    record Read(Change change, long bytes, boolean inStep) {}

    /**
     * Fetches a message.
     *
     * @param expected its size as the server lists it; 0 if that isn't known
     * @throws IOException if the connection broke before its end
     * @throws TransportException if the server has passing trouble
     */
    Read read(Pop3Client client, Maildrop drop, String id, long expected) throws IOException {
        try (ContentWriter writer = new ContentWriter(settings.spoolThreshold(), settings.spoolDirectory())) {
            Bounded sink = new Bounded(writer);
            long bytes;
            try {
                bytes = client.message(drop.number(id), sink);
            } catch (Pop3Refusal refusal) {
                if (!refusal.isOfMessage()) {
                    throw refusal;
                }
                return new Read(unreadable(id, new ItemFault(REFUSED, refusal.getMessage()), null), 0, true);
            }
            if (sink.isOver()) {
                return new Read(unreadable(id, tooLarge(bytes), null), bytes, true);
            }
            boolean inStep = bytes >= expected || isInStep(client);
            Content original = content(writer);
            return new Read(
                    inStep ? change(id, original) : unreadable(id, truncated(bytes, expected), original),
                    bytes,
                    inStep);
        }
    }

    /** A message shorter than listed: either the size was wrong, or a line with a dot in it was taken for its end. */
    private static boolean isInStep(Pop3Client client) {
        try {
            return client.isInStep();
        } catch (IOException e) {
            return true; // the connection ended behind the message, which tells nothing against it
        }
    }

    private static Content content(ContentWriter writer) {
        try {
            return writer.content();
        } catch (IOException e) {
            throw new UncheckedIOException("a message can't be spooled: " + e.getMessage(), e);
        }
    }

    private Change change(String id, Content original) {
        boolean taken = false;
        try {
            MessageHeader header = MessageHeader.of(original);
            ItemId version = new ItemId(id, header.digest());
            try {
                Email email = parser.parse(original, MailboxProperties.received(header.receivedAt()));
                taken = true;
                return Change.created(version, email, null);
            } catch (UnreadableMimeException e) {
                taken = true;
                return Change.unreadable(ChangeType.CREATE, ItemKind.EMAIL, version, e.fault(), original);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a spooled message can't be read: " + e.getMessage(), e);
        } finally {
            if (!taken) {
                original.close();
            }
        }
    }

    private static Change unreadable(String id, ItemFault fault, Content original) {
        return Change.unreadable(ChangeType.CREATE, ItemKind.EMAIL, ItemId.of(id), fault, original);
    }

    private static ItemFault truncated(long bytes, long expected) {
        return new ItemFault(
                TRUNCATED,
                "After " + bytes + " of " + expected
                        + " bytes the message seemed to end, but the server went on with it: it"
                        + " doesn't double the dot of a line that has only that (RFC 1939, 3). The message is still on the"
                        + " server: read it there, or by another protocol; the server needs mending.");
    }

    private static ItemFault tooLarge(long bytes) {
        return new ItemFault(
                TransportException.LIMIT,
                "The message has " + bytes + " bytes, more than " + MOST_BYTES
                        + ". It is still on the server: look at it" + " there.");
    }

    /** Lets a message of any size end, but keeps only so much. */
    private static final class Bounded extends OutputStream {
        private final OutputStream sink;
        private long total;

        Bounded(OutputStream sink) {
            this.sink = sink;
        }

        boolean isOver() {
            return total > MOST_BYTES;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            total += length;
            if (!isOver()) {
                sink.write(bytes, offset, length);
            }
        }
    }
}
