package org.exchangesync.check;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.exchangesync.check.MailboxTests.Claim;
import org.exchangesync.item.Email;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.TestMark;
import org.exchangesync.profile.Mailbox;
import org.exchangesync.transport.Capability;
import org.exchangesync.transport.DeleteMode;
import org.exchangesync.transport.FindQuery;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.ItemContents;
import org.exchangesync.transport.Transport;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.WellKnownFolder;

/**
 * Has a mailbox send a mail to itself, waits until it is in the Inbox, and takes it away again.
 *
 * <p>Its Message-ID follows from the request and the number of the try. So a process that goes on with a test which another one
 * left looks first whether the mail is there or was sent; and the next try finds the mail of the one before, if that was only
 * slow.
 */
final class MailToSelf {
    /** The code where the mail does not arrive in time. */
    static final String NOT_ARRIVED = "TestMailNotArrived";

    private static final Set<String> OCCUPIED = Set.of("Pop3InUse", "Pop3LoginDelay");
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private final Transport transport;
    private final Mailbox mailbox;
    private final ArrivalWait wait;
    private final Clock clock;
    private final boolean drafts;
    /** The keys of all tries, this one's last. */
    private final List<String> keys = new ArrayList<>();

    MailToSelf(Transport transport, Mailbox mailbox, Claim claim, TestMark mark, ArrivalWait wait, Clock clock) {
        this.transport = transport;
        this.mailbox = mailbox;
        this.wait = wait;
        this.clock = clock;
        this.drafts = transport.capabilities(ItemKind.EMAIL).contains(Capability.SEND);
        String request = claim.mailbox() + " " + claim.requestedAt().toEpochMilli();
        UUID id = UUID.nameUUIDFromBytes(request.getBytes(StandardCharsets.UTF_8));
        for (int attempt = 0; attempt <= claim.attempts(); attempt++) {
            keys.add(mark.key(id + "." + attempt));
        }
    }

    /**
     * @return what was seen, in words
     * @throws TransportException {@link #NOT_ARRIVED}, or what the server said
     * @throws CancellationException if the thread was interrupted; its flag is set
     */
    String run() {
        Instant start = clock.instant();
        boolean there = arrived(keys);
        if (!there) {
            if (!wasSent()) {
                send();
            }
            there = awaited(start);
        }
        if (!there) {
            throw new TransportException(
                    NOT_ARRIVED,
                    "the mail '" + TestItems.TITLE + "' that " + mailbox.address()
                            + " sent to itself was taken by the server, but was not in the Inbox within "
                            + wait.longest().toSeconds() + " s; if it still comes, it may be deleted",
                    null);
        }
        long seconds = Duration.between(start, clock.instant()).toSeconds();
        String left = tidy();
        return "a mail to the mailbox itself was sent and arrived within " + Math.max(1, seconds) + " s"
                + (left.isEmpty() ? ", and was removed" : left);
    }

    private boolean awaited(Instant start) {
        Duration pause = FIRST_PAUSE;
        while (!isThereNow()) {
            Duration left = Duration.between(clock.instant(), start.plus(wait.longest()));
            if (left.isNegative() || left.isZero()) {
                return arrived(keys);
            }
            pause(pause.compareTo(left) < 0 ? pause : left);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
        return true;
    }

    /** The engine may be reading the same mailbox, which POP3 lets only one do at a time: that passes while we wait. */
    private boolean isThereNow() {
        try {
            return arrived(keys.subList(keys.size() - 1, keys.size()));
        } catch (TransportException e) {
            if (OCCUPIED.contains(e.code())) {
                return false;
            }
            throw e;
        }
    }

    private void pause(Duration time) {
        try {
            wait.pause().last(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for the test mail of " + mailbox.address());
        }
    }

    private boolean arrived(List<String> which) {
        return which.stream().anyMatch(key -> !find(WellKnownFolder.INBOX, key).isEmpty());
    }

    private List<ItemId> find(WellKnownFolder folder, String key) {
        return transport.find(
                mailbox.ref(),
                ItemKind.EMAIL,
                FolderRef.of(folder),
                FindQuery.byMessageId(TestMark.messageId(key, mailbox.address())));
    }

    /** Whether this try's mail left before the process ended that began it; over SMTP nobody can say. */
    private boolean wasSent() {
        return drafts
                && (!find(WellKnownFolder.SENT_ITEMS, current()).isEmpty()
                        || !find(WellKnownFolder.OUTBOX, current()).isEmpty());
    }

    private String current() {
        return keys.get(keys.size() - 1);
    }

    private void send() {
        Email mail = new TestItems(mailbox, clock.instant()).mail(TestItems.TITLE, current());
        try {
            if (drafts) {
                sendDraft(mail);
            } else {
                submit(mail);
            }
        } finally {
            ItemContents.close(mail);
        }
    }

    private void sendDraft(Email mail) {
        try {
            transport.send(mailbox.ref(), transport.create(mailbox.ref(), FolderRef.of(WellKnownFolder.DRAFTS), mail));
        } catch (TransportException e) {
            String left = remove(WellKnownFolder.DRAFTS);
            throw left.isEmpty()
                    ? e
                    : new TransportException(
                            e.code(), e.getMessage() + left, e.backOff().orElse(null), null, e);
        }
    }

    /** A server that may have taken the mail is waited for like one that did. */
    private void submit(Email mail) {
        try {
            transport.submit(mailbox.ref(), mail);
        } catch (TransportException e) {
            if (!e.code().equals(TransportException.OUTCOME_UNKNOWN)) {
                throw e;
            }
        }
    }

    /** Takes away what all tries left; what can't be is told, but the mail went its way all the same. */
    private String tidy() {
        return remove(WellKnownFolder.INBOX)
                + (drafts ? remove(WellKnownFolder.SENT_ITEMS) + remove(WellKnownFolder.DRAFTS) : "");
    }

    private String remove(WellKnownFolder folder) {
        try {
            for (String key : keys) {
                for (ItemId id : find(folder, key)) {
                    transport.delete(mailbox.ref(), ItemKind.EMAIL, id, DeleteMode.HARD);
                }
            }
            return "";
        } catch (TransportException e) {
            return "; in " + folder.label() + " there may still be the mail '" + TestItems.TITLE
                    + "', which could not be removed (" + e.getMessage() + "): remove it by hand";
        }
    }
}
