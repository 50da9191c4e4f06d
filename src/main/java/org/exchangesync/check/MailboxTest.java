package org.exchangesync.check;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.exchangesync.item.ItemKind;
import org.exchangesync.profile.Direction;
import org.exchangesync.profile.Mailbox;
import org.exchangesync.transport.Capability;
import org.exchangesync.transport.ChangePage;
import org.exchangesync.transport.ChangeQuery;
import org.exchangesync.transport.ChangeSession;
import org.exchangesync.transport.FindQuery;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.ServerInfo;
import org.exchangesync.transport.SyncState;
import org.exchangesync.transport.Transport;
import org.exchangesync.transport.WellKnownFolder;

/** Looks whether the directions of one mailbox can be served, by reading calls only unless it is to send a mail to itself. */
final class MailboxTest {
    private static final FindQuery ONE = new FindQuery(null, null, null, 1);
    private static final long FEW_BYTES = 1 << 16;
    /** Mail received before a day that is still to come: none is read, only listed. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private final Transport transport;
    private final Mailbox mailbox;
    private final Clock clock;
    private final MailToSelf mail;

    /** Sends nothing. */
    MailboxTest(Transport transport, Mailbox mailbox, Clock clock) {
        this(transport, mailbox, clock, null);
    }

    /** @param mail what is done to test that mail leaves; null if none is to be sent */
    MailboxTest(Transport transport, Mailbox mailbox, Clock clock, MailToSelf mail) {
        this.transport = transport;
        this.mailbox = mailbox;
        this.clock = clock;
        this.mail = mail;
    }

    /**
     * A direction that was looked at.
     *
     * @param failure why it doesn't work; null where it does, or was not tested
     * @param detail what was read, or why it was not tested
     */
    record Looked(Direction direction, MailboxTests.Status status, RuntimeException failure, String detail) {}

    /** All directions, in their order. */
    List<Looked> run() {
        List<Looked> looked = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            looked.add(look(direction));
        }
        return looked;
    }

    private Looked look(Direction direction) {
        if (!mailbox.serves(direction)) {
            return skipped(direction, "this program doesn't serve it");
        }
        try {
            String detail = switch (direction) {
                case INCOMING -> incoming();
                case OUTGOING -> outgoing();
                case APPOINTMENTS_CONTACTS_TASKS -> folders();
            };
            return new Looked(direction, MailboxTests.Status.SUCCESS, null, detail);
        } catch (CancellationException e) {
            throw e; // the program ends: that says nothing about the mailbox
        } catch (RuntimeException e) { // whatever it is, the table of faults tells what it means
            return new Looked(direction, MailboxTests.Status.FAILURE, e, String.valueOf(e.getMessage()));
        }
    }

    private static Looked skipped(Direction direction, String why) {
        return new Looked(direction, MailboxTests.Status.SKIPPED, null, why);
    }

    /** The Inbox can be searched, and its changes can be asked for. */
    String incoming() {
        read(ItemKind.EMAIL, WellKnownFolder.INBOX);
        ChangeQuery query = new ChangeQuery(
                FolderRef.of(WellKnownFolder.INBOX),
                ItemKind.EMAIL,
                SyncState.START,
                clock.instant().plus(AHEAD),
                1,
                FEW_BYTES);
        try (ChangeSession session = transport.changes(mailbox.ref(), query)) {
            ChangePage page = session.next();
            return "the Inbox was read, and a sync call gave a state" + (page.last() ? "" : " and said there is more");
        }
    }

    /** The folders of mail that leaves can be searched, or the server where mail is handed in lets the mailbox sign in. */
    private String outgoing() {
        String seen = outgoingRead();
        return mail == null ? seen + "; no mail was sent" : seen + "; " + mail.run();
    }

    private String outgoingRead() {
        if (transport.capabilities(ItemKind.EMAIL).contains(Capability.SEND)) {
            read(ItemKind.EMAIL, WellKnownFolder.DRAFTS);
            read(ItemKind.EMAIL, WellKnownFolder.SENT_ITEMS);
            return "Drafts and Sent Items were read";
        }
        ServerInfo server = transport.outgoingInfo(mailbox.ref());
        return "signed in where mail is handed in: " + server.product() + " " + server.version();
    }

    /** The folders of appointments, contacts and tasks can be searched. */
    String folders() {
        read(ItemKind.APPOINTMENT, WellKnownFolder.CALENDAR);
        read(ItemKind.CONTACT, WellKnownFolder.CONTACTS);
        read(ItemKind.TASK, WellKnownFolder.TASKS);
        return "Calendar, Contacts and Tasks were read";
    }

    private void read(ItemKind kind, WellKnownFolder folder) {
        transport.find(mailbox.ref(), kind, FolderRef.of(folder), ONE);
    }
}
