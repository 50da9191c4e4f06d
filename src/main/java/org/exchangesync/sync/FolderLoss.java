package org.exchangesync.sync;

/**
 * What applying parked deletes would mean for a folder.
 *
 * @param records records that no mailbox would hold any more
 * @param items items that the folder held before
 */
public record FolderLoss(int records, int items) {}
