package org.exchangesync.sandbox.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.exchangesync.sandbox.xml.Xml;

/**
 * The days that a Recurrence element stands for.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/recurrence-recurrencetype">
 * Recurrence</a>. A day of the month beyond the end of a month means its last day, as in Outlook.
 */
public final class RecurrencePattern {
    /** More occurrences than this are not looked at, so that a daily series without end stays cheap. */
    static final int HORIZON = 20_000;

    private final Xml pattern;
    private final LocalDate start;
    private final Optional<LocalDate> end;
    private final int count;

    private RecurrencePattern(Xml pattern, LocalDate start, Optional<LocalDate> end, int count) {
        this.pattern = pattern;
        this.start = start;
        this.end = end;
        this.count = count;
    }

    /**
     * Reads a Recurrence element.
     *
     * @throws IllegalArgumentException when pattern or range is missing or makes no sense
     */
    public static RecurrencePattern of(Xml recurrence) {
        Xml pattern = null;
        Xml range = null;
        for (Xml child : recurrence.children()) {
            if (child.child("StartDate").isPresent()) {
                range = child;
            } else {
                pattern = child;
            }
        }
        if (pattern == null || range == null) {
            throw new IllegalArgumentException("a recurrence needs a pattern and a range");
        }
        return new RecurrencePattern(
                pattern,
                date(range.textOf("StartDate").orElseThrow()),
                range.textOf("EndDate").map(RecurrencePattern::date),
                range.textOf("NumberOfOccurrences").map(Integer::parseInt).orElse(HORIZON));
    }

    private static LocalDate date(String text) {
        return LocalDate.parse(text.substring(0, Math.min(10, text.length())));
    }

    /** Whether it goes on for ever. */
    public boolean isEndless() {
        return end.isEmpty() && count == HORIZON;
    }

    /** Its days, in order. */
    public Stream<LocalDate> days() {
        Stream<LocalDate> all = candidates().filter(d -> !d.isBefore(start));
        if (end.isPresent()) {
            all = all.takeWhile(d -> !d.isAfter(end.get()));
        }
        return all.limit(count);
    }

    private Stream<LocalDate> candidates() {
        int interval = pattern.textOf("Interval").map(Integer::parseInt).orElse(1);
        if (interval < 1) {
            throw new IllegalArgumentException("the interval of a recurrence must be at least 1, not " + interval);
        }
        return switch (pattern.name()) {
            case "DailyRecurrence" -> Stream.iterate(start, d -> d.plusDays(interval));
            case "WeeklyRecurrence" -> weekly(interval);
            case "AbsoluteMonthlyRecurrence" -> months(interval).map(this::dayOfMonth);
            case "RelativeMonthlyRecurrence" -> months(interval).map(this::relativeDay);
            case "AbsoluteYearlyRecurrence" -> years().map(this::dayOfMonth);
            case "RelativeYearlyRecurrence" -> years().map(this::relativeDay);
            // A task that is made anew when done has one day at a time.
            default -> Stream.of(start);
        };
    }

    private Stream<LocalDate> weekly(int interval) {
        DayOfWeek first =
                pattern.textOf("FirstDayOfWeek").map(RecurrencePattern::day).orElse(DayOfWeek.SUNDAY);
        Set<DayOfWeek> days = days(pattern.textOf("DaysOfWeek").orElse(""));
        LocalDate week = start.with(TemporalAdjusters.previousOrSame(first));
        return Stream.iterate(week, w -> w.plusWeeks(interval))
                .flatMap(w -> Stream.iterate(w, d -> d.plusDays(1)).limit(7))
                .filter(d -> days.contains(d.getDayOfWeek()));
    }

    private Stream<YearMonth> months(int interval) {
        return Stream.iterate(YearMonth.from(start), m -> m.plusMonths(interval));
    }

    private Stream<YearMonth> years() {
        Month month = Month.valueOf(pattern.textOf("Month").orElse("January").toUpperCase(Locale.ROOT));
        return Stream.iterate(YearMonth.of(start.getYear(), month), m -> m.plusYears(1));
    }

    private LocalDate dayOfMonth(YearMonth month) {
        int day = pattern.textOf("DayOfMonth").map(Integer::parseInt).orElse(1);
        return month.atDay(Math.min(day, month.lengthOfMonth()));
    }

    private LocalDate relativeDay(YearMonth month) {
        Set<DayOfWeek> days = days(pattern.textOf("DaysOfWeek").orElse("Day"));
        List<LocalDate> matching = Stream.iterate(month.atDay(1), d -> d.plusDays(1))
                .limit(month.lengthOfMonth())
                .filter(d -> days.contains(d.getDayOfWeek()))
                .toList();
        int index = switch (pattern.textOf("DayOfWeekIndex").orElse("First")) {
            case "First" -> 0;
            case "Second" -> 1;
            case "Third" -> 2;
            case "Fourth" -> 3;
            default -> matching.size() - 1;
        };
        return matching.get(index);
    }

    private static Set<DayOfWeek> days(String names) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String name : names.strip().split("\\s+")) {
            switch (name) {
                case "Day" -> days.addAll(EnumSet.allOf(DayOfWeek.class));
                case "Weekday" -> days.addAll(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));
                case "WeekendDay" -> days.addAll(EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY));
                default -> days.add(day(name));
            }
        }
        return days;
    }

    private static DayOfWeek day(String name) {
        return DayOfWeek.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** The days up to and including one, at most so many. */
    List<LocalDate> daysUntil(LocalDate last, int most) {
        List<LocalDate> found = new ArrayList<>();
        for (Iterator<LocalDate> days = days().iterator(); days.hasNext() && found.size() < most; ) {
            LocalDate day = days.next();
            if (day.isAfter(last) || ChronoUnit.DAYS.between(start, day) > 365L * 200) {
                break;
            }
            found.add(day);
        }
        return found;
    }
}
