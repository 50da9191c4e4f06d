package org.exchangesync.ews.client.mapping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.exchangesync.ews.client.types.AttendeeType;
import org.exchangesync.ews.client.types.CalendarItemType;
import org.exchangesync.ews.client.types.DeletedOccurrenceInfoType;
import org.exchangesync.ews.client.types.ItemChangeDescriptionType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfAttendeesType;
import org.exchangesync.ews.client.types.OccurrenceInfoType;
import org.exchangesync.ews.client.types.TimeZoneDefinitionType;
import org.exchangesync.item.Appointment;
import org.exchangesync.item.Appointment.Attendee;
import org.exchangesync.item.Appointment.AttendeeRole;
import org.exchangesync.item.Appointment.ModifiedOccurrence;
import org.exchangesync.item.Appointment.ResponseStatus;
import org.exchangesync.item.Appointment.ShowAs;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.EmailAddress;

/**
 * Appointments and meetings.
 *
 * <p>Written are the properties that the owner may set. The UID, the organizer, answers and the list of exceptions are kept
 * by the server; exceptions of a series are changed through their own ids.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/calendaritem">CalendarItem</a>
 */
final class AppointmentMapper {
    private static final int CANCELLED = 4;

    private static final WireNames<ShowAs> SHOW_AS = new WireNames<>(
            ShowAs.class,
            ShowAs.UNKNOWN,
            Map.of(
                    ShowAs.FREE, "Free",
                    ShowAs.TENTATIVE, "Tentative",
                    ShowAs.BUSY, "Busy",
                    ShowAs.OUT_OF_OFFICE, "OOF",
                    ShowAs.WORKING_ELSEWHERE, "WorkingElsewhere",
                    ShowAs.UNKNOWN, "NoData"));

