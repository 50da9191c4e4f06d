package org.exchangesync.sandbox.ics;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.exchangesync.sandbox.calendar.WindowsZones;

/** Dates and durations as RFC 5545 writes them. */
final class ICalendarDates {
    private static final DateTimeFormatter DATE = DateTimeFormatter.BASIC_ISO_DATE;
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");
    private static final Pattern DURATION =
            Pattern.compile("([+-]?)P(?:(\\d+)W)?(?:(\\d+)D)?(?:T(?:(\\d+)H)?(?:(\\d+)M)?(?:(\\d+)S)?)?");

    private final ICalendarZones zones;

    ICalendarDates(ICalendarZones zones) {
        this.zones = zones;
    }

    /**
     * A date with the Windows id of its zone.
     *
     * @param floating without zone in the file; the sandbox reads such a time as UTC
     */
    record ZonedDate(LocalDateTime local, String windowsId, boolean dateOnly, boolean floating) {
        Instant instant() {
            return local.atZone(zone()).toInstant();
        }

        ZoneId zone() {
            return WindowsZones.zone(windowsId).orElse(ZoneOffset.UTC);
        }
    }

    /** The date of DTSTART and its like. */
    ZonedDate date(ContentLine line) {
        String value = line.value().strip();
        try {
            if (line.isDate()) {
                return new ZonedDate(
                        LocalDate.parse(value.substring(0, Math.min(8, value.length())), DATE)
                                .atStartOfDay(),
                        "UTC",
                        true,
                        true);
            }
            LocalDateTime local = local(value);
            if (value.endsWith("Z")) {
                return new ZonedDate(local, "UTC", false, false);
            }
            return line.parameter("TZID")
                    .map(id -> new ZonedDate(local, zones.windowsId(id, local), false, false))
                    .orElseGet(() -> new ZonedDate(local, "UTC", false, true));
        } catch (DateTimeException e) {
            throw new ICalendarException(line.name() + " '" + value + "' is no date");
        }
    }

    /** The local time of a date with or without time. */
    static LocalDateTime local(String value) {
        String text = value.strip().replace("Z", "");
        return text.length() == 8 ? LocalDate.parse(text, DATE).atStartOfDay() : LocalDateTime.parse(text, DATE_TIME);
    }

    /** The end of something that begins at a date and lasts for a DURATION. */
    static LocalDateTime after(LocalDateTime start, String duration) {
        Matcher matcher = DURATION.matcher(duration.strip());
        if (!matcher.matches()) {
            throw new ICalendarException("DURATION '" + duration + "' is no duration");
        }
        int sign = matcher.group(1).equals("-") ? -1 : 1;
        try {
            return start.plusDays(sign * (number(matcher, 2) * 7 + number(matcher, 3)))
                    .plusHours(sign * number(matcher, 4))
                    .plusMinutes(sign * number(matcher, 5))
                    .plusSeconds(sign * number(matcher, 6));
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new ICalendarException("DURATION '" + duration + "' is too long");
        }
    }

    private static long number(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
    }

    static String write(LocalDateTime local) {
        return DATE_TIME.format(local);
    }

    static String write(LocalDate day) {
        return DATE.format(day);
    }

    static String write(Instant instant) {
        return DATE_TIME.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)) + "Z";
    }
}
