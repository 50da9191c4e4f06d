package org.exchangesync.sandbox.store;

import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.xml.Xml;

/**
 * One mailbox: its folders, items and change numbers. Every write to a mailbox goes through the methods of this class,
 * each of which is one change. Threadsafe; several steps that belong together run inside {@link #write}.
 */
public final class Mailbox {
    private final String address;
    private final String displayName;
    private final UUID guid;
    private final Clock clock;
    private final Journal journal;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    final Map<Long, Folder> folders = new LinkedHashMap<>();
    final Map<WellKnown, Folder> wellKnown = new EnumMap<>(WellKnown.class);
    final Map<Long, StoredItem> items = new HashMap<>();
    final NavigableMap<Long, Long> removedFolders = new TreeMap<>();
    private UUID states;
    private long counter;

    Mailbox(String address, String displayName, UUID guid, Clock clock, Journal journal) {
        this.journal = journal;
        this.address = address;
        this.displayName = displayName;
        this.guid = guid;
        this.states = guid;
        this.clock = clock;
        for (WellKnown folder : WellKnown.values()) {
            long parent =
                    folder.parent() == null ? 0 : wellKnown.get(folder.parent()).number();
            Folder made = new Folder(this, ++counter, parent, folder, folder.displayName(), folder.folderClass());
            folders.put(made.number(), made);
            wellKnown.put(folder, made);
        }
    }

    /** The primary SMTP address, in lower case. */
    public String address() {
        return address;
    }

    public String displayName() {
        return displayName;
    }

    public UUID guid() {
        return guid;
    }

    /** What tells sync states that are good from those of before a restore. */
    public UUID states() {
        return read(() -> states);
    }

    public Clock clock() {
        return clock;
    }