    private static final WireNames<ResponseStatus> RESPONSE = new WireNames<>(
            ResponseStatus.class,
            ResponseStatus.UNKNOWN,
            Map.of(
                    ResponseStatus.UNKNOWN, "Unknown",
                    ResponseStatus.ORGANIZER, "Organizer",
                    ResponseStatus.TENTATIVE, "Tentative",
                    ResponseStatus.ACCEPTED, "Accept",
                    ResponseStatus.DECLINED, "Decline",
                    ResponseStatus.NOT_RESPONDED, "NoResponseReceived"));

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
                            (target, rule) -> target.setRecurrence(RecurrenceMapper.write(Field.cast(rule))),
                            true),
                    zone("calendar:StartTimeZone", CalendarItemType::setStartTimeZone),
                    zone("calendar:EndTimeZone", CalendarItemType::setEndTimeZone)));

    private AppointmentMapper() {}

    // ---- reading ----

    static Appointment read(CalendarItemType item, List<Attachment> attachments, List<CalendarItemType> exceptions)
            throws UnmappableItemException {
        Instant start = WireTimes.instant(item.getStart());
        if (start == null) {
            throw new UnmappableItemException(
                    UnmappableItemException.VALUE,
                    "The appointment " + named(item) + " has no start that can be read ('" + item.getStart()
                            + "'). Open it in the mailbox and set its time.");
        }
        Instant end = item.getEnd() == null ? start : WireTimes.instant(item.getEnd());
        if (end == null || end.isBefore(start)) {
            throw new UnmappableItemException(
                    UnmappableItemException.END_BEFORE_START,
                    "The appointment " + named(item) + " starts at " + start + " and ends at '" + item.getEnd()
                            + "'. Open it in the mailbox and set its time.");
        }
        return new Appointment(
                MailAddresses.blankToNull(item.getUID()),
                recurrenceId(item),
                MailAddresses.blankToNull(item.getSubject()),
                CommonFields.body(item),
                start,
                end,
                zone(item),
                Boolean.TRUE.equals(item.isIsAllDayEvent()),
                MailAddresses.blankToNull(item.getLocation()),
                MailAddresses.read(item.getOrganizer()),
                attendees(item),
                SHOW_AS.read(item.getLegacyFreeBusyStatus()),
                CommonFields.sensitivity(item),
                CommonFields.importance(item),
                Boolean.TRUE.equals(item.isReminderIsSet()) ? reminder(item) : null,
                CommonFields.strings(item.getCategories()),
                isCancelled(item),
                RESPONSE.read(item.getMyResponseType()),
                RecurrenceMapper.read(item.getRecurrence()),
                exceptions(item, exceptions),
                deleted(item),
                attachments,
                Paths.syncKeyOf(item));
    }

    private static String named(CalendarItemType item) {
        return "'" + item.getSubject() + "'";
    }

    /** Only an occurrence that stands alone has one; the masters of series and single appointments don't. */
    private static Instant recurrenceId(CalendarItemType item) {
        if (item.getRecurrence() != null) {
            return null;
        }
        Instant id = WireTimes.instant(item.getRecurrenceId());
        boolean ofSeries =
                "Exception".equals(item.getCalendarItemType()) || "Occurrence".equals(item.getCalendarItemType());
        return id == null && ofSeries ? WireTimes.instant(item.getOriginalStart()) : id;
    }

    private static int reminder(CalendarItemType item) {
        return item.getReminderMinutesBeforeStart() == null ? 0 : item.getReminderMinutesBeforeStart();
    }

    private static boolean isCancelled(CalendarItemType item) {
        boolean byState = item.getAppointmentState() != null && (item.getAppointmentState() & CANCELLED) != 0;
        return Boolean.TRUE.equals(item.isIsCancelled()) || byState;
    }

    /** The zone in which it was made, by whichever of the names is known; the display names of custom zones aren't. */
    private static String zone(CalendarItemType item) {
        TimeZoneDefinitionType start = item.getStartTimeZone();
        return Arrays.asList(
                        start == null ? null : start.getId(),
                        item.getStartTimeZoneId(),
                        start == null ? null : start.getName(),
                        item.getMeetingTimeZone() == null
                                ? null
                                : item.getMeetingTimeZone().getTimeZoneName(),
                        item.getTimeZone())
                .stream()
                .flatMap(name -> WindowsZones.iana(name).stream())
                .findFirst()
                .orElse(null);
    }

    private static List<Attendee> attendees(CalendarItemType item) {
        List<Attendee> all = new ArrayList<>();
        addAttendees(item.getRequiredAttendees(), AttendeeRole.REQUIRED, all);
        addAttendees(item.getOptionalAttendees(), AttendeeRole.OPTIONAL, all);
        addAttendees(item.getResources(), AttendeeRole.RESOURCE, all);
        return all;
    }

    private static void addAttendees(NonEmptyArrayOfAttendeesType attendees, AttendeeRole role, List<Attendee> all) {
        if (attendees == null) {
            return;
        }
        for (AttendeeType attendee : attendees.getAttendee()) {
            EmailAddress address = MailAddresses.read(attendee.getMailbox());
            if (address != null) {
                all.add(new Attendee(
                        address,
                        role,
                        RESPONSE.read(attendee.getResponseType()),
                        WireTimes.instant(attendee.getLastResponseTime())));
            }
        }
    }

    private static List<ModifiedOccurrence> exceptions(CalendarItemType series, List<CalendarItemType> known) {
        List<ModifiedOccurrence> exceptions = new ArrayList<>();
        if (series.getModifiedOccurrences() != null) {
            for (OccurrenceInfoType occurrence : series.getModifiedOccurrences().getOccurrence()) {
                Instant original = WireTimes.instant(occurrence.getOriginalStart());
                Instant start = WireTimes.instant(occurrence.getStart());
                Instant end = WireTimes.instant(occurrence.getEnd());
                if (original != null && start != null && end != null) {
                    CalendarItemType item = known.stream()
                            .filter(exception -> isOf(exception, occurrence))
                            .findFirst()
                            .orElse(series);
                    exceptions.add(new ModifiedOccurrence(
                            original,
                            start,
                            end,
                            differing(item.getSubject(), series.getSubject()),
                            differing(item.getLocation(), series.getLocation())));
                }
            }
        }
        return exceptions;
    }

    private static boolean isOf(CalendarItemType exception, OccurrenceInfoType occurrence) {
        return exception.getItemId() != null
                && occurrence.getItemId() != null
                && String.valueOf(exception.getItemId().getId())
                        .equals(occurrence.getItemId().getId());
    }

    private static String differing(String own, String ofSeries) {
        return Objects.equals(own, ofSeries) ? null : own;
    }

    private static List<Instant> deleted(CalendarItemType item) {
        return item.getDeletedOccurrences() == null
                ? List.of()
                : item.getDeletedOccurrences().getDeletedOccurrence().stream()
                        .map(DeletedOccurrenceInfoType::getStart)
                        .map(WireTimes::instant)
                        .filter(Objects::nonNull)
                        .toList();
    }

    // ---- writing ----

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
        return Field.of(uri, addresses, AppointmentMapper::attendees, setter);
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
                        uri, zone, AppointmentMapper::definition, setter)
                .required();
    }

    private static TimeZoneDefinitionType definition(String windowsId) {
        TimeZoneDefinitionType definition = new TimeZoneDefinitionType();
        definition.setId(windowsId);
        return definition;
    }
}
