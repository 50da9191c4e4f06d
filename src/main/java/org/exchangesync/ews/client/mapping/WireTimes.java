package org.exchangesync.ews.client.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates and times as they stand on the wire: with and without zone (then UTC, as EWS answers), with and without fraction.
 * The year 1, by which Exchange says "none", is null like everything that can't be read; so are years of more than four
 * digits, which Exchange doesn't have and not every database takes.
 */
public final class WireTimes {
    private static final Pattern TIME = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})"
            + "(?:T(\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9})\\d*)?)?)?\\s*(Z|[+-]\\d{2}:?\\d{2})?");

    /** A zone can carry the last day of the year 9999 over. */
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private WireTimes() {}

    /** The instant of a dateTime, or null. */
    public static Instant instant(String text) {
        Matcher m = matcher(text);
        if (m == null) {
            return null;
        }
        try {
            LocalDateTime local = local(m);
            Instant instant = local == null ? null : local.toInstant(offset(m.group(8)));
            return instant == null || instant.isAfter(LAST) ? null : instant;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The date of an xs:date or dateTime as it is written, whatever its zone, or null. */
    static LocalDate date(String text) {
        Matcher m = matcher(text);
        try {
            LocalDateTime local = m == null ? null : local(m);
            return local == null ? null : local.toLocalDate();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /**
     * The day that a dateTime stands for where a day is kept as a midnight. Clients disagree about whose midnight: it comes
     * as midnight in UTC, or as the instant of midnight in the owner's zone. Such an instant belongs to the nearest
     * midnight; any other time of day to its own date.
     */
    static LocalDate day(String text) {
        Instant instant = instant(text);
        if (instant == null) {
            return null;
        }
        long minute = instant.getEpochSecond() / 60;
        boolean someMidnight = minute % 15 == 0 && instant.getEpochSecond() % 60 == 0;
        Instant within = someMidnight ? instant.plus(12, ChronoUnit.HOURS) : instant;
        return LocalDate.ofInstant(within, ZoneOffset.UTC);
    }

    /** The dateTime of an instant, to the second, as servers are strict about it. */
    static String text(Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The dateTime of a day: its midnight in UTC. */
    static String text(LocalDate day) {
        return day == null ? null : day + "T00:00:00Z";
    }

    private static Matcher matcher(String text) {
        if (text == null) {
            return null;
        }
        Matcher m = TIME.matcher(text.strip());
        return m.matches() ? m : null;
    }

    private static LocalDateTime local(Matcher m) {
        int year = Integer.parseInt(m.group(1));
        if (year <= 1) {
            return null;
        }
        LocalDate date = LocalDate.of(year, Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3)));
        if (m.group(4) == null) {
            return date.atStartOfDay();
        }
        int hour = Integer.parseInt(m.group(4));
        int minute = Integer.parseInt(m.group(5));
        int second = m.group(6) == null ? 0 : Math.min(59, Integer.parseInt(m.group(6)));
        if (hour == 24 && minute == 0 && second == 0) {
            return date.plusDays(1).atStartOfDay();
        }
        return date.atTime(hour, minute, second);
    }

    private static ZoneOffset offset(String zone) {
        return zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone);
    }
}
