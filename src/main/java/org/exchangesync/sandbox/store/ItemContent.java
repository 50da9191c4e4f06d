package org.exchangesync.sandbox.store;

import java.util.List;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.property.Values;

/**
 * What an item consists of, wherever it lies. Immutable.
 *
 * @param mime the bytes it was made from and gives back unchanged, or null
 * @param series how occurrences differ, for a recurring appointment, else null
 * @param damage why it cannot be read, or null
 * @param associated hidden folder-associated information rather than something users see
 */
public record ItemContent(
        ItemType type,
        Values values,
        List<StoredAttachment> attachments,
        Blob mime,
        Series series,
        Damage damage,
        boolean associated) {
    private static final int ASSUMED_OVERHEAD = 512;

    public ItemContent {
        attachments = List.copyOf(attachments);
    }

    /** Content of values only. */
    public static ItemContent of(ItemType type, Values values) {
        return new ItemContent(type, values, List.of(), null, null, null, false);
    }

    public ItemContent withValues(Values other) {
        return new ItemContent(type, other, attachments, mime, series, damage, associated);
    }

    public ItemContent withAttachments(List<StoredAttachment> other) {
        return new ItemContent(type, values, other, mime, series, damage, associated);
    }

    public ItemContent withMime(Blob other) {
        return new ItemContent(type, values, attachments, other, series, damage, associated);
    }

    public ItemContent withSeries(Series other) {
        return new ItemContent(type, values, attachments, mime, other, damage, associated);
    }

    public ItemContent withDamage(Damage other) {
        return new ItemContent(type, values, attachments, mime, series, other, associated);
    }

    /** Bytes it takes, as a server would count them: roughly, but never less when something is added. */
    public long size() {
        if (mime != null) {
            return mime.size();
        }
        long text = values.text("item:Body").map(String::length).orElse(0);
        long files = attachments.stream().mapToLong(StoredAttachment::size).sum();
        return ASSUMED_OVERHEAD + values.keys().size() * 16L + 2 * text + files;
    }
}
