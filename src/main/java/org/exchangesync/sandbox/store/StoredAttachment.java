package org.exchangesync.sandbox.store;

import java.time.Instant;

/**
 * A file or an item attached to an item.
 *
 * @param number counts within the item and is never used again
 * @param content the bytes of a file attachment, null for an item
 * @param item the attached item, null for a file
 */
public record StoredAttachment(
        int number,
        String name,
        String contentType,
        String contentId,
        String contentLocation,
        boolean inline,
        Instant modified,
        Blob content,
        ItemContent item) {
    /** Bytes it takes. */
    public long size() {
        return content != null ? content.size() : item.size();
    }

    /** The same attachment under another number. */
    public StoredAttachment numbered(int other) {
        return new StoredAttachment(
                other, name, contentType, contentId, contentLocation, inline, modified, content, item);
    }
}
