package org.exchangesync.sandbox.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Snapshots of mailboxes by name, a limited number of them. Threadsafe. */
public final class Backups {
    /** The most snapshots at once, of all mailboxes together. */
    public static final int MOST = 20;

    private final Map<Mailbox, Map<String, Snapshot>> taken = new LinkedHashMap<>();

    /**
     * Keeps a mailbox as it is now under that name, in the place of what was kept under it before.
     *
     * @throws IllegalArgumentException with what is allowed
     */
    public synchronized void take(Mailbox mailbox, String name) {
        if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("a snapshot can't be called '" + name
                    + "'; allowed are up to 64 letters, digits, dots, hyphens and underscores");
        }
        Map<String, Snapshot> own = taken.computeIfAbsent(mailbox, m -> new TreeMap<>());
        int all = taken.values().stream().mapToInt(Map::size).sum();
        if (all == MOST && !own.containsKey(name)) {
            throw new IllegalArgumentException(
                    "there are " + MOST + " snapshots already, the most there can be; delete some first");
        }
        own.put(name, Snapshot.of(mailbox));
    }

    /** The snapshots of a mailbox by name. */
    public synchronized Map<String, Snapshot> of(Mailbox mailbox) {
        return Map.copyOf(taken.getOrDefault(mailbox, Map.of()));
    }

    /** Forgets a snapshot; false when there is none of that name. */
    public synchronized boolean remove(Mailbox mailbox, String name) {
        return taken.getOrDefault(mailbox, Map.of()).remove(name) != null;
    }

    /**
     * Makes a mailbox what it was.
     *
     * @param name of the snapshot; null restores the mailbox as it is, which changes its ids and nothing else
     * @param newFolders whether folders get new ids as well as items
     * @return how many items it holds now
     * @throws IllegalArgumentException when there is no such snapshot
     */
    public int restore(Mailbox mailbox, String name, boolean newFolders) {
        if (name == null) {
            return mailbox.write(() -> mailbox.restore(Snapshot.of(mailbox), newFolders));
        }
        Snapshot snapshot = of(mailbox).get(name);
        if (snapshot == null) {
            throw new IllegalArgumentException("mailbox " + mailbox.address() + " has no snapshot '" + name
                    + "'; it has " + new TreeMap<>(of(mailbox)).keySet());
        }
        return mailbox.restore(snapshot, newFolders);
    }
}
