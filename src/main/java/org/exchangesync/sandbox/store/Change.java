package org.exchangesync.sandbox.store;

import java.util.Locale;

/**
 * One change of a mailbox as it has just happened, or one message that has just left it.
 *
 * @param mailbox the mailbox that changed; for a message that was sent, its sender
 * @param from the folder that was changed or left, null where something new came
 * @param to the folder that an item or folder is in afterwards, null when it is gone
 * @param before the item as it was, null where it is new or the change is one of a folder
 * @param after the item as it is now, null when it is gone or the change is one of a folder
 * @param content what was sent or, for an item, what it holds now or held last; null for a folder
 * @param sent where a message went, null for everything else
 */
public record Change(
        Action action,
        Mailbox mailbox,
        Folder from,
        Folder to,
        StoredItem before,
        StoredItem after,
        ItemContent content,
        SentMail sent) {

    /** What was done. */
    public enum Action {
        /** Somebody put a new item into a folder. */
        CREATE,
        /** A message arrived, from outside or from another mailbox. */
        DELIVER,
        UPDATE,
        /** Nothing but the read flag changed. */
        MARK_READ,
        MOVE,
        COPY,
        /** The item is gone for good. */
        DELETE,
        /** A message left the mailbox. */
        SEND,
        CREATE_FOLDER,
        UPDATE_FOLDER,
        MOVE_FOLDER,
        DELETE_FOLDER,
        /** A user configuration of a folder was kept or removed. */
        CONFIGURE,
        /** The mailbox was restored from a backup: every item has another id than before. */
        RESTORE,
        /** All sync states given so far are refused from now on. */
        EXPIRE_STATES;

        /** Such as {@code mark-read}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static Change arrived(Action action, Folder to, StoredItem origin, StoredItem item) {
        return new Change(action, item.mailbox(), null, to, origin, item, item.content(), null);
    }

    static Change changed(Action action, Folder folder, StoredItem before, StoredItem after) {
        return new Change(action, after.mailbox(), folder, folder, before, after, after.content(), null);
    }

    static Change moved(Folder from, Folder to, StoredItem before, StoredItem after) {
        return new Change(Action.MOVE, after.mailbox(), from, to, before, after, after.content(), null);
    }

    static Change removed(Folder from, StoredItem item) {
        return new Change(Action.DELETE, item.mailbox(), from, null, item, null, item.content(), null);
    }

    static Change ofFolder(Action action, Mailbox mailbox, Folder from, Folder to) {
        return new Change(action, mailbox, from, to, null, null, null, null);
    }

    static Change ofMailbox(Action action, Mailbox mailbox) {
        return new Change(action, mailbox, null, null, null, null, null, null);
    }

    static Change sent(Mailbox sender, ItemContent content, SentMail mail) {
        return new Change(Action.SEND, sender, null, null, null, null, content, mail);
    }
}
