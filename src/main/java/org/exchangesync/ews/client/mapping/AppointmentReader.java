package org.exchangesync.ews.client.mapping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.exchangesync.ews.client.types.AttendeeType;
import org.exchangesync.ews.client.types.CalendarItemType;
import org.exchangesync.ews.client.types.DeletedOccurrenceInfoType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfAttendeesType;
import org.exchangesync.ews.client.types.OccurrenceInfoType;
import org.exchangesync.ews.client.types.TimeZoneDefinitionType;
import org.exchangesync.item.Appointment;
import org.exchangesync.item.Appointment.Attendee;
import org.exchangesync.item.Appointment.AttendeeRole;
import org.exchangesync.item.Appointment.ModifiedOccurrence;
import org.exchangesync.item.Appointment.ResponseStatus;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.EmailAddress;

/** Reads appointments and meetings, as far as they mean something. */
final class AppointmentReader {
    /** The bit of the appointment's state that says so. */
    private static final int CANCELLED = 4;

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

    private AppointmentReader() {}

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
                AppointmentWriter.SHOW_AS.read(item.getLegacyFreeBusyStatus()),
                CommonFields.sensitivity(item),
                CommonFields.importance(item),
                Boolean.TRUE.equals(item.isReminderIsSet()) ? reminder(item) : null,
                CommonFields.strings(item.getCategories()),
                isCancelled(item),
                RESPONSE.read(item.getMyResponseType()),
                RecurrenceReader.read(item.getRecurrence()),
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
}
