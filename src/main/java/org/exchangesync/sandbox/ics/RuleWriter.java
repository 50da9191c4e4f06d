package org.exchangesync.sandbox.ics;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.exchangesync.sandbox.xml.Xml;

/** Writes the Recurrence of EWS as an RRULE. */
final class RuleWriter {
    private static final Map<String, String> POSITIONS =
            Map.of("First", "1", "Second", "2", "Third", "3", "Fourth", "4", "Last", "-1");

    private RuleWriter() {}

    /**
     * The rule of a Recurrence element.
     *
     * @param at the local time of day at which occurrences begin
     */
    static String write(Xml recurrence, LocalTime at, ZoneId zone) {
        StringBuilder rule = new StringBuilder();
        for (Xml part : recurrence.children()) {
            String interval = part.textOf("Interval")
                    .filter(i -> !i.equals("1"))
                    .map(i -> ";INTERVAL=" + i)
                    .orElse("");
            switch (part.name()) {
                case "DailyRecurrence" -> rule.append("FREQ=DAILY").append(interval);
                case "WeeklyRecurrence" ->
                    rule.append("FREQ=WEEKLY")
                            .append(interval)
                            .append(";BYDAY=")
                            .append(days(part))
                            .append(";WKST=")
                            .append(two(part.textOf("FirstDayOfWeek").orElse("Sunday")));
                case "AbsoluteMonthlyRecurrence" ->
                    rule.append("FREQ=MONTHLY").append(interval).append(dayOfMonth(part));
                case "RelativeMonthlyRecurrence" ->
                    rule.append("FREQ=MONTHLY").append(interval).append(relative(part));
                case "AbsoluteYearlyRecurrence" ->
                    rule.append("FREQ=YEARLY").append(month(part)).append(dayOfMonth(part));
                case "RelativeYearlyRecurrence" ->
                    rule.append("FREQ=YEARLY").append(month(part)).append(relative(part));
                default -> range(rule, part, at, zone);
            }
        }
        return rule.toString();
    }

    private static void range(StringBuilder rule, Xml range, LocalTime at, ZoneId zone) {
        range.textOf("NumberOfOccurrences")
                .ifPresent(n -> rule.append(";COUNT=").append(n));
        range.textOf("EndDate")
                .map(LocalDate::parse)
                .map(d -> d.atTime(at)
                        .atZone(zone)
                        .withZoneSameInstant(ZoneOffset.UTC)
                        .toLocalDateTime())
                .ifPresent(d ->
                        rule.append(";UNTIL=").append(ICalendarDates.write(d)).append('Z'));
    }

    /** The 29th to 31st mean the last day of shorter months, which RFC 5545 says with a position. */
    private static String dayOfMonth(Xml pattern) {
        int day = pattern.textOf("DayOfMonth").map(Integer::parseInt).orElse(1);
        if (day <= 28) {
            return ";BYMONTHDAY=" + day;
        }
        String candidates = Arrays.stream(new int[] {28, 29, 30, 31})
                .filter(d -> d <= day)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(","));
        return day == 31 ? ";BYMONTHDAY=-1" : ";BYMONTHDAY=" + candidates + ";BYSETPOS=-1";
    }

    private static String relative(Xml pattern) {
        return ";BYDAY=" + days(pattern) + ";BYSETPOS="
                + POSITIONS.get(pattern.textOf("DayOfWeekIndex").orElse("First"));
    }

    private static String month(Xml pattern) {
        String name = pattern.textOf("Month").orElse("January").toUpperCase(Locale.ROOT);
        return ";BYMONTH=" + Month.valueOf(name).getValue();
    }

    private static String days(Xml pattern) {
        return Arrays.stream(pattern.textOf("DaysOfWeek").orElse("Day").split("\\s+"))
                .map(name -> switch (name) {
                    case "Day" -> "MO,TU,WE,TH,FR,SA,SU";
                    case "Weekday" -> "MO,TU,WE,TH,FR";
                    case "WeekendDay" -> "SA,SU";
                    default -> two(name);
                })
                .collect(Collectors.joining(","));
    }

    private static String two(String day) {
        return day.substring(0, 2).toUpperCase(Locale.ROOT);
    }
}
