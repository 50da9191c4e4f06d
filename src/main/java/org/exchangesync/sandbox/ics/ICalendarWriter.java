package org.exchangesync.sandbox.ics;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.exchangesync.sandbox.calendar.Occurrences;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.store.Blob;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.store.Series;
import org.exchangesync.sandbox.xml.Xml;

/** Writes an appointment, with its exceptions, as the iCalendar stream that servers give as its MimeContent. */
public final class ICalendarWriter {
    private static final int FOLD_AT = 74;
    private static final Map<String, String> ANSWERS =
            Map.of("Accept", "ACCEPTED", "Tentative", "TENTATIVE", "Decline", "DECLINED", "Organizer", "ACCEPTED");

    private final StringBuilder out = new StringBuilder();
    private final ZoneId zone;
    private final String tzid;

    private ICalendarWriter(Values values) {
        this.zone = Occurrences.zone(values);
        this.tzid = values.get("calendar:StartTimeZone")
                .map(z -> z.attribute("Id"))
                .filter(id -> !id.equals("UTC") && !(zone instanceof ZoneOffset))
                .orElse(null);
    }

    /** The stream of an appointment. */
    public static Blob write(ItemContent content) {
        ICalendarWriter writer = new ICalendarWriter(content.values());
        writer.calendar(content);
        return Blob.of(writer.out.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void calendar(ItemContent content) {
        line("BEGIN:VCALENDAR");
        line("PRODID:-//exchangesync//sandbox//EN");
        line("VERSION:2.0");
        if (tzid != null) {
            zone();
        }
        Values values = content.values();
        event(values, content.series(), null);
        if (content.series() != null) {
            content.series().exceptions().forEach((original, differing) -> {
                Values all = values.change()
                        .remove("calendar:Recurrence")
                        .putAll(differing)
                        .done();
                event(all, null, original);
            });
        }
        line("END:VCALENDAR");
    }

    private void event(Values values, Series series, Instant original) {
        boolean allDay = values.bool("calendar:IsAllDayEvent");
        line("BEGIN:VEVENT");
        text("UID", values.text("calendar:UID"));
        line("DTSTAMP:"
                + ICalendarDates.write(values.instant("calendar:DateTimeStamp").orElse(Instant.EPOCH)));
        time("DTSTART", values.instant("calendar:Start").orElseThrow(), allDay);
        time("DTEND", values.instant("calendar:End").orElseThrow(), allDay);
        text("SUMMARY", values.text("item:Subject"));
        text("LOCATION", values.text("calendar:Location"));
        values.get("item:Body")
                .ifPresent(b -> text(
                        "HTML".equals(b.attribute("BodyType")) ? "X-ALT-DESC;FMTTYPE=text/html" : "DESCRIPTION",
                        Optional.of(b.text())));
        people(values);
        line("CLASS:"
                + switch (values.text("item:Sensitivity").orElse("")) {
                    case "Private", "Personal" -> "PRIVATE";
                    case "Confidential" -> "CONFIDENTIAL";
                    default -> "PUBLIC";
                });
        line("TRANSP:"
                + (values.text("calendar:LegacyFreeBusyStatus").orElse("").equals("Free") ? "TRANSPARENT" : "OPAQUE"));
        line("X-MICROSOFT-CDO-BUSYSTATUS:"
                + values.text("calendar:LegacyFreeBusyStatus").orElse("Busy").toUpperCase(Locale.ROOT));
        line("STATUS:" + (values.bool("calendar:IsCancelled") ? "CANCELLED" : "CONFIRMED"));
        text("SEQUENCE", values.text("calendar:AppointmentSequenceNumber"));
        recurrence(values, series, original, allDay);
        alarm(values);
        line("END:VEVENT");
    }

    private void recurrence(Values values, Series series, Instant original, boolean allDay) {
        values.get("calendar:Recurrence")
                .ifPresent(r -> line("RRULE:"
                        + RuleWriter.write(
                                r,
                                values.instant("calendar:Start")
                                        .orElseThrow()
                                        .atZone(zone)
                                        .toLocalTime(),
                                zone)));
        if (series != null) {
            series.deleted().forEach(d -> time("EXDATE", d, allDay));
        }
        if (original != null) {
            time("RECURRENCE-ID", original, allDay);
        }
    }

    private void people(Values values) {
        values.get("calendar:Organizer").flatMap(o -> o.child("Mailbox")).ifPresent(m -> person("ORGANIZER", m));
        attendees(values, "calendar:RequiredAttendees", "REQ-PARTICIPANT");
        attendees(values, "calendar:OptionalAttendees", "OPT-PARTICIPANT");
    }

    private void attendees(Values values, String uri, String role) {
        for (Xml attendee : values.get(uri).map(Xml::children).orElse(List.of())) {
            String answer = ANSWERS.getOrDefault(attendee.textOf("ResponseType").orElse(""), "NEEDS-ACTION");
            person(
                    "ATTENDEE;ROLE=" + role + ";PARTSTAT=" + answer,
                    attendee.child("Mailbox").orElseThrow());
        }
    }

    private void person(String name, Xml mailbox) {
        String shown = mailbox.textOf("Name").orElse("").replace("\"", "'");
        line(name + ";CN=\"" + shown + "\":mailto:"
                + mailbox.textOf("EmailAddress").orElse(""));
    }

    private void alarm(Values values) {
        if (values.bool("item:ReminderIsSet")) {
            line("BEGIN:VALARM");
            line("ACTION:DISPLAY");
            line("DESCRIPTION:REMINDER");
            line("TRIGGER;RELATED=START:-PT"
                    + values.text("item:ReminderMinutesBeforeStart").orElse("15") + "M");
            line("END:VALARM");
        }
    }

    private void time(String name, Instant at, boolean allDay) {
        LocalDateTime local = LocalDateTime.ofInstant(at, zone);
        if (allDay) {
            line(name + ";VALUE=DATE:" + ICalendarDates.write(local.toLocalDate()));
        } else if (tzid == null) {
            line(name + ":" + ICalendarDates.write(at));
        } else {
            line(name + ";TZID=" + tzid + ":" + ICalendarDates.write(local));
        }
    }

    private void zone() {
        List<ZoneOffsetTransitionRule> rules = zone.getRules().getTransitionRules();
        line("BEGIN:VTIMEZONE");
        line("TZID:" + tzid);
        if (rules.isEmpty()) {
            String offset = offset(zone.getRules().getOffset(Instant.EPOCH.plusSeconds(1_735_689_600L)));
            observance("STANDARD", "16010101T000000", offset, offset, null);
        }
        for (ZoneOffsetTransitionRule rule : rules) {
            ZoneOffsetTransition onset = rule.createTransition(1970);
            boolean daylight = !rule.getOffsetAfter().equals(rule.getStandardOffset());
            int indicator = rule.getDayOfMonthIndicator();
            String day = rule.getDayOfWeek().name().substring(0, 2);
            observance(
                    daylight ? "DAYLIGHT" : "STANDARD",
                    ICalendarDates.write(onset.getDateTimeBefore()),
                    offset(rule.getOffsetBefore()),
                    offset(rule.getOffsetAfter()),
                    "FREQ=YEARLY;BYMONTH=" + rule.getMonth().getValue() + ";BYDAY="
                            + (indicator < 0 ? -1 : (indicator + 6) / 7) + day);
        }
        line("END:VTIMEZONE");
    }

    private void observance(String name, String start, String from, String to, String rule) {
        line("BEGIN:" + name);
        line("DTSTART:" + start);
        line("TZOFFSETFROM:" + from);
        line("TZOFFSETTO:" + to);
        if (rule != null) {
            line("RRULE:" + rule);
        }
        line("END:" + name);
    }

    private static String offset(ZoneOffset offset) {
        int minutes = offset.getTotalSeconds() / 60;
        return String.format("%s%02d%02d", minutes < 0 ? "-" : "+", Math.abs(minutes) / 60, Math.abs(minutes) % 60);
    }

    private void text(String name, Optional<String> text) {
        text.filter(t -> !t.isEmpty())
                .ifPresent(t -> line(name + ":"
                        + t.replace("\\", "\\\\")
                                .replace(";", "\\;")
                                .replace(",", "\\,")
                                .replaceAll("\\r?\\n|\\r", "\\\\n")));
    }

    /** Lines are folded at 75 octets; counting three for each character is safe for all of Unicode's first plane. */
    private void line(String text) {
        String rest = text;
        int room = text.chars().allMatch(c -> c < 0x80) ? FOLD_AT : FOLD_AT / 3;
        while (rest.length() > room) {
            int cut = Character.isHighSurrogate(rest.charAt(room - 1)) ? room - 1 : room;
            out.append(rest, 0, cut).append("\r\n ");
            rest = rest.substring(cut);
        }
        out.append(rest).append("\r\n");
    }
}
