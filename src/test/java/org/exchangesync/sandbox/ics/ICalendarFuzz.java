package org.exchangesync.sandbox.ics;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.exchangesync.sandbox.calendar.Occurrences;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.store.ItemContent;

/**
 * Any bytes as an iCalendar stream: each event and task becomes an item, or a damaged item that says why. An appointment that
 * was understood has occurrences, and written as iCalendar it is read as it was.
 */
public final class ICalendarFuzz {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private ICalendarFuzz() {}

    /** What the fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] stream) {
        for (ItemContent item :
                new ICalendarReader("fuzz.ics", NOW).read(stream).items()) {
            if (item.damage() != null) {
                if (item.damage().text().isBlank()) {
                    throw new AssertionError("damage without reason");
                }
            } else if (item.type() == ItemType.CALENDAR_ITEM) {
                check(item);
            }
        }
    }

    private static void check(ItemContent appointment) {
        boolean series = appointment.values().has("calendar:Recurrence");
        if (series) {
            Occurrences occurrences = Occurrences.of(appointment);
            occurrences.first();
            occurrences.last();
            occurrences.between(NOW, NOW.plusSeconds(86_400 * 40));
        }
        byte[] written = ICalendarWriter.write(appointment).bytes();
        ItemContent again = new ICalendarReader("again.ics", NOW)
                .read(written).items().stream()
                        .filter(item ->
                                item.values().get("calendar:RecurrenceId").isEmpty())
                        .findFirst()
                        .orElse(null);
        if (again == null) {
            return; // a single instance of a series that stands elsewhere
        }
        if (again.damage() != null) {
            throw new AssertionError("what was written can't be read: "
                    + again.damage().text() + "\n" + new String(written, StandardCharsets.UTF_8));
        }
        for (String property : new String[] {"calendar:Start", "calendar:End", "calendar:IsAllDayEvent"}) {
            if (!again.values()
                    .get(property)
                    .map(Object::toString)
                    .equals(appointment.values().get(property).map(Object::toString))) {
                throw new AssertionError(property + " of " + appointment.values() + " comes back as " + again.values());
            }
        }
        if (again.values().has("calendar:Recurrence") != series) {
            throw new AssertionError("the series came back as a single appointment, or the reverse");
        }
    }
}
