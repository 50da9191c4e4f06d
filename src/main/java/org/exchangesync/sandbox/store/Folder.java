package org.exchangesync.sandbox.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.xml.Xml;

/**
 * A folder of a mailbox with its items, what was removed from it, and its user configurations. Guarded by the lock of
 * its mailbox: read inside {@link Mailbox#read}, changed only by {@link Mailbox}.
 */
public final class Folder {
    /** An item that left the folder; clients that saw it are told. */
    public record Removal(long item, long created, long removed) {}

    private final Mailbox mailbox;
    private final long number;
    private final WellKnown wellKnown;
    private final long created;
    long parent;
    long changed;
    long itemsChanged;
    String displayName;
    String folderClass;
    Values values = Values.NONE;
    final NavigableMap<Long, StoredItem> items = new TreeMap<>();
    final NavigableMap<Long, Removal> removals = new TreeMap<>();
    final Map<String, Xml> configurations = new HashMap<>();

    Folder(Mailbox mailbox, long number, long parent, WellKnown wellKnown, String displayName, String folderClass) {
        this.mailbox = mailbox;
        this.number = number;
        this.created = number;
        this.changed = number;
        this.parent = parent;
        this.wellKnown = wellKnown;
        this.displayName = displayName;
        this.folderClass = folderClass;
    }

    public Mailbox mailbox() {
        return mailbox;
    }

    public long number() {
        return number;
    }

    /** Number of the folder above; 0 for the root. */
    public long parent() {
        return parent;
    }

    /** Which of the folders that every mailbox has it is, if it is one. */
    public Optional<WellKnown> wellKnown() {
        return Optional.ofNullable(wellKnown);
    }

    public String displayName() {
        return displayName;
    }

    /** Such as {@code IPF.Note}; null where it holds anything. */
    public String folderClass() {
        return folderClass;
    }

    /** Extended properties that clients put on it. */
    public Values values() {
        return values;
    }

    /** Change number of its creation. */
    public long created() {
        return created;
    }

    /** Change number of the last change of the folder itself. */
    public long changed() {
        return changed;
    }

    /** Change number of the last change of any of its items. */
    public long itemsChanged() {
        return itemsChanged;
    }

    /** Its EWS id, which never changes. */
    public String id() {
        return new EwsId(EwsId.Kind.FOLDER, mailbox.guid(), number, 0, 0).encode();
    }

    /** {@code inbox} for a folder that every mailbox has, else the names from such a one down: {@code inbox/Undeliverable}. */
    public String path() {
        return wellKnown != null
                ? wellKnown.id()
                : mailbox.folder(parent).map(above -> above.path() + "/").orElse("") + displayName;
    }

    /** Its change key. */
    public String changeKey() {
        return ChangeKeys.of(elementType(), mailbox.guid(), changed);
    }

    private int elementType() {
        return switch (element()) {
            case "CalendarFolder" -> 2;
            case "ContactsFolder" -> 3;
            case "TasksFolder" -> 4;
            default -> 1;
        };
    }

    /** Local name of the element that stands for it. */
    public String element() {
        if (wellKnown == WellKnown.SEARCHFOLDERS || folderClass == null) {
            return "Folder";
        }
        if (folderClass.startsWith("IPF.Appointment")) {
            return "CalendarFolder";
        }
        if (folderClass.startsWith("IPF.Contact")) {
            return "ContactsFolder";
        }
        return folderClass.startsWith("IPF.Task") ? "TasksFolder" : "Folder";
    }

    /** Its items in the order of arrival, hidden ones too. */
    public Collection<StoredItem> items() {
        return items.values();
    }

    /** Items that arrived before that number, newest first. */
    public Collection<StoredItem> itemsBelow(long itemNumber) {
        return items.headMap(itemNumber, false).descendingMap().values();
    }

    /** What left it after that change, in order. */
    public Collection<Removal> removalsAfter(long change) {
        return removals.tailMap(change, false).values();
    }

    /** The user configuration of that name. */
    public Optional<Xml> configuration(String name) {
        return Optional.ofNullable(configurations.get(name));
    }
}
