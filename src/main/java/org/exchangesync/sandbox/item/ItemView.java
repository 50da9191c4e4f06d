package org.exchangesync.sandbox.item;

import java.time.Instant;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.store.EwsId;
import org.exchangesync.sandbox.store.StoredItem;

/**
 * An item as a request sees it: a stored item, or one occurrence of a recurring appointment, which is stored only as a
 * part of its series.
 *
 * @param item the stored item; for an occurrence the recurring master
 * @param values the values of the item or occurrence
 * @param occurrence the start that the pattern gives the occurrence; null for what is stored as an item
 */
public record ItemView(StoredItem item, Values values, Instant occurrence) {
    /** A stored item as it is. */
    public static ItemView of(StoredItem item) {
        return new ItemView(item, item.values(), null);
    }

    public ItemType type() {
        return item.type();
    }

    /** The EWS id of the item or occurrence. */
    public String id() {
        return occurrence == null
                ? item.id()
                : new EwsId(
                                EwsId.Kind.OCCURRENCE,
                                item.mailbox().guid(),
                                item.folder(),
                                item.number(),
                                occurrence.getEpochSecond())
                        .encode();
    }

    public String changeKey() {
        return item.changeKey();
    }

    /** Single, RecurringMaster, Occurrence or Exception. */
    public String calendarItemType() {
        if (occurrence != null) {
            return item.content().series().exceptions().containsKey(occurrence) ? "Exception" : "Occurrence";
        }
        return values.has("calendar:Recurrence") ? "RecurringMaster" : "Single";
    }
}
