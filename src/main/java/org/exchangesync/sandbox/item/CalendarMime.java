package org.exchangesync.sandbox.item;

import java.io.IOException;
import java.time.Instant;
import org.exchangesync.sandbox.store.Blob;
import org.exchangesync.sandbox.store.ItemContent;

/** Calendar items from and to iCalendar bytes. */
final class CalendarMime {
    private CalendarMime() {}

    static ItemContent read(Blob calendar, Instant now) throws IOException {
        throw new IOException("iCalendar of " + calendar.size() + " bytes");
    }
}
