package org.exchangesync.ews.client.mapping;

import jakarta.xml.bind.JAXBException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.exchangesync.ews.client.types.AbsoluteMonthlyRecurrencePatternType;
import org.exchangesync.ews.client.types.AbsoluteYearlyRecurrencePatternType;
import org.exchangesync.ews.client.types.CalendarItemType;
import org.exchangesync.ews.client.types.DailyRecurrencePatternType;
import org.exchangesync.ews.client.types.EndDateRecurrenceRangeType;
import org.exchangesync.ews.client.types.MonthlyRegeneratingPatternType;
import org.exchangesync.ews.client.types.NoEndRecurrenceRangeType;
import org.exchangesync.ews.client.types.NumberedRecurrenceRangeType;
import org.exchangesync.ews.client.types.RecurrencePatternBaseType;
import org.exchangesync.ews.client.types.RecurrenceRangeBaseType;
import org.exchangesync.ews.client.types.RecurrenceType;
import org.exchangesync.ews.client.types.RelativeMonthlyRecurrencePatternType;
import org.exchangesync.ews.client.types.RelativeYearlyRecurrencePatternType;
import org.exchangesync.ews.client.types.WeeklyRecurrencePatternType;
import org.exchangesync.item.Recurrence;

/**
 * Any values in a recurrence of an appointment: the rule is read, or gives a fault; a rule that was read and can be written
 * is valid by the schema, and is read from there as it was. The input is lines of text: pattern, interval, days (apart by
 * blanks), index, day of the month, month, first day of the week, start, and the end: a date, a number, or nothing.
 */
public final class RecurrenceFuzz {
    private static final int LINES = 9;

    private RecurrenceFuzz() {}

    /** What the fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] input) throws JAXBException {
        String[] lines = Arrays.copyOf(new String(input, StandardCharsets.UTF_8).split("\n", LINES), LINES);
        RecurrenceType wire = new RecurrenceType();
        wire.setPattern(pattern(lines));
        wire.setRange(range(lines));
        Recurrence rule;
        try {
            rule = RecurrenceReader.read(wire);
        } catch (UnmappableItemException e) {
            return;
        }
        if (!rule.toRrule().startsWith("FREQ=")) {
            throw new AssertionError(rule.toRrule());
        }
        CalendarItemType item = new CalendarItemType();
        try {
            item.setRecurrence(RecurrenceWriter.ofAppointment(rule));
        } catch (UnmappableItemException e) {
            return;
        }
        try {
            Recurrence again = RecurrenceReader.read(Wire.sent(item).getRecurrence());
            if (!again.equals(rule)) {
                throw new AssertionError(rule + " comes back as " + again);
            }
        } catch (UnmappableItemException e) {
            throw new AssertionError("what was written can't be read: " + rule, e);
        }
    }

    private static RecurrencePatternBaseType pattern(String[] lines) {
        switch (String.valueOf(lines[0])) {
            case "daily" -> {
                DailyRecurrencePatternType daily = new DailyRecurrencePatternType();
                daily.setInterval(number(lines[1]));
                return daily;
            }
            case "weekly" -> {
                WeeklyRecurrencePatternType weekly = new WeeklyRecurrencePatternType();
                weekly.setInterval(number(lines[1]));
                weekly.getDaysOfWeek()
                        .addAll(Arrays.asList(String.valueOf(lines[2]).split(" ")));
                weekly.setFirstDayOfWeek(lines[6]);
                return weekly;
            }
            case "monthly" -> {
                AbsoluteMonthlyRecurrencePatternType monthly = new AbsoluteMonthlyRecurrencePatternType();
                monthly.setInterval(number(lines[1]));
                monthly.setDayOfMonth(number(lines[4]));
                return monthly;
            }
            case "relative-monthly" -> {
                RelativeMonthlyRecurrencePatternType monthly = new RelativeMonthlyRecurrencePatternType();
                monthly.setInterval(number(lines[1]));
                monthly.setDaysOfWeek(lines[2]);
                monthly.setDayOfWeekIndex(lines[3]);
                return monthly;
            }
            case "yearly" -> {
                AbsoluteYearlyRecurrencePatternType yearly = new AbsoluteYearlyRecurrencePatternType();
                yearly.setDayOfMonth(number(lines[4]));
                yearly.setMonth(lines[5]);
                return yearly;
            }
            case "relative-yearly" -> {
                RelativeYearlyRecurrencePatternType yearly = new RelativeYearlyRecurrencePatternType();
                yearly.setDaysOfWeek(lines[2]);
                yearly.setDayOfWeekIndex(lines[3]);
                yearly.setMonth(lines[5]);
                return yearly;
            }
            case "regenerating" -> {
                MonthlyRegeneratingPatternType monthly = new MonthlyRegeneratingPatternType();
                monthly.setInterval(number(lines[1]));
                return monthly;
            }
            default -> {
                return null;
            }
        }
    }

    private static RecurrenceRangeBaseType range(String[] lines) {
        String end = lines[8];
        RecurrenceRangeBaseType range;
        if (end == null || end.isEmpty()) {
            range = new NoEndRecurrenceRangeType();
        } else if (end.matches("-?\\d{1,9}")) {
            NumberedRecurrenceRangeType numbered = new NumberedRecurrenceRangeType();
            numbered.setNumberOfOccurrences(number(end));
            range = numbered;
        } else {
            EndDateRecurrenceRangeType ended = new EndDateRecurrenceRangeType();
            ended.setEndDate(end);
            range = ended;
        }
        range.setStartDate(lines[7]);
        return range;
    }

    private static int number(String text) {
        return text != null && text.matches("-?\\d{1,9}") ? Integer.parseInt(text) : 0;
    }
}
