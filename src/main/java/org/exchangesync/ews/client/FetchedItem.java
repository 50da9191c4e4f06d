package org.exchangesync.ews.client;

import org.exchangesync.item.Content;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemFault;
import org.exchangesync.item.ItemId;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.ItemContents;

/**
 * What became of an item that was asked for: it is there, it can't be read, or it is gone.
 *
 * @param id with the current version where it is there
 * @param folder where it is, or null where the server doesn't tell
 * @param item complete, or null
 * @param read its read flag, or null
 * @param fault why it can't be read, or null
 * @param original what could be had of an item that can't be read, or null
 */
record FetchedItem(ItemId id, FolderRef folder, Item item, Boolean read, ItemFault fault, Content original) {

    static FetchedItem gone(ItemId id) {
        return new FetchedItem(id, null, null, null, null, null);
    }

    static FetchedItem unreadable(ItemId id, ItemFault fault, Content original) {
        return new FetchedItem(id, null, null, null, fault, original);
    }

    boolean isGone() {
        return item == null && fault == null;
    }

    /** Deletes its spool files. */
    void discard() {
        if (item != null) {
            ItemContents.close(item);
        }
        if (original != null) {
            original.close();
        }
    }
}
