package org.exchangesync.ews.client.mapping;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.exchangesync.ews.client.types.AttendeeType;
import org.exchangesync.ews.client.types.CalendarItemType;
import org.exchangesync.ews.client.types.ItemChangeDescriptionType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfAttendeesType;
import org.exchangesync.ews.client.types.TimeZoneDefinitionType;
import org.exchangesync.item.Appointment;
import org.exchangesync.item.Appointment.Attendee;
import org.exchangesync.item.Appointment.AttendeeRole;
import org.exchangesync.item.Appointment.ShowAs;
import org.exchangesync.item.EmailAddress;

/**
 * Writes appointments and meetings; {@link AppointmentReader} reads them.
 *
 * <p>Written are the properties that the owner may set. The UID, the organizer, answers and the list of exceptions are kept
 * by the server; exceptions of a series are changed through their own ids.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/calendaritem">CalendarItem</a>
 */
final class AppointmentWriter {
    static final WireNames<ShowAs> SHOW_AS = new WireNames<>(
            ShowAs.class,
            ShowAs.UNKNOWN,
            Map.of(
                    ShowAs.FREE, "Free",
                    ShowAs.TENTATIVE, "Tentative",
                    ShowAs.BUSY, "Busy",
                    ShowAs.OUT_OF_OFFICE, "OOF",
                    ShowAs.WORKING_ELSEWHERE, "WorkingElsewhere",
                    ShowAs.UNKNOWN, "NoData"));

    private static final FieldTable<Appointment, CalendarItemType> FIELDS = new FieldTable<>(
            CalendarItemType::new,
            List.of(
                    CommonFields.subject(Appointment::subject),
                    CommonFields.sensitivity(Appointment::sensitivity),
                    CommonFields.body(Appointment::body),
                    CommonFields.categories(Appointment::categories),
                    CommonFields.importance(Appointment::importance),
                    Field.<Appointment, CalendarItemType, Boolean>of(
                                    "item:ReminderIsSet",
                                    item -> item.reminderMinutesBeforeStart() != null,
                                    CalendarItemType::setReminderIsSet)
                            .required(),
                    Field.<Appointment, CalendarItemType, Integer>of(
                                    "item:ReminderMinutesBeforeStart",
                                    Appointment::reminderMinutesBeforeStart,
                                    CalendarItemType::setReminderMinutesBeforeStart)
                            .required(),
                    CommonFields.syncKey(Appointment::syncKey),
                    Field.<Appointment, CalendarItemType, Instant, String>of(
                                    "calendar:Start", Appointment::start, WireTimes::text, CalendarItemType::setStart)
                            .required(),
                    Field.<Appointment, CalendarItemType, Instant, String>of(
                                    "calendar:End", Appointment::end, WireTimes::text, CalendarItemType::setEnd)
                            .required(),
                    Field.<Appointment, CalendarItemType, Boolean>of(
                                    "calendar:IsAllDayEvent", Appointment::allDay, CalendarItemType::setIsAllDayEvent)
                            .required(),
                    Field.<Appointment, CalendarItemType, String>of(
                                    "calendar:LegacyFreeBusyStatus",
                                    item -> item.showAs() == ShowAs.UNKNOWN ? null : SHOW_AS.write(item.showAs()),
                                    CalendarItemType::setLegacyFreeBusyStatus)
                            .required(),
                    Field.of("calendar:Location", Appointment::location, CalendarItemType::setLocation),
                    attendees(
                            "calendar:RequiredAttendees",
                            AttendeeRole.REQUIRED,
                            CalendarItemType::setRequiredAttendees),
                    attendees(
                            "calendar:OptionalAttendees",
                            AttendeeRole.OPTIONAL,
                            CalendarItemType::setOptionalAttendees),
                    attendees("calendar:Resources", AttendeeRole.RESOURCE, CalendarItemType::setResources),
                    new Field<>(
                            Paths.field("calendar:Recurrence"),
                            Appointment::recurrence,
                            (target, rule) -> target.setRecurrence(RecurrenceWriter.ofAppointment(Field.cast(rule))),
                            true),
                    zone("calendar:StartTimeZone", CalendarItemType::setStartTimeZone),
                    zone("calendar:EndTimeZone", CalendarItemType::setEndTimeZone)));

    private AppointmentWriter() {}

    static CalendarItemType create(Appointment appointment) throws UnmappableItemException {
        check(appointment);
        CalendarItemType item = FIELDS.create(appointment);
        item.setUID(appointment.uid());
        return item;
    }

    static List<ItemChangeDescriptionType> updates(Appointment wanted, Appointment current)
            throws UnmappableItemException {
        check(wanted);
        return FIELDS.updates(wanted, current);
    }

    private static void check(Appointment appointment) throws UnmappableItemException {
        if (appointment.end().isBefore(appointment.start())) {
            throw new UnmappableItemException(
                    UnmappableItemException.END_BEFORE_START,
                    "The appointment '" + appointment.subject() + "' ends at " + appointment.end()
                            + ", before its start at " + appointment.start() + ". Set its time.");
        }
    }

    private static Field<Appointment, CalendarItemType> attendees(
            String uri, AttendeeRole role, Field.Setter<CalendarItemType, NonEmptyArrayOfAttendeesType> setter) {
        Function<Appointment, List<EmailAddress>> addresses = item -> CommonFields.emptyToNull(item.attendees().stream()
                .filter(attendee -> attendee.role() == role)
                .map(Attendee::address)
                .toList());
        return Field.of(uri, addresses, AppointmentWriter::attendees, setter);
    }

    private static NonEmptyArrayOfAttendeesType attendees(List<EmailAddress> addresses) {
        NonEmptyArrayOfAttendeesType attendees = new NonEmptyArrayOfAttendeesType();
        for (EmailAddress address : addresses) {
            AttendeeType attendee = new AttendeeType();
            attendee.setMailbox(MailAddresses.write(address));
            attendees.getAttendee().add(attendee);
        }
        return attendees;
    }

    /** Two IANA zones with one Windows name are one value here; an unknown zone is left to the server. */
    private static Field<Appointment, CalendarItemType> zone(
            String uri, Field.Setter<CalendarItemType, TimeZoneDefinitionType> setter) {
        Function<Appointment, String> zone =
                item -> WindowsZones.windows(item.timeZone(), item.start()).orElse(null);
        return Field.<Appointment, CalendarItemType, String, TimeZoneDefinitionType>of(
                        uri, zone, AppointmentWriter::definition, setter)
                .required();
    }

    private static TimeZoneDefinitionType definition(String windowsId) {
        TimeZoneDefinitionType definition = new TimeZoneDefinitionType();
        definition.setId(windowsId);
        return definition;
    }
}
