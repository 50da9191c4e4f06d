package org.exchangesync.sync;

import org.exchangesync.item.ItemKind;

/**
 * An item that left its folder, waiting until all folders of the mailbox were read: it may have moved rather than gone.
 *
 * @param folder the folder it left
 * @param kind what it was
 * @param itemId its id there
 */
public record ParkedDelete(FolderKey folder, ItemKind kind, String itemId) {}
