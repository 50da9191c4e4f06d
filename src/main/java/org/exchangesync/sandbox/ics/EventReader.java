package org.exchangesync.sandbox.ics;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.exchangesync.sandbox.calendar.Occurrences;
import org.exchangesync.sandbox.calendar.WindowsZones;
import org.exchangesync.sandbox.ics.ICalendarDates.ZonedDate;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.store.Blob;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.store.Series;
import org.exchangesync.sandbox.store.StoredAttachment;

/** Makes an appointment, or a series of them, of a VEVENT and its instances. */
final class EventReader {
    private final ICalendarDates dates;
    private final Instant now;

    EventReader(ICalendarDates dates, Instant now) {
        this.dates = dates;
        this.now = now;
    }

    /**
     * The appointment.
     *
     * @param instances events of the same UID with a RECURRENCE-ID
     * @param fallbackUid the UID when the event has none
     * @throws ICalendarException when Exchange cannot hold it
     */
    ItemContent read(Component event, List<Component> instances, String fallbackUid) {
        ZonedDate start = start(event);
        Values.Builder values = values(event, start);
        values.put("calendar:UID", event.text("UID").orElse(fallbackUid));
        event.property("RECURRENCE-ID")
                .ifPresent(
                        r -> values.put("calendar:RecurrenceId", dates.date(r).instant()));
        event.property("RRULE")
                .ifPresent(rule -> values.put(
                        "calendar:Recurrence", RecurrenceRules.convert(rule.value(), start.local(), start.zone())));
        if (event.property("EXRULE").isPresent() || event.all("RRULE").count() > 1) {
            throw new ICalendarException("it has more than one recurrence rule");
        }
        ItemContent content =
                ItemContent.of(ItemType.CALENDAR_ITEM, values.done()).withAttachments(attachments(event));
        if (!values.done().has("calendar:Recurrence")) {
            if (event.property("RDATE").isPresent()) {
                throw new ICalendarException("Exchange has no recurrence by single dates (RDATE)");
            }
            return content;
        }
        return content.withSeries(series(content, event, instances));
    }

    private ZonedDate start(Component event) {
        return dates.date(event.property("DTSTART").orElseThrow(() -> new ICalendarException("it has no DTSTART")));
    }

    private Values.Builder values(Component event, ZonedDate start) {
        Values.Builder values = Values.build();
        CommonProperties.read(event, values, dates);
        Instant end = end(event, start);
        if (end.isBefore(start.instant())) {
            throw new ICalendarException("it ends before it starts");
        }
        values.put(
                "calendar:DateTimeStamp",
                CommonProperties.instant(event, "DTSTAMP", dates).orElse(now));
        values.put("calendar:Start", start.instant()).put("calendar:End", end);
        values.put("calendar:IsAllDayEvent", start.dateOnly());
        values.put("calendar:LegacyFreeBusyStatus", busy(event, start));
        event.text("LOCATION").ifPresent(l -> values.put("calendar:Location", l.replaceAll("[\\r\\n]+", " ")));
        values.put(
                "calendar:IsCancelled", event.text("STATUS").orElse("").strip().equalsIgnoreCase("CANCELLED"));
        event.text("SEQUENCE")
                .filter(s -> s.strip().matches("\\d{1,9}"))
                .ifPresent(s -> values.put("calendar:AppointmentSequenceNumber", Integer.parseInt(s.strip())));
        values.put("calendar:StartTimeZone", WindowsZones.element("StartTimeZone", start.windowsId()));
        values.put("calendar:EndTimeZone", WindowsZones.element("EndTimeZone", start.windowsId()));
        People.read(event, values);
        if (values.get("calendar:RequiredAttendees").isPresent()) {
            values.put("calendar:MyResponseType", "NoResponseReceived");
        }
        CommonProperties.reminder(event, values, start.local(), start.instant());
        return values;
    }

    private Instant end(Component event, ZonedDate start) {
        Optional<ContentLine> end = event.property("DTEND");
        if (end.isPresent()) {
            ZonedDate date = dates.date(end.get());
            return start.dateOnly() ? wholeDays(date.local()).toInstant(ZoneOffset.UTC) : date.instant();
        }
        Optional<String> duration = event.text("DURATION");
        LocalDateTime local = duration.isPresent()
                ? ICalendarDates.after(start.local(), duration.get())
                : start.dateOnly() ? start.local().plusDays(1) : start.local();
        return (start.dateOnly() ? wholeDays(local) : local)
                .atZone(start.zone())
                .toInstant();
    }

