package org.exchangesync.sandbox.ics;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.exchangesync.sandbox.calendar.WindowsZones;

/**
 * Finds the Windows time zone of a TZID: by its name, by an IANA name in it, or by what its VTIMEZONE says about the years
 * around an event.
 */
final class ICalendarZones {
    private static final Pattern BY_DAY = Pattern.compile("BYDAY=([+-]?\\d)([A-Z]{2})");
    private static final Pattern BY_MONTH = Pattern.compile("BYMONTH=(\\d{1,2})");
    private static final Pattern OFFSET = Pattern.compile("([+-]?)(\\d{2})(\\d{2})(?:\\d{2})?");

    private final List<Component> definitions;

    /** @param calendar the component whose VTIMEZONEs count */
    ICalendarZones(Component calendar) {
        this.definitions = calendar.inside("VTIMEZONE").toList();
    }

    /** The Windows id of a TZID, as far as it matters around that time. */
    String windowsId(String tzid, LocalDateTime around) {
        Instant when = around.toInstant(ZoneOffset.UTC);
        if (WindowsZones.ids().contains(tzid)) {
            return tzid;
        }
        return ianaName(tzid)
                .flatMap(zone -> WindowsZones.windowsId(zone, when))
                .or(() -> definition(tzid).flatMap(d -> like(d, when)))
                .orElseThrow(() -> new ICalendarException("the time zone '" + tzid + "' is neither known nor defined"));
    }

    /** TZIDs such as {@code /mozilla.org/20070129_1/America/New_York} end in a name of the IANA database. */
    private static Optional<ZoneId> ianaName(String tzid) {
        String[] parts = tzid.split("/");
        for (int from = 0; from < parts.length; from++) {
            String name = String.join("/", List.of(parts).subList(from, parts.length));
            if (name.contains("/") && ZoneId.getAvailableZoneIds().contains(name)) {
                return Optional.of(ZoneId.of(name));
            }
        }
        return tzid.equals("UTC") || tzid.equals("GMT") ? Optional.of(ZoneId.of("Etc/UTC")) : Optional.empty();
    }

    private Optional<Component> definition(String tzid) {
        return definitions.stream()
                .filter(d -> d.property("TZID").map(p -> p.value().equals(tzid)).orElse(false))
                .findFirst();
    }

    private static Optional<String> like(Component definition, Instant when) {
        return WindowsZones.ids().stream()
                .filter(id -> behavesLike(definition, WindowsZones.zone(id).orElseThrow(), when))
                .findFirst();
    }

    private static boolean behavesLike(Component definition, ZoneId zone, Instant when) {
        for (int month = 0; month < 12; month++) {
            LocalDateTime local = LocalDateTime.ofInstant(when.plusSeconds(month * 2_629_746L), ZoneOffset.UTC);
            Optional<Integer> offset = offset(definition, local);
            if (offset.isEmpty() || zone.getRules().getOffset(local).getTotalSeconds() != offset.get()) {
                return false;
            }
        }
        return true;
    }

    /** The offset that a VTIMEZONE has at a local time: that of its last onset before. */
    private static Optional<Integer> offset(Component definition, LocalDateTime local) {
        record Onset(LocalDateTime at, int offset) {}
        List<Onset> onsets = new ArrayList<>();
        for (Component part : definition.components()) {
            Optional<Integer> to = part.property("TZOFFSETTO").map(p -> seconds(p.value()));
            Optional<LocalDateTime> start = part.property("DTSTART").map(p -> ICalendarDates.local(p.value()));
            if (to.isEmpty() || start.isEmpty()) {
                return Optional.empty();
            }
            onsets.add(new Onset(start.get(), to.get()));
            for (int year = local.getYear() - 1; year <= local.getYear(); year++) {
                int y = year;
                part.property("RRULE")
                        .flatMap(rule -> yearly(rule.value(), start.get(), y))
                        .ifPresent(at -> onsets.add(new Onset(at, to.get())));
            }
            part.all("RDATE")
                    .flatMap(dates -> java.util.Arrays.stream(dates.value().split(",")))
                    .map(ICalendarDates::local)
                    .forEach(at -> onsets.add(new Onset(at, to.get())));
        }
        return onsets.stream()
                .filter(o -> !o.at().isAfter(local))
                .max(Comparator.comparing(Onset::at))
                .map(Onset::offset);
    }

    private static Optional<LocalDateTime> yearly(String rule, LocalDateTime start, int year) {
        Matcher day = BY_DAY.matcher(rule);
        Matcher month = BY_MONTH.matcher(rule);
        Matcher until = Pattern.compile("UNTIL=(\\d{4})").matcher(rule);
        if (!day.find() || !month.find() || year < start.getYear()) {
            return Optional.empty();
        }
        if (until.find() && Integer.parseInt(until.group(1)) < year) {
            return Optional.empty();
        }
        DayOfWeek weekday = weekday(day.group(2));
        LocalDate on = LocalDate.of(year, Integer.parseInt(month.group(1)), 1)
                .with(TemporalAdjusters.dayOfWeekInMonth(Integer.parseInt(day.group(1)), weekday));
        return Optional.of(on.atTime(start.toLocalTime()));
    }

    private static DayOfWeek weekday(String name) {
        try {
            return RecurrenceRules.day(name);
        } catch (IllegalArgumentException e) {
            throw new ICalendarException("its time zone changes on a day that is none: " + e.getMessage());
        }
    }

    private static int seconds(String offset) {
        Matcher digits = OFFSET.matcher(offset.strip());
        if (!digits.matches()) {
            throw new ICalendarException("'" + offset + "' is no offset of a time zone");
        }
        int sign = digits.group(1).equals("-") ? -1 : 1;
        return sign * (Integer.parseInt(digits.group(2)) * 3600 + Integer.parseInt(digits.group(3)) * 60);
    }
}
