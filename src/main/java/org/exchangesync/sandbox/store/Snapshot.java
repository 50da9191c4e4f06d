package org.exchangesync.sandbox.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.xml.Xml;

/**
 * What a mailbox held at one moment. Small, because contents never change and are shared with the mailbox. Immutable.
 *
 * @param folders each after the one above it
 * @param items in the order of their arrival
 */
public record Snapshot(Instant taken, List<SavedFolder> folders, List<SavedItem> items) {
    /** A folder as it was. */
    record SavedFolder(
            long number,
            long parent,
            String path,
            WellKnown wellKnown,
            String displayName,
            String folderClass,
            Values values,
            Map<String, Xml> configurations) {}

    /** An item as it was, and the number of its folder. */
    record SavedItem(long folder, ItemContent content) {}

    /** The mailbox as it is now. */
    static Snapshot of(Mailbox mailbox) {
        return mailbox.read(() -> {
            Folder root = mailbox.folder(WellKnown.ROOT);
            List<Folder> all = new ArrayList<>(List.of(root));
            all.addAll(mailbox.descendants(root));
            List<SavedFolder> folders = all.stream()
                    .map(f -> new SavedFolder(
                            f.number(),
                            f.parent(),
                            f.path(),
                            f.wellKnown().orElse(null),
                            f.displayName(),
                            f.folderClass(),
                            f.values(),
                            Map.copyOf(f.configurations)))
                    .toList();
            List<SavedItem> items = mailbox.items.values().stream()
                    .sorted(Comparator.comparingLong(StoredItem::number))
                    .map(i -> new SavedItem(i.folder(), i.content()))
                    .toList();
            return new Snapshot(mailbox.clock().instant(), folders, items);
        });
    }

    /**
     * Makes the mailbox what it was, with a new id for every item. Inside the lock of the mailbox.
     *
     * @param newFolders whether folders get new ids too; otherwise one that is still at its place keeps its id
     */
    void restoreInto(Mailbox mailbox, boolean newFolders) {
        Map<String, Folder> there = new HashMap<>();
        if (!newFolders) {
            mailbox.folders.values().forEach(f -> there.put(f.path(), f));
        }
        mailbox.items.clear();
        mailbox.folders.clear();
        mailbox.wellKnown.clear();
        mailbox.removedFolders.clear();
        Map<Long, Folder> restored = new LinkedHashMap<>();
        for (SavedFolder saved : folders) {
            Folder above = restored.get(saved.parent);
            Folder folder = restored(mailbox, saved, there.get(saved.path), above == null ? 0 : above.number());
            restored.put(saved.number, folder);
            mailbox.folders.put(folder.number(), folder);
            if (saved.wellKnown != null) {
                mailbox.wellKnown.put(saved.wellKnown, folder);
            }
        }
        items.forEach(i -> mailbox.place(restored.get(i.folder), i.content));
    }

    private static Folder restored(Mailbox mailbox, SavedFolder saved, Folder there, long parent) {
        long change = mailbox.nextChange();
        Folder folder = there != null
                ? there
                : new Folder(mailbox, change, parent, saved.wellKnown, saved.displayName, saved.folderClass);
        folder.items.clear();
        folder.removals.clear();
        folder.configurations.clear();
        folder.configurations.putAll(saved.configurations);
        folder.parent = parent;
        folder.values = saved.values;
        folder.changed = change;
        return folder;
    }
}
