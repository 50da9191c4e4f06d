package org.exchangesync.sandbox.ics;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.fortuna.ical4j.model.Recur;
import org.exchangesync.sandbox.calendar.RecurrencePattern;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Turns RRULEs into the recurrence patterns of EWS, which can say less. Every result is compared with what ical4j makes of
 * the same rule; a rule whose days would not be exactly the same is refused.
 */
final class RecurrenceRules {
    private static final int COMPARED = 60;
    private static final int COMPARED_YEARS = 70;
    private static final List<String> INDEXES = List.of("First", "Second", "Third", "Fourth");
    /** With BYSETPOS=-1: that day, or the last one of a month that is shorter. */
    private static final Set<String> LAST_BUT_SHORTER = Set.of("28,29", "28,29,30");

    private static final Set<String> KNOWN = Set.of(
            "FREQ",
            "INTERVAL",
            "COUNT",
            "UNTIL",
            "BYDAY",
            "BYMONTHDAY",
            "BYMONTH",
            "BYSETPOS",
            "WKST",
            "RSCALE",
            "SKIP");

    private final String rule;
    private final Map<String, String> parts = new LinkedHashMap<>();
    private final LocalDateTime start;
    private final ZoneId zone;

    private RecurrenceRules(String rule, LocalDateTime start, ZoneId zone) {
        this.rule = rule;
        this.start = start;
        this.zone = zone;
        for (String part : rule.strip().split(";")) {
            String[] pair = part.split("=", 2);
            if (pair.length == 2) {
                parts.put(
                        pair[0].strip().toUpperCase(Locale.ROOT),
                        pair[1].strip().toUpperCase(Locale.ROOT).replaceAll(",$", ""));
            }
        }
    }

