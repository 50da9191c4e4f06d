package org.exchangesync.ews.client.mapping;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.exchangesync.ews.client.types.AbsoluteMonthlyRecurrencePatternType;
import org.exchangesync.ews.client.types.AbsoluteYearlyRecurrencePatternType;
import org.exchangesync.ews.client.types.DailyRecurrencePatternType;
import org.exchangesync.ews.client.types.DailyRegeneratingPatternType;
import org.exchangesync.ews.client.types.EndDateRecurrenceRangeType;
import org.exchangesync.ews.client.types.IntervalRecurrencePatternBaseType;
import org.exchangesync.ews.client.types.MonthlyRegeneratingPatternType;
import org.exchangesync.ews.client.types.NumberedRecurrenceRangeType;
import org.exchangesync.ews.client.types.RecurrencePatternBaseType;
import org.exchangesync.ews.client.types.RecurrenceRangeBaseType;
import org.exchangesync.ews.client.types.RecurrenceType;
import org.exchangesync.ews.client.types.RegeneratingPatternBaseType;
import org.exchangesync.ews.client.types.RelativeMonthlyRecurrencePatternType;
import org.exchangesync.ews.client.types.RelativeYearlyRecurrencePatternType;
import org.exchangesync.ews.client.types.TaskRecurrenceType;
import org.exchangesync.ews.client.types.WeeklyRecurrencePatternType;
import org.exchangesync.ews.client.types.WeeklyRegeneratingPatternType;
import org.exchangesync.ews.client.types.YearlyRegeneratingPatternType;
import org.exchangesync.item.Recurrence;
import org.exchangesync.item.Recurrence.Frequency;

/**
 * Reads rules of repetition, of appointments and tasks.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/recurrence-patterns-and-ews">
 *     Recurrence patterns and EWS</a>
 */
final class RecurrenceReader {

    private RecurrenceReader() {}

    static Recurrence read(RecurrenceType recurrence) throws UnmappableItemException {
        return recurrence == null ? null : read(recurrence.getPattern(), recurrence.getRange());
    }

    static Recurrence read(TaskRecurrenceType recurrence) throws UnmappableItemException {
        return recurrence == null ? null : read(recurrence.getPattern(), recurrence.getRange());
    }

    private static Recurrence read(RecurrencePatternBaseType pattern, RecurrenceRangeBaseType range)
            throws UnmappableItemException {
        Range within = range(range);
        if (pattern instanceof RegeneratingPatternBaseType regenerating) {
            return rule(
                    frequency(regenerating), interval(regenerating), List.of(), null, null, null, null, true, within);
        } else if (pattern instanceof DailyRecurrencePatternType daily) {
            return rule(Frequency.DAILY, interval(daily), List.of(), null, null, null, null, false, within);
        } else if (pattern instanceof WeeklyRecurrencePatternType weekly) {
            DayOfWeek first = weekly.getFirstDayOfWeek() == null ? null : day(weekly.getFirstDayOfWeek());
            List<DayOfWeek> named = days(weekly.getDaysOfWeek());
            List<DayOfWeek> days = named.isEmpty() ? List.of(within.start().getDayOfWeek()) : named;
            return rule(Frequency.WEEKLY, interval(weekly), days, null, null, null, first, false, within);
        } else if (pattern instanceof AbsoluteMonthlyRecurrencePatternType monthly) {
            int day = monthly.getDayOfMonth();
            return rule(Frequency.MONTHLY, interval(monthly), List.of(), null, day, null, null, false, within);
        } else if (pattern instanceof RelativeMonthlyRecurrencePatternType monthly) {
            List<DayOfWeek> days = days(Collections.singletonList(monthly.getDaysOfWeek()));
            int index = index(monthly.getDayOfWeekIndex());
            return rule(Frequency.MONTHLY, interval(monthly), days, index, null, null, null, false, within);
        } else if (pattern instanceof AbsoluteYearlyRecurrencePatternType yearly) {
            int day = yearly.getDayOfMonth();
            return rule(Frequency.YEARLY, 1, List.of(), null, day, month(yearly.getMonth()), null, false, within);
        } else if (pattern instanceof RelativeYearlyRecurrencePatternType yearly) {
            List<DayOfWeek> days = days(Collections.singletonList(yearly.getDaysOfWeek()));
            int index = index(yearly.getDayOfWeekIndex());
            return rule(Frequency.YEARLY, 1, days, index, null, month(yearly.getMonth()), null, false, within);
        }
        throw unreadable("no known pattern");
    }

