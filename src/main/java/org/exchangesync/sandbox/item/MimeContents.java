package org.exchangesync.sandbox.item;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.exchangesync.sandbox.ics.ICalendarReader;
import org.exchangesync.sandbox.ics.ICalendarWriter;
import org.exchangesync.sandbox.mime.MimeReader;
import org.exchangesync.sandbox.mime.MimeWriter;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.store.Blob;
import org.exchangesync.sandbox.store.ItemContent;

/**
 * MimeContent of items, both ways: messages are MIME, calendar items are iCalendar, others have none.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/mimecontent">MimeContent</a>.
 */
final class MimeContents {
    private MimeContents() {}

    /** The bytes of an item: those it was made of, else made now. */
    static Blob of(ItemView view) {
        ItemContent content = view.item().content();
        if (content.mime() != null && view.occurrence() == null) {
            return content.mime();
        }
        return switch (view.type()) {
            case CALENDAR_ITEM ->
                ICalendarWriter.write(
                        view.occurrence() == null ? content : ItemContent.of(ItemType.CALENDAR_ITEM, view.values()));
            case CONTACT, DISTRIBUTION_LIST, TASK -> throw unsupported(view.type());
            default -> MimeWriter.write(view.item(), view.values());
        };
    }

    /** The content that bytes stand for. */
    static ItemContent read(ItemType type, Blob bytes, Instant now) {
        try {
            return switch (type) {
                case CALENDAR_ITEM -> appointment(bytes, now);
                case CONTACT, DISTRIBUTION_LIST, TASK -> throw unsupported(type);
                default -> MimeReader.read(bytes);
            };
        } catch (IOException e) {
            throw new ResponseError("ErrorMimeContentInvalid", "The MIME content is not valid: " + e.getMessage());
        }
    }

    private static ItemContent appointment(Blob bytes, Instant now) throws IOException {
        List<ItemContent> found = new ICalendarReader("the request", now)
                .read(bytes.bytes()).items().stream()
                        .filter(i -> i.type() == ItemType.CALENDAR_ITEM)
                        .toList();
        if (found.size() != 1) {
            throw new IOException("it holds " + found.size() + " events instead of one");
        }
        if (found.get(0).damage() != null) {
            throw new IOException(found.get(0).damage().text());
        }
        return found.get(0);
    }

    private static ResponseError unsupported(ItemType type) {
        return new ResponseError("ErrorUnsupportedMimeConversion", "A " + type.element() + " has no MIME content.");
    }
}
