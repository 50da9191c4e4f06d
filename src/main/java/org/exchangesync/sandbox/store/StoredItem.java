package org.exchangesync.sandbox.store;

import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.property.Values;

/**
 * An item at its place in a mailbox, at one moment: a change makes another one. Immutable.
 *
 * @param mailbox owner of the item
 * @param folder number of its folder
 * @param number its own number, growing in the order of arrival; another one after a move
 * @param created change number of its arrival in the folder
 * @param changed change number of the last change but for the read flag
 * @param readChanged change number of the last change of the read flag
 */
public record StoredItem(
        Mailbox mailbox, long folder, long number, long created, long changed, long readChanged, ItemContent content) {
    /** Its EWS id. */
    public String id() {
        return new EwsId(EwsId.Kind.ITEM, mailbox.guid(), folder, number, 0).encode();
    }

    /** Its change key: another one after every change. */
    public String changeKey() {
        return ChangeKeys.of(content.type().objectType(), mailbox.guid(), Math.max(changed, readChanged));
    }

    public ItemType type() {
        return content.type();
    }

    public Values values() {
        return content.values();
    }
}
