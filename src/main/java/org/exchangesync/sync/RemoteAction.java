package org.exchangesync.sync;

import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;

/**
 * Something to be done in a mailbox, promised by a commit: done once, in order per item, after the commit.
 *
 * @param id the row's number, 0 before it is stored
 * @param folder where the item was when the action was promised
 * @param kind what the item is
 * @param itemId the item's address and version at that time
 * @param type what to do
 * @param messageId by which a mail is found again if its id no longer fits, or null
 * @param attempts how often it was tried
 */
public record RemoteAction(
        long id, FolderKey folder, ItemKind kind, ItemId itemId, Type type, String messageId, int attempts) {

    /** What can be owed. */
    public enum Type {
        /** Move the mail to the Undeliverable folder below the Inbox. */
        MOVE_TO_UNDELIVERABLE,
        /** Put the category Undeliverable on the mail that was moved there. */
        MARK_UNDELIVERABLE,
        /** Move the mail from Undeliverable to the Inbox again, because it was stored after all. */
        MOVE_BACK,
        /** Delete the mail, because its mailbox wants processed mail deleted. */
        DELETE_PROCESSED
    }
}
