package org.exchangesync.ews.client.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.exchangesync.ews.client.types.AttendeeType;
import org.exchangesync.ews.client.types.BodyType;
import org.exchangesync.ews.client.types.CalendarItemType;
import org.exchangesync.ews.client.types.DeleteItemFieldType;
import org.exchangesync.ews.client.types.DeletedOccurrenceInfoType;
import org.exchangesync.ews.client.types.EmailAddressType;
import org.exchangesync.ews.client.types.ItemChangeDescriptionType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfAttendeesType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfDeletedOccurrencesType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfOccurrenceInfoType;
import org.exchangesync.ews.client.types.OccurrenceInfoType;
import org.exchangesync.ews.client.types.SetItemFieldType;
import org.exchangesync.ews.client.types.TimeZoneDefinitionType;
import org.exchangesync.item.Appointment;
import org.exchangesync.item.Appointment.Attendee;
import org.exchangesync.item.Appointment.AttendeeRole;
import org.exchangesync.item.Appointment.ModifiedOccurrence;
import org.exchangesync.item.Appointment.ResponseStatus;
import org.exchangesync.item.Appointment.ShowAs;
import org.exchangesync.item.Body;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.Importance;
import org.exchangesync.item.Recurrence;
import org.exchangesync.item.Recurrence.Frequency;
import org.exchangesync.item.Sensitivity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AppointmentMappingTest {
    private static final Instant START = Instant.parse("2025-10-14T07:00:00Z");
    private static final Recurrence WEEKLY = new Recurrence(
            Frequency.WEEKLY,
            1,
            List.of(DayOfWeek.TUESDAY),
            null,
            null,
            null,
            null,
            false,
            LocalDate.of(2025, 10, 14),
            10,
            null);

    @ParameterizedTest
    @EnumSource(ShowAs.class)
    void whatIsWrittenIsReadBack(ShowAs showAs) throws Exception {
        Appointment series = appointment("Jour fixe", showAs, "Europe/Berlin", WEEKLY, 15);

        CalendarItemType sent = Wire.sent(AppointmentWriter.create(series));

        assertThat(AppointmentReader.read(sent, List.of(), List.of())).isEqualTo(series);
    }

    @Test
    void anAppointmentWithNothingInItIsWrittenAndReadBack() throws Exception {
        Appointment bare = new Appointment(
                null,
                null,
                null,
                Body.EMPTY,
                START,
                START,
                null,
                true,
                null,
                null,
                List.of(),
                ShowAs.FREE,
                Sensitivity.NORMAL,
                Importance.NORMAL,
                null,
                List.of(),
                false,
                ResponseStatus.UNKNOWN,
                null,
                List.of(),
                List.of(),
                List.of(),
                null);

        assertThat(AppointmentReader.read(Wire.sent(AppointmentWriter.create(bare)), List.of(), List.of()))
                .isEqualTo(bare);
    }

    @Test
    void whatOnlyTheServerSaysIsRead() throws Exception {
        CalendarItemType item = new CalendarItemType();
        item.setStart("2025-10-14T09:00:00.0000000+02:00");
        item.setEnd("2025-10-14T08:00:00");
        item.setIsCancelled(false);
        item.setAppointmentState(7);
        item.setMyResponseType("Accept");
        item.setLegacyFreeBusyStatus("Snoozing");
        item.setBody(body("HTML", "<p>Hi</p>"));
        item.setTextBody(body("Text", "Hi"));
        item.setStartTimeZone(zone("tzone://Microsoft/Custom", "Tokyo Standard Time"));
        item.setRequiredAttendees(attendees(
                attendee("Bo", "bo@example.com", "SMTP", "Decline", "2025-10-01T10:00:00Z"),
                attendee("Old Colleague", "/O=ORG/OU=X/CN=OLD", "EX", "Confused", "0001-01-01T00:00:00Z")));
        item.setOptionalAttendees(attendees(attendee(null, null, null, null, null)));

        Appointment read = AppointmentReader.read(item, List.of(), List.of());

        assertThat(read.start()).isEqualTo(START);
        assertThat(read.end()).isEqualTo(START.plusSeconds(3600));
        assertThat(read.cancelled()).isTrue();
        assertThat(read.myResponse()).isEqualTo(ResponseStatus.ACCEPTED);
        assertThat(read.showAs()).isEqualTo(ShowAs.UNKNOWN);
        assertThat(read.body()).isEqualTo(new Body("Hi", "<p>Hi</p>"));
        assertThat(read.timeZone()).isEqualTo("Asia/Tokyo");
        assertThat(read.attendees())
                .containsExactly(
                        new Attendee(
                                new EmailAddress("Bo", "bo@example.com"),
                                AttendeeRole.REQUIRED,
                                ResponseStatus.DECLINED,
                                Instant.parse("2025-10-01T10:00:00Z")),
                        new Attendee(
                                new EmailAddress("Old Colleague", null),
                                AttendeeRole.REQUIRED,
                                ResponseStatus.UNKNOWN,
                                null));
    }

    @Test
    void exceptionsOfASeriesAreRead() throws Exception {
        CalendarItemType item = AppointmentWriter.create(appointment("s", ShowAs.BUSY, "Europe/Berlin", WEEKLY, null));
        item.setModifiedOccurrences(new NonEmptyArrayOfOccurrenceInfoType());
        OccurrenceInfoType moved = new OccurrenceInfoType();
        moved.setOriginalStart("2025-10-21T07:00:00Z");
        moved.setStart("2025-10-21T09:00:00Z");
        moved.setEnd("2025-10-21T10:00:00Z");
        moved.setItemId(Wire.id("occurrence-2", "1"));
        item.getModifiedOccurrences().getOccurrence().add(moved);
        CalendarItemType occurrence = new CalendarItemType();
        occurrence.setItemId(Wire.id("occurrence-2", "1"));
        occurrence.setSubject("in the garden");
        occurrence.setLocation(item.getLocation());
        item.getModifiedOccurrences().getOccurrence().add(new OccurrenceInfoType());
        item.setDeletedOccurrences(new NonEmptyArrayOfDeletedOccurrencesType());
        DeletedOccurrenceInfoType deleted = new DeletedOccurrenceInfoType();
        deleted.setStart("2025-10-28T08:00:00Z");
        item.getDeletedOccurrences().getDeletedOccurrence().add(deleted);

        Appointment read = AppointmentReader.read(item, List.of(), List.of(occurrence));

        assertThat(read.exceptions())
                .containsExactly(new ModifiedOccurrence(
                        Instant.parse("2025-10-21T07:00:00Z"),
                        Instant.parse("2025-10-21T09:00:00Z"),
                        Instant.parse("2025-10-21T10:00:00Z"),
                        "in the garden",
                        null));
        assertThat(AppointmentReader.read(item, List.of(), List.of()).exceptions())
                .extracting(ModifiedOccurrence::subject)
                .containsOnlyNulls();
        assertThat(read.deletedOccurrences()).containsExactly(Instant.parse("2025-10-28T08:00:00Z"));
        assertThat(read.recurrenceId()).isNull();
    }

    @Test
    void anOccurrenceThatStandsAloneTellsItsPlaceInTheSeries() throws Exception {
        CalendarItemType item = AppointmentWriter.create(appointment("s", ShowAs.BUSY, null, null, null));
        item.setCalendarItemType("Exception");
        item.setOriginalStart("2025-10-21T07:00:00Z");

        assertThat(AppointmentReader.read(item, List.of(), List.of()).recurrenceId())
                .isEqualTo(Instant.parse("2025-10-21T07:00:00Z"));
    }

    @Test
    void onlyDifferencesAreUpdated() throws Exception {
        Appointment current = appointment("Jour fixe", ShowAs.BUSY, "Europe/Amsterdam", WEEKLY, 15);
        Appointment wanted = appointment("Moved", ShowAs.BUSY, "Europe/Berlin", null, null);

        List<ItemChangeDescriptionType> changes = Wire.sent(AppointmentWriter.updates(wanted, current));

        assertThat(changes.stream().map(AppointmentMappingTest::describe))
                .containsExactly(
                        "set item:Subject Moved", "set item:ReminderIsSet Moved?false", "delete calendar:Recurrence");
    }

    @Test
    void everythingIsWrittenWhereTheServersStateIsNotKnown() throws Exception {
        Appointment wanted = appointment("Jour fixe", ShowAs.BUSY, null, null, null);

        List<ItemChangeDescriptionType> changes = Wire.sent(AppointmentWriter.updates(wanted, null));

        assertThat(changes).filteredOn(SetItemFieldType.class::isInstance).hasSizeGreaterThan(10);
        assertThat(changes.stream()
                        .filter(DeleteItemFieldType.class::isInstance)
                        .map(c -> Paths.describe(c.getPath())))
                .containsExactly("calendar:Recurrence");
    }

    @Test
    void impossibleTimesAreFaults() {
        CalendarItemType item = new CalendarItemType();
        item.setSubject("Lost");
        assertThatThrownBy(() -> AppointmentReader.read(item, List.of(), List.of()))
                .isInstanceOf(UnmappableItemException.class)
                .hasMessageContaining("'Lost' has no start");
        item.setStart("2025-10-14T07:00:00Z");
        item.setEnd("2025-10-13T07:00:00Z");
        assertThatThrownBy(() -> AppointmentReader.read(item, List.of(), List.of()))
                .extracting(e -> ((UnmappableItemException) e).fault().code())
                .isEqualTo(UnmappableItemException.END_BEFORE_START);
    }

    private static String describe(ItemChangeDescriptionType change) {
        String path = Paths.describe(change.getPath());
        if (change instanceof SetItemFieldType set) {
            CalendarItemType item = (CalendarItemType) set.getItem();
            return "set " + path + " "
                    + (item.isReminderIsSet() != null ? "Moved?" + item.isReminderIsSet() : item.getSubject());
        }
        return "delete " + path;
    }

    private static Appointment appointment(
            String subject, ShowAs showAs, String zone, Recurrence recurrence, Integer reminder) {
        return new Appointment(
                "040000008200E00074C5B7101A82E008",
                null,
                subject,
                new Body(null, "<p>Agenda & more</p>"),
                START,
                START.plusSeconds(1800),
                zone,
                false,
                "Room 3",
                null,
                List.of(
                        new Attendee(
                                new EmailAddress("Bo Ek", "bo@example.com"),
                                AttendeeRole.REQUIRED,
                                ResponseStatus.UNKNOWN,
                                null),
                        new Attendee(
                                new EmailAddress(null, "eve@example.com"),
                                AttendeeRole.OPTIONAL,
                                ResponseStatus.UNKNOWN,
                                null),
                        new Attendee(
                                new EmailAddress("Room 3", "room3@example.com"),
                                AttendeeRole.RESOURCE,
                                ResponseStatus.UNKNOWN,
                                null)),
                showAs,
                Sensitivity.CONFIDENTIAL,
                Importance.HIGH,
                reminder,
                List.of("Red", "Blue"),
                false,
                ResponseStatus.UNKNOWN,
                recurrence,
                List.of(),
                List.of(),
                List.of(),
                "record-1");
    }

    private static BodyType body(String type, String text) {
        BodyType body = new BodyType();
        body.setBodyType(type);
        body.setValue(text);
        return body;
    }

    private static TimeZoneDefinitionType zone(String id, String name) {
        TimeZoneDefinitionType zone = new TimeZoneDefinitionType();
        zone.setId(id);
        zone.setName(name);
        return zone;
    }

    private static NonEmptyArrayOfAttendeesType attendees(AttendeeType... all) {
        NonEmptyArrayOfAttendeesType attendees = new NonEmptyArrayOfAttendeesType();
        attendees.getAttendee().addAll(List.of(all));
        return attendees;
    }

    private static AttendeeType attendee(String name, String address, String routing, String response, String time) {
        AttendeeType attendee = new AttendeeType();
        EmailAddressType mailbox = new EmailAddressType();
        mailbox.setName(name);
        mailbox.setEmailAddress(address);
        mailbox.setRoutingType(routing);
        attendee.setMailbox(mailbox);
        attendee.setResponseType(response);
        attendee.setLastResponseTime(time);
        return attendee;
    }
}
