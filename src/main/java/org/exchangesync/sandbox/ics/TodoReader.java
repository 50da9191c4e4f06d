package org.exchangesync.sandbox.ics;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.exchangesync.sandbox.ics.ICalendarDates.ZonedDate;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.store.ItemContent;

/** Makes a task of a VTODO. */
final class TodoReader {
    private final ICalendarDates dates;
    private final Instant now;

    TodoReader(ICalendarDates dates, Instant now) {
        this.dates = dates;
        this.now = now;
    }

    /** @throws ICalendarException when Exchange cannot hold it */
    ItemContent read(Component todo) {
        Values.Builder values = Values.build();
        CommonProperties.read(todo, values, dates);
        Optional<ZonedDate> start = todo.property("DTSTART").map(dates::date);
        Optional<ZonedDate> due = todo.property("DUE").map(dates::date);
        start.ifPresent(s -> values.put("task:StartDate", s.instant()));
        due.ifPresent(d -> values.put("task:DueDate", d.instant()));
        String status = status(todo.text("STATUS").orElse(""));
        values.put("task:Status", status);
        String percent = todo.text("PERCENT-COMPLETE").orElse("").strip();
        values.put(
                "task:PercentComplete",
                status.equals("Completed") ? 100 : percent.matches("\\d{1,2}|100") ? Integer.parseInt(percent) : 0);
        if (status.equals("Completed")) {
            values.put(
                    "task:CompleteDate",
                    CommonProperties.instant(todo, "COMPLETED", dates).orElse(now));
        }
        todo.property("RRULE").ifPresent(rule -> {
            ZonedDate first = start.or(() -> due)
                    .orElseThrow(() -> new ICalendarException("it recurs and has neither DTSTART nor DUE"));
            values.put("task:Recurrence", RecurrenceRules.convert(rule.value(), first.local(), first.zone()));
        });
        due.or(() -> start).ifPresent(d -> CommonProperties.reminder(todo, values, d.local(), d.instant()));
        return ItemContent.of(ItemType.TASK, values.done());
    }

    private static String status(String value) {
        return switch (value.strip().toUpperCase(Locale.ROOT)) {
            case "COMPLETED" -> "Completed";
            case "IN-PROCESS" -> "InProgress";
            case "CANCELLED" -> "Deferred";
            default -> "NotStarted";
        };
    }
}
