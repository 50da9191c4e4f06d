package org.exchangesync.transport;

/** Where a deleted item goes. */
public enum DeleteMode {
    /** To the Deleted Items folder, where the owner finds it. */
    MOVE_TO_DELETED_ITEMS,
    /** To the recoverable items. */
    SOFT,
    /** For good. */
    HARD
}