    private record Range(LocalDate start, Integer count, LocalDate until) {}

    private static Recurrence rule(
            Frequency frequency,
            int interval,
            List<DayOfWeek> days,
            Integer ordinal,
            Integer dayOfMonth,
            Month month,
            DayOfWeek firstDay,
            boolean regenerating,
            Range range) {
        return new Recurrence(
                frequency,
                interval,
                days,
                ordinal,
                dayOfMonth,
                month,
                firstDay,
                regenerating,
                range.start(),
                range.count(),
                range.until());
    }

    private static Range range(RecurrenceRangeBaseType range) throws UnmappableItemException {
        if (range == null) {
            throw unreadable("no range");
        }
        LocalDate start = WireTimes.date(range.getStartDate());
        if (start == null) {
            throw unreadable("start date '" + range.getStartDate() + "'");
        }
        if (range instanceof NumberedRecurrenceRangeType numbered) {
            return new Range(start, Math.max(1, numbered.getNumberOfOccurrences()), null);
        }
        if (range instanceof EndDateRecurrenceRangeType ended) {
            LocalDate end = WireTimes.date(ended.getEndDate());
            if (end == null) {
                throw unreadable("end date '" + ended.getEndDate() + "'");
            }
            return new Range(start, null, end);
        }
        return new Range(start, null, null);
    }

    private static Frequency frequency(RegeneratingPatternBaseType pattern) throws UnmappableItemException {
        if (pattern instanceof DailyRegeneratingPatternType) {
            return Frequency.DAILY;
        } else if (pattern instanceof WeeklyRegeneratingPatternType) {
            return Frequency.WEEKLY;
        } else if (pattern instanceof MonthlyRegeneratingPatternType) {
            return Frequency.MONTHLY;
        } else if (pattern instanceof YearlyRegeneratingPatternType) {
            return Frequency.YEARLY;
        }
        throw unreadable("no known regeneration");
    }

    private static int interval(IntervalRecurrencePatternBaseType pattern) {
        return Math.max(1, pattern.getInterval());
    }

    private static List<DayOfWeek> days(List<String> names) throws UnmappableItemException {
        EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String name : names) {
            switch (String.valueOf(name).toLowerCase(Locale.ROOT)) {
                case "day" -> days.addAll(RecurrenceWords.EVERY_DAY);
                case "weekday" -> days.addAll(RecurrenceWords.WEEKDAYS);
                case "weekendday" -> days.addAll(RecurrenceWords.WEEKEND);
                default -> days.add(day(name));
            }
        }
        return List.copyOf(days);
    }

    private static DayOfWeek day(String name) throws UnmappableItemException {
        try {
            return DayOfWeek.valueOf(String.valueOf(name).strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw unreadable("day '" + name + "'");
        }
    }

    private static Month month(String name) throws UnmappableItemException {
        try {
            return Month.valueOf(String.valueOf(name).strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw unreadable("month '" + name + "'");
        }
    }

    private static int index(String name) throws UnmappableItemException {
        if (RecurrenceWords.LAST.equalsIgnoreCase(name)) {
            return -1;
        }
        for (int i = 0; i < RecurrenceWords.INDEXES.size(); i++) {
            if (RecurrenceWords.INDEXES.get(i).equalsIgnoreCase(name)) {
                return i + 1;
            }
        }
        throw unreadable("week '" + name + "'");
    }

    private static UnmappableItemException unreadable(String what) {
        return new UnmappableItemException(
                UnmappableItemException.RECURRENCE,
                "The recurrence of the item can't be read: " + what + ". Open and save the series in the mailbox.");
    }
}
