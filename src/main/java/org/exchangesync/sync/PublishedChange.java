package org.exchangesync.sync;

import org.exchangesync.item.ChangeType;

/** What a publication tells. */
public enum PublishedChange {
    /** There is a new record. */
    CREATE,
    /** The record's item changed, or came back. */
    UPDATE,
    /** The record's item is gone. */
    DELETE,
    /** A mail was sent, failed, or nobody knows; the item is as it was. */
    OUTGOING;

    static PublishedChange of(ChangeType change) {
        return switch (change) {
            case CREATE -> CREATE;
            case DELETE -> DELETE;
            default -> UPDATE;
        };
    }
}
