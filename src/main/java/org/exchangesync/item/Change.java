package org.exchangesync.item;

import java.util.Objects;

/**
 * One change of one item in one folder, as a transport reports it. Exactly one of three shapes: with a complete {@code
 * item} (create, update), with a {@code fault} where the server has the item but it can't be read, or with neither
 * (delete, read flag).
 *
 * @param type what happened
 * @param kind the kind of the item; the folder's kind where the item itself can't be read
 * @param id the item's address and version; for a delete the version is null
 * @param item the complete item, or null
 * @param fault why there is no item, or null
 * @param original the bytes as the server holds them where there is a fault and they could be had, or null
 * @param read the read flag where the transport tells it, or null
 */
public record Change(
        ChangeType type, ItemKind kind, ItemId id, Item item, ItemFault fault, Content original, Boolean read) {
    public Change {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(id, "id");
        boolean carries = type == ChangeType.CREATE || type == ChangeType.UPDATE;
        if (carries && (item == null) == (fault == null)) {
            throw new IllegalArgumentException("a " + type + " of " + id.id() + " needs an item or a fault, not both");
        }
        if (!carries && item != null) {
            throw new IllegalArgumentException("a " + type + " of " + id.id() + " carries no item");
        }
    }

    /** A new item. */
    public static Change created(ItemId id, Item item, Boolean read) {
        return new Change(ChangeType.CREATE, item.kind(), id, item, null, null, read);
    }

    /** A changed item. */
    public static Change updated(ItemId id, Item item, Boolean read) {
        return new Change(ChangeType.UPDATE, item.kind(), id, item, null, null, read);
    }

    /** A new or changed item that can't be read; {@code original} is what could be had of it, or null. */
    public static Change unreadable(ChangeType type, ItemKind kind, ItemId id, ItemFault fault, Content original) {
        return new Change(type, kind, id, null, fault, original, null);
    }

    /** An item that left its folder. */
    public static Change deleted(ItemKind kind, ItemId id) {
        return new Change(ChangeType.DELETE, kind, id, null, null, null, null);
    }

    /** An item that was marked read or unread. */
    public static Change readFlag(ItemKind kind, ItemId id, boolean read) {
        return new Change(ChangeType.READ_FLAG, kind, id, null, null, null, read);
    }
}
