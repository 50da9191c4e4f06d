package org.exchangesync.store;

import static org.exchangesync.store.EmailRows.address;
import static org.exchangesync.store.EmailRows.name;

import org.exchangesync.item.Appointment;

/** The rows of an appointment. */
final class AppointmentRows {
    private AppointmentRows() {}

    static void add(Appointment appointment, RecordRows rows) {
        rows.addMain(
                Tables.APPOINTMENT,
                appointment.uid(),
                appointment.recurrenceId(),
                appointment.subject(),
                appointment.body().text(),
                appointment.body().html(),
                appointment.start(),
                appointment.end(),
                appointment.timeZone(),
                appointment.allDay(),
                appointment.location(),
                name(appointment.organizer()),
                address(appointment.organizer()),
                appointment.showAs().name(),
                appointment.sensitivity().name(),
                appointment.importance().name(),
                appointment.reminderMinutesBeforeStart(),
                appointment.cancelled(),
                appointment.myResponse().name(),
                TaskRows.rule(appointment.recurrence()),
                TaskRows.start(appointment.recurrence()));
        for (Appointment.Attendee attendee : appointment.attendees()) {
            rows.addChild(
                    Tables.APPOINTMENT_ATTENDEE,
                    attendee.role().name(),
                    name(attendee.address()),
                    address(attendee.address()),
                    attendee.response() == null ? null : attendee.response().name(),
                    attendee.respondedAt());
        }
        for (Appointment.ModifiedOccurrence exception : appointment.exceptions()) {
            rows.addChild(
                    Tables.APPOINTMENT_EXCEPTION,
                    exception.originalStart(),
                    exception.start(),
                    exception.end(),
                    exception.subject(),
                    exception.location());
        }
        appointment.deletedOccurrences().forEach(start -> rows.addChild(Tables.APPOINTMENT_DELETED_OCCURRENCE, start));
        rows.addNames(Tables.RECORD_CATEGORY, appointment.categories());
        rows.addAttachments(appointment.attachments());
    }
}
