package org.exchangesync.sandbox.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.exchangesync.sandbox.discovery.Formerly;
import org.exchangesync.sandbox.discovery.Servers;
import org.exchangesync.sandbox.item.Postman;
import org.exchangesync.sandbox.ledger.Ledger;
import org.exchangesync.sandbox.store.Backups;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.store.MailStore;
import org.exchangesync.sandbox.store.Mailbox;
import org.exchangesync.sandbox.store.WellKnown;

/**
 * What happens to mailboxes behind the back of their clients: mail arrives, a backup is restored, a folder is gone. Mailboxes
 * are given by any of their addresses. All methods throw an IllegalArgumentException with what there is, where something
 * that isn't there is named. Threadsafe.
 */
public final class Administration {
    /** Folders that every mailbox has at first, but that the sandbox can do without. */
    private static final Set<WellKnown> DISPENSABLE = Set.of(
            WellKnown.CALENDAR,
            WellKnown.CONTACTS,
            WellKnown.TASKS,
            WellKnown.NOTES,
            WellKnown.JOURNAL,
            WellKnown.JUNKEMAIL);

    private final MailStore store;
    private final Ledger ledger;
    private final Servers servers;
    private final Backups backups = new Backups();

    public Administration(MailStore store, Ledger ledger, Servers servers) {
        this.servers = servers;
        this.store = store;
        this.ledger = ledger;
    }

    /**
     * Puts a message into the Inbox of a mailbox, as if it had just come from outside; the bytes are kept as they are.
     *
     * @return the id of the new item
     */
    public String deliver(String mailbox, byte[] message) {
        Mailbox to = mailbox(mailbox);
        return during("deliver", () -> {
            try {
                return Postman.receive(store, to, message.clone(), store.clock().instant())
                        .id();
            } catch (IOException e) {
                throw new UncheckedIOException("the bytes are no message: " + e.getMessage(), e);
            }
        });
    }

    /** Keeps a mailbox as it is now, under a name. */
    public void snapshot(String mailbox, String name) {
        backups.take(mailbox(mailbox), name);
    }

    /** The snapshots of a mailbox and when each was taken. */
    public Map<String, Instant> snapshots(String mailbox) {
        Map<String, Instant> taken = new TreeMap<>();
        backups.of(mailbox(mailbox)).forEach((name, snapshot) -> taken.put(name, snapshot.taken()));
        return taken;
    }

    /** Forgets a snapshot; false when there is none of that name. */
    public boolean removeSnapshot(String mailbox, String name) {
        return backups.remove(mailbox(mailbox), name);
    }

    /**
     * Restores a mailbox from a backup. Every item has another id and change key than before, all sync states are refused,
     * and nothing tells a client which of its items is which but what they hold.
     *
     * @param snapshot what it was; null restores it as it is
     * @param newFolderIds as into a new mailbox, where folders have other ids as well; otherwise as into the same one,
     *     where a folder that is still at its place keeps its id
     * @return how many items it holds now
     */
    public int restore(String mailbox, String snapshot, boolean newFolderIds) {
        Mailbox restored = mailbox(mailbox);
        return during("restore", () -> backups.restore(restored, snapshot, newFolderIds));
    }

    /** Refuses all sync states of a mailbox that were given so far, for good; nothing else changes. */
    public void expireStates(String mailbox) {
        Mailbox expired = mailbox(mailbox);
        during("expire-states", () -> {
            expired.expireStates();
            return null;
        });
    }

    /**
     * Lets a folder vanish with everything in it, those too that no client may delete: Calendar, Contacts, Tasks, Notes,
     * Journal and Junk E-Mail.
     *
     * @param path such as {@code inbox/Undeliverable} or {@code tasks}
     */
    public void vanish(String mailbox, String path) {
        Mailbox owner = mailbox(mailbox);
        during(
                "vanish",
                () -> owner.write(() -> {
                    Folder folder = owner.find(path)
                            .orElseThrow(() -> new IllegalArgumentException(owner.address() + " has no folder '" + path
                                    + "'; it has "
                                    + String.join(
                                            ", ",
                                            owner.descendants(owner.folder(WellKnown.ROOT)).stream()
                                                    .map(Folder::path)
                                                    .toList())));
                    if (folder.wellKnown().isPresent()
                            && !DISPENSABLE.contains(folder.wellKnown().get())) {
                        throw new IllegalArgumentException("no mailbox can do without its " + folder.displayName()
                                + "; folders that can vanish are "
                                + String.join(
                                        ", ",
                                        DISPENSABLE.stream()
                                                .map(WellKnown::id)
                                                .sorted()
                                                .toList())
                                + ", and all that somebody made");
                    }
                    owner.removeFolder(folder);
                    return null;
                }));
    }

    /**
     * Moves a mailbox to another server, with all that it holds; ids and sync states stay good.
     *
     * @param server its name; {@value Servers#MAIN} is the one where all mailboxes are at first
     * @param formerly what the other servers answer from now on
     */
    public void moveTo(String mailbox, String server, Formerly formerly) {
        servers.move(mailbox(mailbox).address(), server, formerly);
    }

    /** On which server a mailbox is. */
    public String server(String mailbox) {
        return servers.of(mailbox(mailbox).address());
    }

    /** Where the EWS of a mailbox is. */
    public String ewsUrl(String mailbox) {
        return servers.ewsUrl(server(mailbox));
    }

    private <T> T during(String what, Supplier<T> work) {
        return ledger.during("control", what, work);
    }

    private Mailbox mailbox(String address) {
        return store.byAnyAddress(address)
                .orElseThrow(() -> new IllegalArgumentException("the sandbox has no mailbox " + address + "; it has "
                        + String.join(
                                ", ",
                                store.mailboxes().stream().map(Mailbox::address).toList())));
    }
}
