package org.exchangesync.item;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A calendar entry: a single appointment or meeting, or a series with its exceptions.
 *
 * @param uid the iCalendar UID, equal in every mailbox that holds the meeting; null only where the server has none
 * @param recurrenceId the original start where this is one occurrence of a series that the mailbox doesn't hold, else null
 * @param subject or null
 * @param body text and HTML
 * @param start the first instant; for a series that of its first occurrence
 * @param end the first instant after it; never before {@code start}
 * @param timeZone the IANA zone id in which the appointment was made, or null where unknown
 * @param allDay start and end are midnights in {@code timeZone}
 * @param location or null
 * @param organizer or null
 * @param attendees required, optional and resources
 * @param showAs the free/busy status
 * @param sensitivity never null
 * @param importance never null
 * @param reminderMinutesBeforeStart or null for no reminder
 * @param categories as the mailbox's owner set them
 * @param cancelled the organizer called it off
 * @param myResponse the mailbox owner's own answer
 * @param recurrence or null for a single appointment
 * @param exceptions occurrences that differ from the series
 * @param deletedOccurrences original starts of the occurrences that were taken out
 * @param attachments files and nested items
 * @param syncKey see {@link Item#syncKey()}
 */
public record Appointment(
        String uid,
        Instant recurrenceId,
        String subject,
        Body body,
        Instant start,
        Instant end,
        String timeZone,
        boolean allDay,
        String location,
        EmailAddress organizer,
        List<Attendee> attendees,
        ShowAs showAs,
        Sensitivity sensitivity,
        Importance importance,
        Integer reminderMinutesBeforeStart,
        List<String> categories,
        boolean cancelled,
        ResponseStatus myResponse,
        Recurrence recurrence,
        List<ModifiedOccurrence> exceptions,
        List<Instant> deletedOccurrences,
        List<Attachment> attachments,
        String syncKey)
        implements Item {
    public Appointment {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(end, "end");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(showAs, "showAs");
        Objects.requireNonNull(sensitivity, "sensitivity");
        Objects.requireNonNull(importance, "importance");
        Objects.requireNonNull(myResponse, "myResponse");
        attendees = List.copyOf(attendees);
        categories = List.copyOf(categories);
        exceptions = List.copyOf(exceptions);
        deletedOccurrences = List.copyOf(deletedOccurrences);
        attachments = List.copyOf(attachments);
    }

    /** The free/busy status that others see. */
    public enum ShowAs {
        FREE,
        TENTATIVE,
        BUSY,
        OUT_OF_OFFICE,
        WORKING_ELSEWHERE,
        UNKNOWN
    }

    /** The part an attendee plays. */
    public enum AttendeeRole {
        REQUIRED,
        OPTIONAL,
        RESOURCE
    }

    /** An attendee's answer to the invitation. */
    public enum ResponseStatus {
        UNKNOWN,
        ORGANIZER,
        TENTATIVE,
        ACCEPTED,
        DECLINED,
        NOT_RESPONDED
    }

    /** One who is invited, and the answer. */
    public record Attendee(EmailAddress address, AttendeeRole role, ResponseStatus response, Instant respondedAt) {}

    /**
     * An occurrence that differs from its series.
     *
     * @param originalStart when the rule would have had it
     * @param start when it is
     * @param end when it ends
     * @param subject or null where the series' holds or it isn't known
     * @param location likewise
     */
    public record ModifiedOccurrence(
            Instant originalStart, Instant start, Instant end, String subject, String location) {}

    @Override
    public ItemKind kind() {
        return ItemKind.APPOINTMENT;
    }

    @Override
    public String title() {
        return subject;
    }
}
