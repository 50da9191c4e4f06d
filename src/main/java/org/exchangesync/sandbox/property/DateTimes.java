package org.exchangesync.sandbox.property;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Dates as the wire has them: answered in whole seconds of UTC, read with or without zone and fraction. */
public final class DateTimes {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private DateTimes() {}

    /** Whole seconds of UTC with a {@code Z}. */
    public static String format(Instant instant) {
        return UTC.format(instant.truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * Reads a date without zone as UTC.
     *
     * @throws DateTimeException when it is no date
     */
    public static Instant parse(String text) {
        return parse(text, ZoneOffset.UTC);
    }

    /**
     * Reads a date; one without zone is of the given zone.
     *
     * @throws DateTimeException when it is no date
     */
    public static Instant parse(String text, ZoneId zone) {
        String value = text.strip();
        if (value.length() <= 16 && !value.contains("T")) {
            return LocalDate.parse(value.length() > 10 ? value.substring(0, 10) : value)
                    .atStartOfDay(value.length() > 10 ? ZoneId.of(value.substring(10)) : zone)
                    .toInstant();
        }
        boolean zoned = value.endsWith("Z") || value.lastIndexOf('+') > 10 || value.lastIndexOf('-') > 10;
        return zoned
                ? OffsetDateTime.parse(value).toInstant()
                : LocalDateTime.parse(value).atZone(zone).toInstant();
    }

    /** The two ways of XML Schema to say true. */
    public static boolean isTrue(String text) {
        String value = text.strip();
        return value.equals("true") || value.equals("1");
    }
}
