package org.exchangesync.sandbox.fill;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.exchangesync.sandbox.calendar.WindowsZones;
import org.exchangesync.sandbox.mime.Addresses;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.store.Series;
import org.exchangesync.sandbox.xml.Xml;

/** The appointments of the demo data: single and recurring, with exceptions and deletions, alone and as meetings. */
final class DemoCalendar {
    /** An appointment in somebody's calendar. */
    record Entry(String mailbox, ItemContent content) {}

    private static final List<String> SUBJECTS = List.of(
            "Zahnarzt",
            "Kundentermin Schlüter",
            "打ち合わせ",
            "Παραλαβή ελαιολάδου",
            "Lunch with the carriers",
            "اجتماع الفريق",
            "Осмотр склада");

    private final Random random;
    private final LocalDate today;
    private final List<DemoPerson> staff;

    DemoCalendar(Random random, LocalDate today, List<DemoPerson> staff) {
        this.random = random;
        this.today = today;
        this.staff = staff;
    }

    List<Entry> all() {
        List<Entry> entries = new ArrayList<>();
        for (DemoPerson person : staff) {
            entries.addAll(own(person));
        }
        entries.addAll(weeklyMeeting());
        entries.addAll(singleMeeting());
        return entries;
    }

    private List<Entry> own(DemoPerson person) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            LocalDateTime start =
                    today.plusDays(random.nextInt(60) - 20).atTime(8 + random.nextInt(9), 30 * random.nextInt(2));
            Values.Builder values = appointment(
                    SUBJECTS.get(random.nextInt(SUBJECTS.size())), start, 30 * (1 + random.nextInt(4)), zone(person));
            values.put(
                    "calendar:Location",
                    List.of("Room 3", "Büro Hafen", "会議室三階", "Πειραιάς").get(random.nextInt(4)));
            if (i == 0) {
                values.put("item:Sensitivity", "Private").put("calendar:LegacyFreeBusyStatus", "OOF");
            }
            entries.add(entry(person, values, null));
        }
        entries.add(allDay(person));
        entries.add(daily(person));
        entries.add(lastFriday(person));
        return entries;
    }

    private Entry allDay(DemoPerson person) {
        LocalDate from = today.plusDays(10 + random.nextInt(30));
        String zone = zone(person);
        Values.Builder values = appointment("Urlaub / vacation", from.atStartOfDay(), 0, zone);
        values.put("calendar:End", instant(from.plusDays(5).atStartOfDay(), zone));
        values.put("calendar:IsAllDayEvent", true).put("calendar:LegacyFreeBusyStatus", "OOF");
        return entry(person, values, null);
    }

    /** Every working day for a month; one of them is later, another one is not. */
    private Entry daily(DemoPerson person) {
        LocalDate first = today.minusDays(7).with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY));
        String zone = zone(person);
        Values.Builder values = appointment("Morning round", first.atTime(9, 0), 15, zone);
        values.put(
                "calendar:Recurrence",
                recurrence(
                        Xml.t(
                                "WeeklyRecurrence",
                                Xml.t("Interval", 1),
                                Xml.t("DaysOfWeek", "Monday Tuesday Wednesday Thursday Friday"),
                                Xml.t("FirstDayOfWeek", "Monday")),
                        Xml.t(
                                "NumberedRecurrence",
                                Xml.t("StartDate", first.toString()),
                                Xml.t("NumberOfOccurrences", 22))));
        Series series = Series.REGULAR
                .without(instant(first.plusDays(2).atTime(9, 0), zone))
                .withException(
                        instant(first.plusDays(8).atTime(9, 0), zone),
                        moved("Morning round (later today)", first.plusDays(8).atTime(11, 0), 15, zone));
        return entry(person, values, series);
    }

    private Entry lastFriday(DemoPerson person) {
        LocalDate first = today.minusMonths(2).with(TemporalAdjusters.lastInMonth(DayOfWeek.FRIDAY));
        Values.Builder values = appointment("Month's end closing", first.atTime(15, 0), 90, zone(person));
        values.put(
                "calendar:Recurrence",
                recurrence(
                        Xml.t(
                                "RelativeMonthlyRecurrence",
                                Xml.t("Interval", 1),
                                Xml.t("DaysOfWeek", "Friday"),
                                Xml.t("DayOfWeekIndex", "Last")),
                        Xml.t("NoEndRecurrence", Xml.t("StartDate", first.toString()))));
        return entry(person, values, Series.REGULAR);
    }

    /** A weekly meeting of both companies: one UID in every calendar. */
    private List<Entry> weeklyMeeting() {
        LocalDate first = today.minusDays(21).with(TemporalAdjusters.nextOrSame(DayOfWeek.TUESDAY));
        String zone = "W. Europe Standard Time";
        Values.Builder values = appointment("Weekly planning of both houses", first.atTime(14, 0), 60, zone);
        values.put(
                "calendar:Recurrence",
                recurrence(
                        Xml.t(
                                "WeeklyRecurrence",
                                Xml.t("Interval", 1),
                                Xml.t("DaysOfWeek", "Tuesday"),
                                Xml.t("FirstDayOfWeek", "Monday")),
                        Xml.t(
                                "EndDateRecurrence",
                                Xml.t("StartDate", first.toString()),
                                Xml.t("EndDate", first.plusWeeks(20).toString()))));
        Series series = Series.REGULAR
                .without(instant(first.plusWeeks(2).atTime(14, 0), zone))
                .withException(
                        instant(first.plusWeeks(4).atTime(14, 0), zone),
                        moved(
                                "Weekly planning (moved to Wednesday)",
                                first.plusWeeks(4).plusDays(1).atTime(10, 0),
                                60,
                                zone));
        return meeting(values, series, staff);
    }

    private List<Entry> singleMeeting() {
        Values.Builder values =
                appointment("Olive oil: price talks", today.plusDays(3).atTime(11, 0), 45, "GTB Standard Time");
        values.put(
                "item:Body",
                Xml.t("Body", "<html><body><p>Agenda: <b>prices</b>, quantities, dates.</p></body></html>")
                        .with("BodyType", "HTML"));
        return meeting(values, null, List.of(staff.get(staff.size() - 1), staff.get(0), staff.get(1)));
    }

    private List<Entry> meeting(Values.Builder values, Series series, List<DemoPerson> people) {
        DemoPerson organizer = people.get(0);
        values.put("calendar:Organizer", Xml.t("Organizer", Addresses.mailbox(organizer.name(), organizer.address())));
        List<Xml> attendees = people.stream()
                .skip(1)
                .map(p -> Xml.t("Attendee", Addresses.mailbox(p.name(), p.address()), Xml.t("ResponseType", "Accept")))
                .toList();
        values.put("calendar:RequiredAttendees", Xml.t("RequiredAttendees", attendees));
        values.put("calendar:IsMeeting", true).put("calendar:MeetingRequestWasSent", true);
        List<Entry> entries = new ArrayList<>();
        for (DemoPerson person : people) {
            boolean mine = person == organizer;
            values.put("calendar:MyResponseType", mine ? "Organizer" : "Accept")
                    .put("calendar:AppointmentState", mine ? 1 : 3);
            entries.add(entry(person, values, series));
        }
        return entries;
    }

    private Values.Builder appointment(String subject, LocalDateTime start, int minutes, String zone) {
        Instant from = instant(start, zone);
        return Values.build()
                .put("item:Subject", subject)
                .put("calendar:UID", "demo-" + new UUID(random.nextLong(), random.nextLong()))
                .put("calendar:Start", from)
                .put("calendar:End", from.plus(Duration.ofMinutes(minutes)))
                .put("item:ReminderIsSet", true)
                .put("item:ReminderMinutesBeforeStart", 15)
                .put("item:ReminderDueBy", from)
                .put("calendar:StartTimeZone", WindowsZones.element("StartTimeZone", zone))
                .put("calendar:EndTimeZone", WindowsZones.element("EndTimeZone", zone));
    }

    private static Values moved(String subject, LocalDateTime start, int minutes, String zone) {
        Instant from = instant(start, zone);
        return Values.build()
                .put("item:Subject", subject)
                .put("calendar:Start", from)
                .put("calendar:End", from.plus(Duration.ofMinutes(minutes)))
                .done();
    }

    private static Xml recurrence(Xml pattern, Xml range) {
        return Xml.t("Recurrence", pattern, range);
    }

    private static Entry entry(DemoPerson person, Values.Builder values, Series series) {
        return new Entry(
                person.address(),
                ItemContent.of(ItemType.CALENDAR_ITEM, values.done()).withSeries(series));
    }

    private static String zone(DemoPerson person) {
        return switch (person.language()) {
            case "el" -> "GTB Standard Time";
            case "ja" -> "Tokyo Standard Time";
            case "ru" -> "Russian Standard Time";
            default -> "W. Europe Standard Time";
        };
    }

    private static Instant instant(LocalDateTime local, String zone) {
        return local.atZone(WindowsZones.zone(zone).orElse(ZoneId.of("UTC"))).toInstant();
    }
}
