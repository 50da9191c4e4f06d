package org.exchangesync.ews.client.mapping;

import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What rules of repetition are made of, in the words of EWS. */
final class RecurrenceWords {
    /** What EWS calls the weeks of a month, in their order. */
    static final List<String> INDEXES = List.of("First", "Second", "Third", "Fourth");

    static final String LAST = "Last";
    static final Set<DayOfWeek> EVERY_DAY = EnumSet.allOf(DayOfWeek.class);
    static final Set<DayOfWeek> WEEKEND = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
    static final Set<DayOfWeek> WEEKDAYS = EnumSet.complementOf(EnumSet.copyOf(WEEKEND));

    private RecurrenceWords() {}
}
