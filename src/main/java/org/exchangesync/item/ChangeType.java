package org.exchangesync.item;

/** What happened to an item in its folder since the last state. */
public enum ChangeType {
    /** The item is new in the folder, or the transport can't tell new from changed. */
    CREATE,
    /** The item's properties or content changed. */
    UPDATE,
    /** Only the read flag changed; the change carries the flag and no item. */
    READ_FLAG,
    /** The item left the folder: deleted or moved away, the folder can't tell which. */
    DELETE
}
