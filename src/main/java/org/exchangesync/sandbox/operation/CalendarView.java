package org.exchangesync.sandbox.operation;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.exchangesync.sandbox.calendar.Occurrences;
import org.exchangesync.sandbox.item.ItemView;
import org.exchangesync.sandbox.property.DateTimes;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.xml.Xml;

/**
 * The appointments of a time span as a calendar shows them: recurring ones once for each time they take place.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/calendarview">CalendarView</a>.
 */
final class CalendarView {
    private static final int MOST_YEARS = 2;

    private final Instant from;
    private final Instant to;

    /** @throws ResponseError when the end is before the start or the span longer than two years */
    CalendarView(Xml view, ZoneId zone) {
        from = DateTimes.parse(view.attribute("StartDate"), zone);
        to = DateTimes.parse(view.attribute("EndDate"), zone);
        if (to.isBefore(from)) {
            throw new ResponseError("ErrorCalendarEndDateIsEarlierThanStartDate", "EndDate is earlier than StartDate");
        }
        if (from.atZone(ZoneOffset.UTC).plusYears(MOST_YEARS).toInstant().isBefore(to)) {
            throw new ResponseError(
                    "ErrorCalendarViewRangeTooBig", "The specified view range exceeds the maximum range of two years.");
        }
    }

    List<ItemView> of(Folder folder) {
        if (!folder.element().equals("CalendarFolder")) {
            throw new ResponseError(
                    "ErrorCalendarFolderIsInvalidForCalendarView",
                    "The specified folder is not a calendar: " + folder.displayName() + ".");
        }
        List<ItemView> found = new ArrayList<>();
        for (StoredItem item : folder.items()) {
            if (item.values().has("calendar:Start") && !item.content().associated()) {
                add(found, item);
            }
        }
        found.sort(
                Comparator.comparing(v -> v.values().instant("calendar:Start").orElseThrow()));
        return found;
    }

    private void add(List<ItemView> found, StoredItem item) {
        if (item.values().has("calendar:Recurrence")) {
            Occurrences.of(item.content())
                    .between(from, to)
                    .forEach(o -> found.add(new ItemView(item, o.values(), o.original())));
            return;
        }
        Instant start = item.values().instant("calendar:Start").orElseThrow();
        Instant end = item.values().instant("calendar:End").orElse(start);
        if (start.isBefore(to) && (end.isAfter(from) || !start.isBefore(from))) {
            found.add(ItemView.of(item));
        }
    }
}
