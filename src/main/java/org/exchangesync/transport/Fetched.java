package org.exchangesync.transport;

import org.exchangesync.item.Item;
import org.exchangesync.item.ItemId;

/**
 * An item as it is now.
 *
 * @param id with its current version
 * @param folder where it is, or null where the transport doesn't tell
 * @param item complete
 */
public record Fetched(ItemId id, FolderRef folder, Item item) {}
