package org.exchangesync.sync;

import org.exchangesync.item.Item;

/**
 * A record to insert or update, with its content.
 *
 * @param head as it shall be afterwards; {@code head.version() == 1} inserts, anything higher updates the version before
 * @param item the content
 * @param warning what a person should know about this record (such as a Message-ID that stands on another mail too), or
 *     null
 */
public record RecordWrite(RecordHead head, Item item, String warning) {

    /** Whether the record is new. */
    public boolean isInsert() {
        return head.version() == 1;
    }
}