    /** What begins with a day ends with one, whatever time of day its end or duration says. */
    private static LocalDateTime wholeDays(LocalDateTime end) {
        LocalDateTime midnight = end.truncatedTo(ChronoUnit.DAYS);
        return midnight.equals(end) ? end : midnight.plusDays(1);
    }

    private static String busy(Component event, ZonedDate start) {
        String own = event.text("X-MICROSOFT-CDO-BUSYSTATUS").orElse("").strip().toUpperCase(Locale.ROOT);
        String transparent = event.text("TRANSP").orElse("").strip().toUpperCase(Locale.ROOT);
        return switch (own) {
            case "FREE" -> "Free";
            case "TENTATIVE" -> "Tentative";
            case "OOF" -> "OOF";
            case "BUSY" -> "Busy";
            default -> transparent.equals("TRANSPARENT") || start.dateOnly() && transparent.isEmpty() ? "Free" : "Busy";
        };
    }

    private Series series(ItemContent master, Component event, List<Component> instances) {
        Occurrences occurrences = Occurrences.of(master);
        Series series = Series.REGULAR;
        for (ZonedDate date : list(event, "EXDATE", master)) {
            if (occurrences.has(date.instant())) {
                series = series.without(date.instant());
            }
        }
        for (ZonedDate date : list(event, "RDATE", master)) {
            if (!occurrences.has(date.instant())) {
                throw new ICalendarException("Exchange has no recurrence by single dates (RDATE)");
            }
        }
        for (Component instance : instances) {
            ZonedDate original = original(instance, master);
            if (!occurrences.has(original.instant())) {
                throw new ICalendarException(
                        "its RECURRENCE-ID " + original.local() + " is no occurrence of the series");
            }
            if (instance.text("STATUS").orElse("").equalsIgnoreCase("CANCELLED")) {
                series = series.without(original.instant());
            } else {
                Values.Builder differing = values(instance, start(instance));
                series = series.withException(original.instant(), differing.done());
            }
        }
        return series;
    }

    private ZonedDate original(Component instance, ItemContent master) {
        return inMasterTime(dates.date(instance.property("RECURRENCE-ID").orElseThrow()), master);
    }

    private List<ZonedDate> list(Component event, String name, ItemContent master) {
        List<ZonedDate> found = new ArrayList<>();
        event.all(name)
                .forEach(line -> Arrays.stream(line.value().split(","))
                        .filter(v -> !v.isBlank())
                        .map(v -> dates.date(new ContentLine(name, line.parameters(), v.replaceFirst("/.*", ""))))
                        .map(d -> inMasterTime(d, master))
                        .forEach(found::add));
        return found;
    }

    /** A date without time, or without zone, is of the series' own time and zone. */
    private ZonedDate inMasterTime(ZonedDate date, ItemContent master) {
        String zone = master.values()
                .get("calendar:StartTimeZone")
                .map(z -> z.attribute("Id"))
                .orElse("UTC");
        if (date.dateOnly()) {
            LocalDateTime start = LocalDateTime.ofInstant(
                    master.values().instant("calendar:Start").orElseThrow(), Occurrences.zone(master.values()));
            return new ZonedDate(date.local().toLocalDate().atTime(start.toLocalTime()), zone, false, false);
        }
        return date.floating() ? new ZonedDate(date.local(), zone, false, false) : date;
    }

    private List<StoredAttachment> attachments(Component event) {
        List<StoredAttachment> found = new ArrayList<>();
        event.all("ATTACH")
                .filter(a -> a.parameter("VALUE").orElse("").equalsIgnoreCase("BINARY"))
                .forEach(a -> {
                    int number = found.size() + 1;
                    String name = a.parameter("FILENAME")
                            .or(() -> a.parameter("X-FILENAME"))
                            .orElse("attachment-" + number);
                    String type = a.parameter("FMTTYPE").orElse("application/octet-stream");
                    found.add(new StoredAttachment(number, name, type, null, null, false, now, bytes(a), null));
                });
        return found;
    }

    private static Blob bytes(ContentLine attachment) {
        try {
            return Blob.of(Base64.getDecoder().decode(attachment.value().replaceAll("\\s", "")));
        } catch (IllegalArgumentException e) {
            throw new ICalendarException("an attachment is not valid base64");
        }
    }
}