    /**
     * The Recurrence element of a rule.
     *
     * @throws ICalendarException when EWS has no pattern with the same days
     */
    static Xml convert(String rule, LocalDateTime start, ZoneId zone) {
        RecurrenceRules rules = new RecurrenceRules(rule, start, zone);
        Xml recurrence;
        try {
            recurrence = Xml.t("Recurrence", rules.pattern(), rules.range());
            rules.compare(recurrence);
        } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
            throw rules.refused("it is not valid (" + e.getMessage() + ")");
        }
        return recurrence;
    }

    private ICalendarException refused(String why) {
        return new ICalendarException("the rule " + rule.strip() + " has no counterpart in Exchange: " + why);
    }

    private Xml pattern() {
        for (String part : parts.keySet()) {
            if (!KNOWN.contains(part)) {
                throw refused("patterns have no " + part);
            }
        }
        if (!parts.getOrDefault("RSCALE", "GREGORIAN").equals("GREGORIAN")) {
            throw refused("the calendar is not the Gregorian one");
        }
        int interval = Integer.parseInt(parts.getOrDefault("INTERVAL", "1"));
        return switch (parts.getOrDefault("FREQ", "")) {
            case "DAILY" ->
                parts.containsKey("BYDAY") ? weekly(interval) : Xml.t("DailyRecurrence", Xml.t("Interval", interval));
            case "WEEKLY" -> weekly(interval);
            case "MONTHLY" -> monthly(interval);
            case "YEARLY" -> yearly(interval);
            default -> throw refused("patterns are by day, week, month or year");
        };
    }

    private Xml weekly(int interval) {
        String days = parts.containsKey("BYDAY") ? names(parts.get("BYDAY")) : name(start.getDayOfWeek());
        return Xml.t(
                "WeeklyRecurrence",
                Xml.t("Interval", interval),
                Xml.t("DaysOfWeek", days),
                Xml.t("FirstDayOfWeek", name(day(parts.getOrDefault("WKST", "MO")))));
    }

    private Xml monthly(int interval) {
        if (parts.containsKey("BYMONTH")) {
            throw refused("a monthly pattern takes every month");
        }
        if (parts.containsKey("BYDAY")) {
            return Xml.t("RelativeMonthlyRecurrence", Xml.t("Interval", interval), days(), index());
        }
        return Xml.t("AbsoluteMonthlyRecurrence", Xml.t("Interval", interval), Xml.t("DayOfMonth", dayOfMonth()));
    }

    private Xml yearly(int interval) {
        int month = Integer.parseInt(parts.getOrDefault("BYMONTH", String.valueOf(start.getMonthValue())));
        if (interval > 1) {
            // EWS has no interval of years, but twelve months are one.
            return parts.containsKey("BYDAY")
                    ? Xml.t("RelativeMonthlyRecurrence", Xml.t("Interval", 12L * interval), days(), index())
                    : Xml.t(
                            "AbsoluteMonthlyRecurrence",
                            Xml.t("Interval", 12L * interval),
                            Xml.t("DayOfMonth", dayOfMonth()));
        }
        Xml monthName = Xml.t("Month", Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH));
        return parts.containsKey("BYDAY")
                ? Xml.t("RelativeYearlyRecurrence", days(), index(), monthName)
                : Xml.t("AbsoluteYearlyRecurrence", Xml.t("DayOfMonth", dayOfMonth()), monthName);
    }

    private int dayOfMonth() {
        String days = parts.getOrDefault("BYMONTHDAY", String.valueOf(start.getDayOfMonth()));
        if (LAST_BUT_SHORTER.contains(days) && "-1".equals(parts.get("BYSETPOS"))) {
            days = days.substring(days.lastIndexOf(',') + 1);
        }
        int day = Integer.parseInt(days);
        // In EWS the 31st of a month with fewer days is its last day.
        return day == -1 ? 31 : day;
    }

    private Xml days() {
        Set<DayOfWeek> days = Arrays.stream(parts.get("BYDAY").split(","))
                .map(d -> day(d.substring(d.length() - 2)))
                .collect(Collectors.toSet());
        String name = switch (days.size()) {
            case 1 -> name(days.iterator().next());
            case 2 -> "WeekendDay";
            case 5 -> "Weekday";
            case 7 -> "Day";
            default -> throw refused("a pattern has one day, weekdays, weekend days or any day");
        };
        return Xml.t("DaysOfWeek", name);
    }

    private Xml index() {
        String first = parts.get("BYDAY").split(",")[0];
        String number = parts.getOrDefault("BYSETPOS", first.substring(0, first.length() - 2));
        if (number.isEmpty()) {
            throw refused("a pattern by weekday says which one of the month");
        }
        int index = Integer.parseInt(number.replace("+", ""));
        if (index == -1) {
            return Xml.t("DayOfWeekIndex", "Last");
        }
        if (index < 1 || index > 4) {
            throw refused("a pattern has the first to fourth or last weekday");
        }
        return Xml.t("DayOfWeekIndex", INDEXES.get(index - 1));
    }

    private Xml range() {
        Xml from = Xml.t("StartDate", start.toLocalDate().toString());
        if (parts.containsKey("COUNT")) {
            return Xml.t(
                    "NumberedRecurrence", from, Xml.t("NumberOfOccurrences", Integer.parseInt(parts.get("COUNT"))));
        }
        if (parts.containsKey("UNTIL")) {
            return Xml.t("EndDateRecurrence", from, Xml.t("EndDate", until().toString()));
        }
        return Xml.t("NoEndRecurrence", from);
    }

    /** The last day on which an occurrence may begin. */
    private LocalDate until() {
        String value = parts.get("UNTIL");
        LocalDateTime last = ICalendarDates.local(value);
        if (value.length() == 8) {
            return last.toLocalDate();
        }
        if (value.endsWith("Z")) {
            last = last.atZone(ZoneOffset.UTC).withZoneSameInstant(zone).toLocalDateTime();
        }
        return last.toLocalTime().isBefore(start.toLocalTime())
                ? last.toLocalDate().minusDays(1)
                : last.toLocalDate();
    }

    private void compare(Xml recurrence) {
        LocalDate first = start.toLocalDate();
        List<LocalDate> ours =
                RecurrencePattern.of(recurrence).days().limit(COMPARED).toList();
        String byDay = parts.entrySet().stream()
                .filter(p -> !Set.of("UNTIL", "RSCALE", "SKIP").contains(p.getKey()))
                .map(p -> p.getKey() + "=" + p.getValue())
                .collect(Collectors.joining(";"));
        LocalDate end = parts.containsKey("UNTIL") ? until() : first.plusYears(COMPARED_YEARS);
        List<LocalDate> theirs = new Recur<LocalDate>(byDay)
                .getDates(first, first, end.plusDays(1), COMPARED).stream()
                        .filter(d -> !d.isAfter(end))
                        .limit(COMPARED)
                        .toList();
        if (!ours.contains(first)) {
            throw refused("its days don't include DTSTART");
        }
        if (!ours.equals(theirs)) {
            throw refused("its days would not be the same");
        }
    }

    private String names(String byDay) {
        if (byDay.matches(".*\\d.*")) {
            throw refused("a weekly pattern has weekdays without number");
        }
        return Arrays.stream(byDay.split(",")).map(d -> name(day(d))).collect(Collectors.joining(" "));
    }

    static DayOfWeek day(String two) {
        return Arrays.stream(DayOfWeek.values())
                .filter(d -> d.name().startsWith(two.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + two + "' is no weekday"));
    }

    private static String name(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }
}
