package org.exchangesync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.exchangesync.sandbox.Mailboxes.create;
import static org.exchangesync.sandbox.Mailboxes.get;
import static org.exchangesync.sandbox.Mailboxes.update;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;
import static org.exchangesync.sandbox.SandboxExtension.BEN;
import static org.exchangesync.sandbox.SoapCaller.code;
import static org.exchangesync.sandbox.SoapCaller.item;
import static org.exchangesync.sandbox.SoapCaller.message;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.exchangesync.sandbox.xml.Xml;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AppointmentsTest {
    private static final String SERIES = """
            <t:CalendarItem>
              <t:Subject>Jour fixe</t:Subject>
              <t:ReminderIsSet>true</t:ReminderIsSet>
              <t:ReminderMinutesBeforeStart>30</t:ReminderMinutesBeforeStart>
              <t:Start>2026-03-26T08:00:00Z</t:Start>
              <t:End>2026-03-26T09:00:00Z</t:End>
              <t:Location>Raum 3, links; hinten</t:Location>
              <t:Recurrence>
                <t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Thursday</t:DaysOfWeek></t:WeeklyRecurrence>
                <t:NumberedRecurrence><t:StartDate>2026-03-26+01:00</t:StartDate><t:NumberOfOccurrences>4</t:NumberOfOccurrences></t:NumberedRecurrence>
              </t:Recurrence>
              <t:StartTimeZone Id="W. Europe Standard Time"/>
              <t:EndTimeZone Id="W. Europe Standard Time"/>
            </t:CalendarItem>""";

    @RegisterExtension
    final SandboxExtension sandbox = new SandboxExtension();

    private SoapCaller anna;

    @BeforeEach
    void caller() {
        anna = SoapCaller.impersonating(sandbox.server(), ANNA);
    }

    private List<String> view(SoapCaller caller, String from, String to) {
        return message(caller.call("""
                <m:FindItem Traversal="Shallow">
                  <m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape>
                  <m:CalendarView StartDate="%s" EndDate="%s"/>
                  <m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds>
                </m:FindItem>""".formatted(from, to))).at("RootFolder", "Items").orElseThrow().children().stream()
                .map(i -> i.textOf("Start").orElseThrow())
                .toList();
    }

    @Test
    void aSeriesKeepsItsLocalTimeOverTheChangeOfClocks() {
        create(anna, "calendar", SERIES);
        assertThat(view(anna, "2026-03-01T00:00:00Z", "2026-12-31T00:00:00Z"))
                .containsExactly(
                        "2026-03-26T08:00:00Z", "2026-04-02T07:00:00Z", "2026-04-09T07:00:00Z", "2026-04-16T07:00:00Z");
        assertThat(view(anna, "2026-04-02T07:30:00Z", "2026-04-09T07:00:00Z"))
                .as("what has begun before the view and goes on counts")
                .containsExactly("2026-04-02T07:00:00Z");
    }

    @Test
    void aViewOfMoreThanTwoYearsOrOfAnotherFolderIsRefused() {
        String request = """
                <m:FindItem Traversal="Shallow">
                  <m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>
                  <m:CalendarView StartDate="2026-01-01T00:00:00Z" EndDate="%s"/>
                  <m:ParentFolderIds><t:DistinguishedFolderId Id="%s"/></m:ParentFolderIds>
                </m:FindItem>""";
        assertThat(code(anna.call(request.formatted("2028-01-02T00:00:00Z", "calendar"))))
                .isEqualTo("ErrorCalendarViewRangeTooBig");
        assertThat(code(anna.call(request.formatted("2025-01-02T00:00:00Z", "calendar"))))
                .isEqualTo("ErrorCalendarEndDateIsEarlierThanStartDate");
        assertThat(code(anna.call(request.formatted("2026-02-01T00:00:00Z", "inbox"))))
                .isEqualTo("ErrorCalendarFolderIsInvalidForCalendarView");
    }

    @Test
    void impossibleDatesAreRefused() {
        assertThat(code(anna.call(creating("""
                <t:Start>2026-01-02T10:00:00Z</t:Start><t:End>2026-01-01T10:00:00Z</t:End>""")))).isEqualTo("ErrorCalendarEndDateIsEarlierThanStartDate");
        assertThat(code(anna.call(creating("""
                <t:Start>2026-01-02T10:00:00Z</t:Start><t:End>2036-01-01T10:00:00Z</t:End>""")))).isEqualTo("ErrorCalendarDurationIsTooLong");
        assertThat(code(anna.call(creating("""
                <t:Start>2026-01-02T10:00:00Z</t:Start><t:End>2026-01-02T11:00:00Z</t:End><t:StartTimeZone Id="Mars Standard Time"/>""")))).isEqualTo("ErrorTimeZone");
    }

    private static String creating(String parts) {
        return "<m:CreateItem SendMeetingInvitations=\"SendToNone\"><m:Items><t:CalendarItem>" + parts
                + "</t:CalendarItem></m:Items></m:CreateItem>";
    }

    @Test
    void datesWithOffsetAreAnsweredInUtcWithoutFraction() {
        Xml id = create(anna, "calendar", """
                <t:CalendarItem>
                  <t:Start>2026-01-02T10:00:00.1234567+05:30</t:Start><t:End>2026-01-02T11:00:00+05:30</t:End>
                </t:CalendarItem>""");
        Xml item = get(anna, id.attribute("Id"));
        assertThat(item.textOf("Start")).contains("2026-01-02T04:30:00Z");
        assertThat(item.textOf("Duration")).contains("PT1H");
        assertThat(item.textOf("CalendarItemType")).contains("Single");
        assertThat(item.textOf("UID")).isPresent();
    }

    @Test
    void anotherPatternForgetsTheExceptions() {
        Xml id = create(anna, "calendar", SERIES);
        Xml occurrence = item(anna.call("""
                <m:GetItem>
                  <m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape>
                  <m:ItemIds><t:OccurrenceItemId RecurringMasterId="%s" InstanceIndex="2"/></m:ItemIds>
                </m:GetItem>""".formatted(id.attribute("Id"))))
                .child("ItemId")
                .orElseThrow();
        Xml changed = item(update(anna, occurrence, "AutoResolve", """
                <t:SetItemField>
                  <t:FieldURI FieldURI="calendar:Start"/><t:CalendarItem><t:Start>2026-04-03T12:00:00Z</t:Start></t:CalendarItem>
                </t:SetItemField>
                <t:SetItemField>
                  <t:FieldURI FieldURI="calendar:End"/><t:CalendarItem><t:End>2026-04-03T13:00:00Z</t:End></t:CalendarItem>
                </t:SetItemField>"""))
                .child("ItemId")
                .orElseThrow();
        assertThat(view(anna, "2026-04-01T00:00:00Z", "2026-04-05T00:00:00Z")).containsExactly("2026-04-03T12:00:00Z");
        Xml master = item(anna.call("""
                <m:GetItem>
                  <m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>
                  <m:ItemIds><t:RecurringMasterItemId OccurrenceId="%s"/></m:ItemIds>
                </m:GetItem>""".formatted(changed.attribute("Id"))));
        assertThat(master.at("ModifiedOccurrences", "Occurrence", "OriginalStart")
                        .orElseThrow()
                        .text())
                .isEqualTo("2026-04-02T07:00:00Z");

        update(anna, master.child("ItemId").orElseThrow(), "AlwaysOverwrite", """
                <t:SetItemField>
                  <t:FieldURI FieldURI="calendar:Recurrence"/>
                  <t:CalendarItem><t:Recurrence>
                    <t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence>
                    <t:NumberedRecurrence><t:StartDate>2026-03-26</t:StartDate><t:NumberOfOccurrences>2</t:NumberOfOccurrences></t:NumberedRecurrence>
                  </t:Recurrence></t:CalendarItem>
                </t:SetItemField>""");
        assertThat(view(anna, "2026-03-01T00:00:00Z", "2026-05-01T00:00:00Z"))
                .containsExactly("2026-03-26T08:00:00Z", "2026-03-27T08:00:00Z");
        assertThat(get(anna, id.attribute("Id")).child("ModifiedOccurrences")).isEmpty();
    }

    @Test
    void anAppointmentGoesThroughICalendarAndBack() {
        Xml id = create(anna, "calendar", SERIES);
        anna.call("""
                <m:DeleteItem DeleteType="HardDelete" SendMeetingCancellations="SendToNone">
                  <m:ItemIds><t:OccurrenceItemId RecurringMasterId="%s" InstanceIndex="3"/></m:ItemIds>
                </m:DeleteItem>""".formatted(id.attribute("Id")));
        Xml item = item(anna.call("""
                <m:GetItem>
                  <m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:IncludeMimeContent>true</t:IncludeMimeContent></m:ItemShape>
                  <m:ItemIds><t:ItemId Id="%s"/></m:ItemIds>
                </m:GetItem>""".formatted(id.attribute("Id"))));
        String base64 = item.textOf("MimeContent").orElseThrow();
        assertThat(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8))
                .startsWith("BEGIN:VCALENDAR")
                .contains("RRULE:FREQ=WEEKLY;BYDAY=TH;WKST=SU;COUNT=4")
                .contains("EXDATE;TZID=W. Europe Standard Time:20260409T090000")
                .contains("TRIGGER;RELATED=START:-PT30M");

        SoapCaller ben = SoapCaller.impersonating(sandbox.server(), BEN);
        Xml copy = create(
                ben, "calendar", "<t:CalendarItem><t:MimeContent>" + base64 + "</t:MimeContent></t:CalendarItem>");
        assertThat(view(ben, "2026-03-01T00:00:00Z", "2026-12-31T00:00:00Z"))
                .isEqualTo(view(anna, "2026-03-01T00:00:00Z", "2026-12-31T00:00:00Z"))
                .hasSize(3);
        Xml read = get(ben, copy.attribute("Id"));
        assertThat(read.textOf("UID")).isEqualTo(get(anna, id.attribute("Id")).textOf("UID"));
        assertThat(read.textOf("Location")).contains("Raum 3, links; hinten");
        assertThat(read.textOf("ReminderMinutesBeforeStart")).contains("30");
    }

    @Test
    void nobodyGetsMailBySendToNone() {
        create(
                anna,
                "calendar",
                SERIES.replace(
                        "<t:Recurrence>",
                        "<t:RequiredAttendees><t:Attendee><t:Mailbox><t:EmailAddress>ben@example.org</t:EmailAddress></t:Mailbox>"
                                + "</t:Attendee></t:RequiredAttendees><t:Recurrence>"));
        assertThat(sandbox.server().count(BEN, "inbox")).isZero();
        assertThat(sandbox.server().count(BEN, "calendar")).isZero();
        assertThat(sandbox.server().sentMail()).isEmpty();
    }

    @Test
    void whoUpdatesAMeetingUpdatesItInEveryCalendar() {
        Xml made = item(anna.call("""
                <m:CreateItem SendMeetingInvitations="SendToAllAndSaveCopy">
                  <m:Items><t:CalendarItem>
                    <t:Subject>Talk</t:Subject>
                    <t:Start>2026-06-01T10:00:00Z</t:Start><t:End>2026-06-01T11:00:00Z</t:End>
                    <t:RequiredAttendees><t:Attendee><t:Mailbox><t:EmailAddress>ben@example.org</t:EmailAddress></t:Mailbox></t:Attendee></t:RequiredAttendees>
                    <t:OptionalAttendees><t:Attendee><t:Mailbox><t:EmailAddress>x@example.com</t:EmailAddress></t:Mailbox></t:Attendee></t:OptionalAttendees>
                  </t:CalendarItem></m:Items>
                </m:CreateItem>""")).child("ItemId").orElseThrow();
        assertThat(sandbox.server().count(ANNA, "sentitems")).isEqualTo(1);
        anna.call("""
                <m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="SendToAllAndSaveCopy">
                  <m:ItemChanges><t:ItemChange><t:ItemId Id="%s" ChangeKey="%s"/><t:Updates>
                    <t:SetItemField>
                      <t:FieldURI FieldURI="calendar:Start"/><t:CalendarItem><t:Start>2026-06-01T10:30:00Z</t:Start></t:CalendarItem>
                    </t:SetItemField>
                  </t:Updates></t:ItemChange></m:ItemChanges>
                </m:UpdateItem>""".formatted(made.attribute("Id"), made.attribute("ChangeKey")));
        SoapCaller ben = SoapCaller.impersonating(sandbox.server(), BEN);
        assertThat(view(ben, "2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z")).containsExactly("2026-06-01T10:30:00Z");
        assertThat(sandbox.server().count(BEN, "inbox")).isEqualTo(2);
        Xml request = get(ben, sandbox.server().items(BEN, "inbox").get(1).id());
        assertThat(request.name()).isEqualTo("MeetingRequest");
        assertThat(request.textOf("MeetingRequestType")).contains("FullUpdate");
        assertThat(request.textOf("UID"))
                .isEqualTo(get(anna, made.attribute("Id")).textOf("UID"));
        assertThat(sandbox.server().sentMail()).hasSize(2);
    }
}
