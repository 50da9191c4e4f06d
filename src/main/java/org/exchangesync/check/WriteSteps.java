package org.exchangesync.check;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.TestMark;
import org.exchangesync.profile.Direction;
import org.exchangesync.profile.Mailbox;
import org.exchangesync.transport.Capability;
import org.exchangesync.transport.DeleteMode;
import org.exchangesync.transport.Fetched;
import org.exchangesync.transport.FindQuery;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.ItemContents;
import org.exchangesync.transport.Transport;
import org.exchangesync.transport.WellKnownFolder;

/**
 * What the doctor does in a mailbox when it may write: it makes items, reads them, changes them and takes them away. An item
 * that stays, or may have stayed, is told with its folder and its subject.
 */
final class WriteSteps {
    private static final String CHANGED = TestItems.TITLE + " (changed)";

    /** What is tried in one folder. */
    private enum Place {
        OUTBOX("write", "Test item in the Outbox", ItemKind.EMAIL, WellKnownFolder.OUTBOX, null),
        DRAFTS("draft", "Draft", ItemKind.EMAIL, WellKnownFolder.DRAFTS, Direction.OUTGOING),
        CALENDAR("appointment", "Appointment", ItemKind.APPOINTMENT, WellKnownFolder.CALENDAR),
        CONTACTS("contact", "Contact", ItemKind.CONTACT, WellKnownFolder.CONTACTS),
        TASKS("task", "Task", ItemKind.TASK, WellKnownFolder.TASKS);

        private final String id;
        private final String title;
        private final ItemKind kind;
        private final WellKnownFolder folder;
        private final Direction direction;

        Place(String id, String title, ItemKind kind, WellKnownFolder folder) {
            this(id, title, kind, folder, Direction.APPOINTMENTS_CONTACTS_TASKS);
        }

        Place(String id, String title, ItemKind kind, WellKnownFolder folder, Direction direction) {
            this.id = id;
            this.title = title;
            this.kind = kind;
            this.folder = folder;
            this.direction = direction;
        }
    }

    private final Examination examination;
    private final Transport transport;
    private final Mailbox mailbox;
    private final Supplier<String> installation;
    private final Clock clock;

    /** @param installation the id by which the engine knows test items and leaves them out */
    WriteSteps(
            Examination examination, Transport transport, Mailbox mailbox, Supplier<String> installation, Clock clock) {
        this.examination = examination;
        this.transport = transport;
        this.mailbox = mailbox;
        this.installation = installation;
        this.clock = clock;
    }

    /** None of the steps. */
    static void skip(Examination examination, String reason) {
        for (Place place : Place.values()) {
            examination.skip(place.id, place.title, reason);
        }
    }

    /** All steps. */
    void run() {
        for (Place place : Place.values()) {
            examination.step(place.id, place.title, () -> attempt(place));
        }
    }

    private Finding attempt(Place place) {
        if (!transport.capabilities(place.kind).contains(Capability.UPDATE)) {
            return Finding.skip("servers of this kind let nothing be written");
        }
        if (place.direction != null && !mailbox.serves(place.direction)) {
            return Finding.skip("the mailbox has no " + place.direction.label() + " to be served");
        }
        String key = new TestMark(installation.get()).key(UUID.randomUUID().toString());
        RuntimeException failure = null;
        Finding finding = null;
        try {
            finding = place == Place.OUTBOX ? made(place, key) : kept(place, key);
        } catch (RuntimeException e) {
            failure = e;
        }
        String left = remove(place, key);
        if (left != null) {
            return Finding.fail("NotRemoved", (failure == null ? "" : failure.getMessage() + "; ") + left);
        }
        if (failure != null) {
            throw failure;
        }
        return finding;
    }

    /** What AllSolutions asks of a service account: a test item in a folder that is empty, then removed. */
    private Finding made(Place place, String key) {
        create(place, key);
        return Finding.pass("an item was made in the Outbox and removed");
    }

    private ItemId create(Place place, String key) {
        Item item = new TestItems(mailbox, clock.instant()).item(place.kind, TestItems.TITLE, key);
        return transport.create(mailbox.ref(), FolderRef.of(place.folder), item);
    }

    private Finding kept(Place place, String key) {
        ItemId id = create(place, key);
        if (transport.find(mailbox.ref(), place.kind, FolderRef.of(place.folder), FindQuery.bySyncKey(key)).stream()
                .noneMatch(found -> found.id().equals(id.id()))) {
            return Finding.fail(
                    "KeyNotFound", "an item was made in " + place.folder.label() + ", but is not found by our key");
        }
        Finding read = read(place, id, TestItems.TITLE, key);
        if (read != null) {
            return read;
        }
        if (place != Place.DRAFTS) {
            return Finding.pass("an item was made in " + place.folder.label()
                    + " with nobody notified, found by our key, read and removed");
        }
        ItemId changed = transport.update(
                mailbox.ref(), id, new TestItems(mailbox, clock.instant()).item(place.kind, CHANGED, key));
        read = read(place, changed, CHANGED, key);
        return read != null
                ? read
                : Finding.pass(
                        "a draft was made, found by our key, read, changed by its version, read again and removed");
    }

    /** Null where all is as it was written. */
    private Finding read(Place place, ItemId id, String title, String key) {
        Fetched fetched = transport.fetch(mailbox.ref(), place.kind, id);
        try {
            boolean same = title.equals(fetched.item().title())
                    && key.equals(fetched.item().syncKey());
            return same
                    ? null
                    : Finding.fail(
                            "NotKept",
                            "what was written to " + place.folder.label() + " came back as '"
                                    + fetched.item().title() + "' with the key "
                                    + fetched.item().syncKey());
        } finally {
            ItemContents.close(fetched.item());
        }
    }

    /**
     * Takes away for good whatever bears the key, also an item that was made though the answer was lost.
     *
     * @return what is left and how a person finds it; null where nothing is
     */
    private String remove(Place place, String key) {
        List<String> troubles = new ArrayList<>();
        try {
            for (ItemId id :
                    transport.find(mailbox.ref(), place.kind, FolderRef.of(place.folder), FindQuery.bySyncKey(key))) {
                try {
                    transport.delete(mailbox.ref(), place.kind, id, DeleteMode.HARD);
                } catch (RuntimeException e) {
                    troubles.add(String.valueOf(e.getMessage()));
                }
            }
            if (troubles.isEmpty()
                    && transport
                            .find(mailbox.ref(), place.kind, FolderRef.of(place.folder), FindQuery.bySyncKey(key))
                            .isEmpty()) {
                return null;
            }
            if (troubles.isEmpty()) {
                troubles.add("the server says that it was deleted, but still finds it");
            }
        } catch (RuntimeException e) {
            troubles.add(String.valueOf(e.getMessage()));
        }
        return "in the folder " + place.folder.label() + " of " + mailbox.address() + " there may still be the item '"
                + TestItems.TITLE + "', which could not be removed (" + String.join("; ", troubles) + ")";
    }
}
