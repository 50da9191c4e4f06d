package org.exchangesync.item;

import java.util.List;

/** An item of one of the four kinds, complete and independent of the protocol that brought it. */
public sealed interface Item permits Email, Appointment, Contact, Task {

    /** Which of the four it is. */
    ItemKind kind();

    /** One line that a person recognises the item by: a mail's subject, a contact's name. May be null. */
    String title();

    /** Files, nested messages and items; empty if none. */
    List<Attachment> attachments();

    /**
     * Our own key where it stands on the item as a named property, or null: the id of the record that this item belongs
     * to. It survives moves and restored backups, which item ids don't.
     */
    String syncKey();
}
