package org.exchangesync.ews.client.mapping;

import java.util.List;
import org.exchangesync.ews.client.types.CalendarItemType;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Content;

/**
 * What belongs to an item and doesn't stand in its properties.
 *
 * @param mime a mail's bytes, or null where there are none
 * @param attachments with their contents; of a mail with bytes they are in there
 * @param exceptions the occurrences of a series that differ from it, as items; those that couldn't be had are missing
 */
public record ItemParts(Content mime, List<Attachment> attachments, List<CalendarItemType> exceptions) {
    /** Nothing besides the properties. */
    public static final ItemParts NONE = new ItemParts(null, List.of(), List.of());

    /** Only a mail's bytes. */
    public static ItemParts ofMime(Content mime) {
        return new ItemParts(mime, List.of(), List.of());
    }

    /** Only attachments. */
    public static ItemParts ofAttachments(List<Attachment> attachments) {
        return new ItemParts(null, attachments, List.of());
    }
}
