package org.exchangesync.sandbox.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.store.Series;
import org.exchangesync.sandbox.xml.Xml;

/** Expands the recurring appointments of a calendar: the pattern, without deleted and with modified occurrences. */
public final class Occurrences {
    private final ItemContent master;
    private final Series series;
    private final RecurrencePattern pattern;
    private final ZoneId zone;
    private final Instant start;
    private final Duration length;

    private Occurrences(ItemContent master, RecurrencePattern pattern, ZoneId zone, Instant start, Duration length) {
        this.master = master;
        this.series = master.series() == null ? Series.REGULAR : master.series();
        this.pattern = pattern;
        this.zone = zone;
        this.start = start;
        this.length = length;
    }

    /** The occurrences of an appointment with Recurrence, Start and End. */
    public static Occurrences of(ItemContent master) {
        Values values = master.values();
        Instant start = values.instant("calendar:Start").orElseThrow();
        return new Occurrences(
                master,
                RecurrencePattern.of(values.get("calendar:Recurrence").orElseThrow()),
                zone(values),
                start,
                Duration.between(start, values.instant("calendar:End").orElse(start)));
    }

    /** The zone that an appointment recurs in: that of its start, else UTC. */
    public static ZoneId zone(Values values) {
        return values.get("calendar:StartTimeZone")
                .map(z -> z.attribute("Id"))
                .flatMap(WindowsZones::zone)
                .orElse(ZoneOffset.UTC);
    }

    /** Whether it goes on for ever. */
    public boolean isEndless() {
        return pattern.isEndless();
    }

    /** Those that touch the time between two instants, by start. */
    public List<Occurrence> between(Instant from, Instant to) {
        List<Occurrence> found = new ArrayList<>();
        // An exception may have been moved into the view from a day outside it, so the whole series up to then counts.
        LocalDate last = latest(to).atZone(zone).toLocalDate().plusDays(1);
        for (LocalDate day : pattern.daysUntil(last, RecurrencePattern.HORIZON)) {
            at(day).filter(o -> o.start().isBefore(to)
                            && (o.end().isAfter(from) || !o.start().isBefore(from)))
                    .ifPresent(found::add);
        }
        found.sort(Comparator.comparing(Occurrence::start));
        return found;
    }

    private Instant latest(Instant to) {
        return series.exceptions().isEmpty() || series.exceptions().lastKey().isBefore(to)
                ? to
                : series.exceptions().lastKey();
    }

    /** The first that takes place. */
    public Optional<Occurrence> first() {
        return pattern.days()
                .limit(RecurrencePattern.HORIZON)
                .flatMap(d -> at(d).stream())
                .findFirst();
    }

    /** The last that takes place; empty for a series without end. */
    public Optional<Occurrence> last() {
        if (isEndless()) {
            return Optional.empty();
        }
        return pattern.daysUntil(LocalDate.MAX.minusYears(1), RecurrencePattern.HORIZON).stream()
                .flatMap(d -> at(d).stream())
                .reduce((a, b) -> b);
    }

    /** The occurrence with that index, counted from 1, deleted ones too; empty beyond the end. */
    public Optional<Instant> originalOf(int index) {
        return pattern.days()
                .limit(RecurrencePattern.HORIZON)
                .skip(index - 1L)
                .findFirst()
                .map(this::original);
    }

    /** Whether the pattern has an occurrence with that start, deleted or not. */
    public boolean has(Instant original) {
        LocalDate day = original.atZone(zone).toLocalDate();
        return pattern.daysUntil(day, RecurrencePattern.HORIZON).contains(day)
                && original(day).equals(original);
    }

    /** The occurrence with that original start, unless it is deleted. */
    public Optional<Occurrence> at(Instant original) {
        return has(original) ? at(original.atZone(zone).toLocalDate()) : Optional.empty();
    }

    private Instant original(LocalDate day) {
        return ZonedDateTime.of(day, start.atZone(zone).toLocalTime(), zone).toInstant();
    }

    private Optional<Occurrence> at(LocalDate day) {
        Instant original = original(day);
        if (series.deleted().contains(original)) {
            return Optional.empty();
        }
        Values exception = series.exceptions().get(original);
        Values.Builder values = master.values().change();
        values.remove("calendar:Recurrence");
        values.put("calendar:Start", original).put("calendar:End", original.plus(length));
        values.put("calendar:OriginalStart", original);
        if (exception != null) {
            values.putAll(exception);
        }
        // By the protocol an occurrence of a series knows it by this date, in the same second as its original start.
        values.put("calendar:RecurrenceId", original);
        Values all = values.done();
        Xml start = all.get("calendar:Start").orElseThrow();
        return Optional.of(new Occurrence(
                original,
                org.exchangesync.sandbox.property.DateTimes.parse(start.text()),
                all.instant("calendar:End").orElseThrow(),
                exception != null,
                all));
    }
}
