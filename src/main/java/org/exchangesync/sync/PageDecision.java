package org.exchangesync.sync;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.exchangesync.item.Appointment;
import org.exchangesync.item.Change;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.KindCounts.Event;

/**
 * Decides for each item of a page which record it is: the one it is linked to, one that is there already, or a new one.
 *
 * <p>Mail is recognised by Message-ID and content, appointments by UID, everything by our own key on the item, and an item
 * that comes back under a new id by its content. The decision doesn't depend on the order in which mailboxes and pages
 * come: of several copies of a meeting the organizer's is the one that the record shows, or else that of the mailbox whose
 * address sorts first.
 */
final class PageDecision {
    private final FolderState state;
    private final Known known;
    private final Supplier<UUID> newId;
    private final Map<UUID, RecordWrite> writes = new LinkedHashMap<>();
    private final Map<UUID, Instant> receivedEarlier = new HashMap<>();
    private final List<Decided> decided = new ArrayList<>();
    private final List<UUID> abandoned = new ArrayList<>();

    /** What became of a candidate; a record that can't be written takes its candidates along. */
    record Decided(Candidate candidate, UUID recordId, Link link, Event event) {}

    PageDecision(FolderState state, Known known, Supplier<UUID> newId) {
        this.state = state;
        this.known = known;
        this.newId = newId;
    }

    void decide(Candidate candidate) {
        if (candidate.kind() == ItemKind.EMAIL) {
            decideEmail(candidate);
        } else {
            decideOther(candidate);
        }
    }

    private void decideEmail(Candidate candidate) {
        RecordHead linked = known.linked(candidate.itemId());
        RecordHead identical = known.withIdentity(candidate.identity());
        RecordHead same = identical != null ? identical : known.ownMail(candidate, mailbox());
        if (linked != null
                && (linked.identity().equals(candidate.identity())
                        || same != null && same.id().equals(linked.id()))) {
            relink(candidate, linked);
        } else if (same != null) {
            if (linked != null) {
                abandoned.add(linked.id());
            }
            if (candidate.receivedAt() != null
                    && (same.receivedAt() == null || candidate.receivedAt().isBefore(same.receivedAt()))) {
                receivedEarlier.merge(same.id(), candidate.receivedAt(), (a, b) -> a.isBefore(b) ? a : b);
            }
            link(candidate, same.id(), Event.LINKED);
        } else {
            // A mail that was edited in place (a draft) is a new record: other mailboxes may hold the old one.
            if (linked != null) {
                abandoned.add(linked.id());
            }
            String warning = known.messageIdIsKnown(candidate.messageId())
                    ? "Message-ID " + candidate.messageId() + " stands on another mail with different content too"
                    : null;
            insert(candidate, candidate.identity(), warning);
        }
    }

    private void decideOther(Candidate candidate) {
        RecordHead linked = known.linked(candidate.itemId());
        if (linked != null) {
            if (linked.contentDigest().equals(candidate.digest()) && !linked.gone() || !mayShow(candidate, linked)) {
                relink(candidate, linked);
            } else {
                update(candidate, linked, Event.UPDATED);
            }
            return;
        }
        RecordHead found = recognise(candidate);
        if (found == null) {
            RecordHead namesake = known.withIdentity(candidate.identity());
            insert(
                    candidate,
                    candidate.identity() == null || namesake != null ? null : candidate.identity(),
                    namesake == null
                            ? null
                            : "UID " + candidate.identity() + " stands on another item of " + mailbox()
                                    + " with different content too");
        } else if (found.gone() || !found.contentDigest().equals(candidate.digest()) && mayShow(candidate, found)) {
            update(candidate, found, Event.LINKED);
        } else {
            link(candidate, found.id(), Event.LINKED);
        }
    }

    private RecordHead recognise(Candidate candidate) {
        RecordHead named = known.head(candidate.syncKey());
        if (named != null && named.kind() == candidate.kind()) {
            return named;
        }
        RecordHead orphan = known.orphan(candidate.digest());
        if (orphan != null) {
            return known.head(orphan.id());
        }
        RecordHead same = known.withIdentity(candidate.identity());
        if (same == null || same.contentDigest().equals(candidate.digest())) {
            return same;
        }
        // Two different items of one mailbox under one UID are two appointments: a copy that was changed.
        boolean copied = known.linksOf(same.id()).stream()
                .anyMatch(link -> link.folder().mailbox().equals(mailbox())
                        && !link.itemId().equals(candidate.itemId()));
        return copied ? null : same;
    }

    /** Whether the record shall show this mailbox's copy rather than the one that it shows. */
    private boolean mayShow(Candidate candidate, RecordHead head) {
        return !(candidate.item() instanceof Appointment appointment)
                || rank(mailbox(), appointment).compareTo(rank(head.sourceMailbox(), appointment)) <= 0;
    }

    private static String rank(String mailbox, Appointment appointment) {
        EmailAddress organizer = appointment.organizer();
        boolean isOrganizer = organizer != null && mailbox.equalsIgnoreCase(organizer.address());
        return (isOrganizer ? "0" : "1") + mailbox;
    }

    private void relink(Candidate candidate, RecordHead head) {
        Link before = known.link(candidate.itemId());
        Change change = candidate.outcome().change();
        boolean flagged =
                change.read() != null && before.read() != null && !change.read().equals(before.read());
        link(candidate, head.id(), flagged ? Event.UPDATED : Event.UNCHANGED);
    }

    private void insert(Candidate candidate, String identity, String warning) {
        UUID id = newId.get();
        RecordHead head = new RecordHead(
                id,
                candidate.kind(),
                identity == null ? "own:" + id : identity,
                candidate.digest(),
                mailbox(),
                candidate.receivedAt(),
                1,
                false);
        write(new RecordWrite(head, candidate.item(), warning), candidate);
        link(candidate, id, Event.CREATED);
    }

    private void update(Candidate candidate, RecordHead before, Event event) {
        RecordWrite pending = writes.get(before.id());
        RecordHead head = new RecordHead(
                before.id(),
                before.kind(),
                before.identity(),
                candidate.digest(),
                mailbox(),
                before.receivedAt(),
                pending != null ? before.version() : before.version() + 1,
                false);
        write(new RecordWrite(head, candidate.item(), pending != null ? pending.warning() : null), candidate);
        link(candidate, before.id(), event);
    }

    private void write(RecordWrite write, Candidate candidate) {
        writes.put(write.head().id(), write);
        known.remember(write.head(), candidate.messageId());
    }

    private void link(Candidate candidate, UUID record, Event event) {
        Change change = candidate.outcome().change();
        Link before = known.link(candidate.itemId());
        Boolean read = change.read() != null || before == null ? change.read() : before.read();
        Link link = new Link(
                record,
                state.key(),
                change.id().id(),
                change.id().changeKey(),
                read,
                candidate.receivedAt(),
                state.generation(),
                candidate.outcome().receivedFor());
        known.remember(link);
        decided.add(new Decided(candidate, record, link, event));
    }

    private String mailbox() {
        return state.key().mailbox();
    }

    List<RecordWrite> writes() {
        return List.copyOf(writes.values());
    }

    Map<UUID, Instant> receivedEarlier() {
        return receivedEarlier;
    }

    List<Decided> decided() {
        return decided;
    }

    /** Records that lost an item to another record. */
    List<UUID> abandoned() {
        return abandoned;
    }
}
