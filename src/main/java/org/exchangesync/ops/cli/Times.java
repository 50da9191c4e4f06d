package org.exchangesync.ops.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Times as people say them: how long ago, or on the clock of their zone. */
final class Times {
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhdw])");

    private final Clock clock;
    private final ZoneId zone;

    Times(Clock clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    /** {@code 5 min ago}, {@code in 2 h}; null for none. */
    String relative(Instant time) {
        if (time == null) {
            return null;
        }
        Duration past = Duration.between(time, clock.instant());
        if (past.abs().compareTo(Duration.ofSeconds(1)) < 0) {
            return "now";
        }
        return past.isNegative() ? "in " + length(past.negated()) : length(past) + " ago";
    }

    /** {@code 12 s}, {@code 5 min}, {@code 3 h}, {@code 2 d}. */
    static String length(Duration length) {
        if (length.compareTo(Duration.ofMinutes(2)) < 0) {
            return length.toSeconds() + " s";
        }
        if (length.compareTo(Duration.ofHours(2)) < 0) {
            return length.toMinutes() + " min";
        }
        if (length.compareTo(Duration.ofDays(2)) < 0) {
            return length.toHours() + " h";
        }
        return length.toDays() + " d";
    }

    /** Date and time in the person's zone; null for none. */
    String absolute(Instant time) {
        return time == null ? null : SHOWN.format(time.atZone(zone));
    }

    /** Both: {@code 2026-11-22 03:10:00 (5 min ago)}. */
    String both(Instant time) {
        return time == null ? null : absolute(time) + " (" + relative(time) + ")";
    }

    /**
     * Understands a time: {@code 2h} for two hours ago ({@code s m h d w}), {@code 2026-11-22}, {@code 03:10} (today),
     * {@code 2026-11-22T03:10} in the person's zone, or with a zone of its own.
     */
    Instant parse(String text) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long count = Long.parseLong(ago.group(1));
            return clock.instant()
                    .minus(
                            switch (ago.group(2)) {
                                case "s" -> Duration.ofSeconds(count);
                                case "m" -> Duration.ofMinutes(count);
                                case "h" -> Duration.ofHours(count);
                                case "d" -> Duration.ofDays(count);
                                default -> Duration.ofDays(7 * count);
                            });
        }
        try {
            if (text.matches("\\d\\d:\\d\\d(:\\d\\d)?")) {
                return LocalDate.now(clock.withZone(zone))
                        .atTime(LocalTime.parse(text))
                        .atZone(zone)
                        .toInstant();
            }
            if (text.length() == "2026-11-22".length()) {
                return LocalDate.parse(text).atStartOfDay(zone).toInstant();
            }
            return text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toInstant();
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'" + text
                    + "' is no time; write 2h (two hours ago; also s, m, d, w), 03:10, 2026-11-22 or 2026-11-22T03:10");
        }
    }
}