    /** Runs something that reads and sees no change meanwhile. */
    public <T> T read(Supplier<T> work) {
        lock.readLock().lock();
        try {
            return work.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Runs several changes that nobody sees one by one. */
    public <T> T write(Supplier<T> work) {
        lock.writeLock().lock();
        try {
            return work.get();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** The number of the last change of anything in the mailbox. */
    public long lastChange() {
        return read(() -> counter);
    }

    /**
     * A folder that every mailbox has.
     *
     * @throws NoSuchElementException when it has vanished, as only some can
     */
    public Folder folder(WellKnown which) {
        return find(which)
                .orElseThrow(
                        () -> new NoSuchElementException(address + " has no " + which.displayName() + " any more"));
    }

    /** A folder that every mailbox has, unless it has vanished. */
    public Optional<Folder> find(WellKnown which) {
        return read(() -> Optional.ofNullable(wellKnown.get(which)));
    }

    /** The folder of that path, as {@link Folder#path} gives it. */
    public Optional<Folder> find(String path) {
        return read(() ->
                folders.values().stream().filter(f -> f.path().equals(path)).findFirst());
    }

    /** The folder of that number, if it is still there. */
    public Optional<Folder> folder(long number) {
        return read(() -> Optional.ofNullable(folders.get(number)));
    }

    /** Folders directly under another one, in the order of creation. */
    public List<Folder> children(Folder parent) {
        return read(() -> folders.values().stream()
                .filter(f -> f.parent == parent.number())
                .toList());
    }

    /** Folders anywhere under another one, each after its parent. */
    public List<Folder> descendants(Folder parent) {
        return read(() -> {
            List<Folder> found = new ArrayList<>();
            for (Folder child : children(parent)) {
                found.add(child);
                found.addAll(descendants(child));
            }
            return found;
        });
    }

    /** Numbers of folders that were removed after that change. */
    public List<Long> foldersRemovedAfter(long change) {
        return read(() -> List.copyOf(removedFolders.tailMap(change, false).values()));
    }

    /** The item of that number, if it is still there. */
    public Optional<StoredItem> item(long number) {
        return read(() -> Optional.ofNullable(items.get(number)));
    }

    /** Makes a folder; the caller has checked that the name is free. */
    public Folder addFolder(Folder parent, String name, String folderClass, Values values) {
        return write(() -> {
            Folder made = new Folder(this, ++counter, parent.number(), null, name, folderClass);
            made.values = values;
            folders.put(made.number(), made);
            journal.record(Change.ofFolder(Change.Action.CREATE_FOLDER, this, null, made));
            return made;
        });
    }

    /** Changes name and extended properties of a folder. */
    public void updateFolder(Folder folder, String name, Values values) {
        write(() -> {
            folder.displayName = name;
            folder.values = values;
            folder.changed = ++counter;
            journal.record(Change.ofFolder(Change.Action.UPDATE_FOLDER, this, folder, folder));
            return null;
        });
    }

    /** Hangs a folder under another one. */
    public void moveFolder(Folder folder, Folder target) {
        write(() -> {
            Folder left = folders.get(folder.parent);
            folder.parent = target.number();
            folder.changed = ++counter;
            journal.record(Change.ofFolder(Change.Action.MOVE_FOLDER, this, left, folder));
            return null;
        });
    }

    /** Removes a folder with everything in it. */
    public void removeFolder(Folder folder) {
        write(() -> {
            for (Folder child : children(folder)) {
                removeFolder(child);
            }
            List.copyOf(folder.items.values()).forEach(this::remove);
            journal.record(Change.ofFolder(Change.Action.DELETE_FOLDER, this, folder, null));
            folders.remove(folder.number());
            folder.wellKnown().ifPresent(wellKnown::remove);
            removedFolders.put(++counter, folder.number());
            return null;
        });
    }

    /** Puts a new item into a folder. */
    public StoredItem add(Folder folder, ItemContent content) {
        return write(() -> arrive(Change.Action.CREATE, folder, null, content));
    }

    /** Puts a message that somebody else sent into a folder. */
    public StoredItem deliver(Folder folder, ItemContent content) {
        return write(() -> arrive(Change.Action.DELIVER, folder, null, content));
    }

    /** Puts a copy of an item into a folder, under an id of its own. */
    public StoredItem copy(StoredItem item, Folder folder) {
        return write(() -> arrive(Change.Action.COPY, folder, item, item.content()));
    }

    /** Changes an item as it is now; empty when it has gone meanwhile. */
    public Optional<StoredItem> update(long number, UnaryOperator<ItemContent> change) {
        return write(() -> item(number).map(item -> {
            ItemContent content = change.apply(item.content());
            StoredItem changed =
                    new StoredItem(this, item.folder(), number, item.created(), ++counter, item.readChanged(), content);
            return replace(Change.Action.UPDATE, item, changed);
        }));
    }

    /** Changes nothing but the read flag, which clients are told as such. */
    public Optional<StoredItem> markRead(long number, boolean read) {
        return write(() -> item(number).map(item -> {
            Values values = item.values().change().put("message:IsRead", read).done();
            StoredItem marked = new StoredItem(
                    this,
                    item.folder(),
                    number,
                    item.created(),
                    item.changed(),
                    ++counter,
                    item.content().withValues(values));
            return replace(Change.Action.MARK_READ, item, marked);
        }));
    }

    /** Moves an item: it disappears here and arrives there under a new id. */
    public StoredItem move(StoredItem item, Folder target) {
        return move(item, target, item.content());
    }

    /** Moves an item that changes on the way. */
    public StoredItem move(StoredItem item, Folder target, ItemContent content) {
        return write(() -> {
            Folder left = folders.get(item.folder());
            take(item);
            StoredItem arrived = place(target, content);
            journal.record(Change.moved(left, target, item, arrived));
            return arrived;
        });
    }

    /** Removes an item for good. */
    public void remove(StoredItem item) {
        write(() -> {
            if (take(item)) {
                journal.record(Change.removed(folders.get(item.folder()), item));
            }
            return null;
        });
    }

    /** Keeps a user configuration of a folder; null removes it. */
    public void configure(Folder folder, String name, Xml configuration) {
        write(() -> {
            if (configuration == null) {
                folder.configurations.remove(name);
            } else {
                folder.configurations.put(name, configuration);
            }
            journal.record(Change.ofFolder(Change.Action.CONFIGURE, this, folder, folder));
            return null;
        });
    }

    /** Makes it what it was; items get new ids, and no sync state of before is good any more. */
    int restore(Snapshot snapshot, boolean newFolders) {
        return write(() -> {
            snapshot.restoreInto(this, newFolders);
            states = UUID.randomUUID();
            journal.record(Change.ofMailbox(Change.Action.RESTORE, this));
            return items.size();
        });
    }

    /** Refuses all sync states that were given so far, for good. */
    public void expireStates() {
        write(() -> {
            states = UUID.randomUUID();
            journal.record(Change.ofMailbox(Change.Action.EXPIRE_STATES, this));
            return null;
        });
    }

    long nextChange() {
        return ++counter;
    }

    private StoredItem arrive(Change.Action action, Folder folder, StoredItem origin, ItemContent content) {
        StoredItem made = place(folder, content);
        journal.record(Change.arrived(action, folder, origin, made));
        return made;
    }

    private StoredItem replace(Change.Action action, StoredItem before, StoredItem after) {
        Folder folder = folders.get(before.folder());
        put(folder, after);
        journal.record(Change.changed(action, folder, before, after));
        return after;
    }

    /** @throws NoSuchElementException when the folder has gone meanwhile */
    StoredItem place(Folder folder, ItemContent content) {
        if (folders.get(folder.number()) != folder) {
            throw new NoSuchElementException("the folder " + folder.displayName() + " has gone meanwhile");
        }
        long change = ++counter;
        return put(folder, new StoredItem(this, folder.number(), change, change, change, 0, content));
    }

    private boolean take(StoredItem item) {
        StoredItem gone = items.remove(item.number());
        if (gone == null) {
            return false;
        }
        Folder folder = folders.get(gone.folder());
        folder.items.remove(gone.number());
        folder.itemsChanged = ++counter;
        folder.removals.put(counter, new Folder.Removal(gone.number(), gone.created(), counter));
        return true;
    }

    private StoredItem put(Folder folder, StoredItem item) {
        folder.items.put(item.number(), item);
        folder.itemsChanged = counter;
        items.put(item.number(), item);
        return item;
    }
}
