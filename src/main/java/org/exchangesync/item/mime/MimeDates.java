package org.exchangesync.item.mime;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the dates of mail headers, also the wrong ones: parts in any order, comments, missing or unknown zones (taken as
 * UTC), years of two digits, dots in the time, ISO 8601. What can't be read is null: a wrong date is worse than none.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5322#section-3.3">RFC 5322 section 3.3, and 4.3 for the old forms</a>
 */
public final class MimeDates {
    private static final int LONGEST = 200;
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final Pattern COMMENT = Pattern.compile("\\([^()]*\\)");
    private static final Pattern ISO = Pattern.compile(
            "(\\d{4})-(\\d{2})-(\\d{2})[T ](\\d{2}):(\\d{2})(?::(\\d{2}))?(?:[.,]\\d+)?\\s*(Z|[+-]\\d{2}:?\\d{2})?");
    private static final Pattern TIME = Pattern.compile("(\\d{1,2})[:.](\\d{1,2})(?:[:.](\\d{1,2}))?(?:[.,]\\d+)?");
    /** Blanks, commas, and the hyphens of 14-Oct-2025, which are no signs of an offset. */
    private static final Pattern BETWEEN_WORDS =
            Pattern.compile("[\\s,]+|(?<=[A-Za-z0-9])-(?=[A-Za-z])|(?<=[A-Za-z])-(?=\\d)");

    private static final Pattern OFFSET = Pattern.compile("(?:UTC?|GMT)?([+-])(\\d{1,2}):?(\\d{2})?");
    private static final Map<String, Integer> ZONES = Map.of(
            "EST", -5, "EDT", -4, "CST", -6, "CDT", -5, "MST", -7, "MDT", -6, "PST", -8, "PDT", -7, "CET", 1, "CEST",
            2);

    private Integer day;
    private Integer month;
    private Integer year;
    private Integer hour;
    private int minute;
    private int second;
    private ZoneOffset zone;

    private MimeDates() {}

    /** The instant, or null. */
    public static Instant parse(String value) {
        if (value == null || value.length() > LONGEST) {
            return null;
        }
        String bare = COMMENT.matcher(value).replaceAll(" ").strip();
        try {
            Matcher iso = ISO.matcher(bare);
            return iso.matches() ? iso(bare, iso) : new MimeDates().words(bare);
        } catch (DateTimeException e) {
            return null; // the 31st of February
        }
    }

    private static Instant iso(String text, Matcher iso) {
        int seconds = iso.group(6) == null ? 0 : Integer.parseInt(iso.group(6));
        LocalDateTime local = LocalDateTime.of(
                Integer.parseInt(iso.group(1)),
                Integer.parseInt(iso.group(2)),
                Integer.parseInt(iso.group(3)),
                Integer.parseInt(iso.group(4)),
                Integer.parseInt(iso.group(5)),
                seconds);
        return local.toInstant(iso.group(7) == null ? ZoneOffset.UTC : ZoneOffset.of(iso.group(7)));
    }

    private Instant words(String text) {
        for (String word : BETWEEN_WORDS.split(text)) {
            take(word);
        }
        if (day == null || month == null || year == null || hour == null) {
            return null;
        }
        int seconds = Math.min(second, 59); // leap seconds, which java.time doesn't have
        return OffsetDateTime.of(year, month, day, hour, minute, seconds, 0, zone == null ? ZoneOffset.UTC : zone)
                .toInstant();
    }

    private void take(String word) {
        Matcher time = TIME.matcher(word);
        Matcher offset = OFFSET.matcher(word.toUpperCase(Locale.ROOT));
        if (hour == null && time.matches()) {
            hour = Integer.valueOf(time.group(1));
            minute = Integer.parseInt(time.group(2));
            second = time.group(3) == null ? 0 : Integer.parseInt(time.group(3));
        } else if (word.matches("\\d+")) {
            number(word);
        } else if (zone == null && offset.matches() && hour != null) {
            zone = offset(offset);
        } else if (hour != null && word.equalsIgnoreCase("PM") && hour < 12) {
            hour += 12;
        } else if (hour != null && word.equalsIgnoreCase("AM") && hour == 12) {
            hour = 0;
        } else if (month == null && word.length() >= 3 && month(word) > 0) {
            month = month(word);
        } else if (zone == null && hour != null) {
            Integer hours = ZONES.get(word.toUpperCase(Locale.ROOT));
            zone = hours == null ? null : ZoneOffset.ofHours(hours);
        }
    }

    private void number(String digits) {
        if (digits.length() <= 2 && day == null && Integer.parseInt(digits) <= 31 && Integer.parseInt(digits) > 0) {
            day = Integer.valueOf(digits);
        } else if (digits.length() <= 4 && year == null) {
            int value = Integer.parseInt(digits);
            year = switch (digits.length()) {
                case 1, 2 -> value < 50 ? 2000 + value : 1900 + value;
                case 3 -> 1900 + value;
                default -> value;
            };
        }
    }

    private static int month(String word) {
        int at = MONTHS.indexOf(word.substring(0, 3).toLowerCase(Locale.ROOT));
        return at % 3 == 0 ? at / 3 + 1 : 0;
    }

    /** An offset that no place on earth has says nothing. */
    private static ZoneOffset offset(Matcher offset) {
        int hours = Integer.parseInt(offset.group(2));
        int minutes = offset.group(3) == null ? 0 : Integer.parseInt(offset.group(3));
        if (hours > 18 || minutes > 59 || hours == 18 && minutes > 0) {
            return null;
        }
        int sign = offset.group(1).equals("-") ? -1 : 1;
        return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
    }
}
