package org.exchangesync.ews.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import org.exchangesync.item.ItemKind;

/** Answers that hold of everything something, for each kind of item. */
final class Rich {
    static final List<String> IDS = List.of("a", "b", "c");

    private static final String MIME = Base64.getEncoder()
            .encodeToString(
                    ("From: Ann <ann@example.org>\r\nTo: bo@example.org\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\n"
                                    + "Date: Mon, 2 Mar 2026 10:00:00 +0100\r\nMessage-ID: <1@example.org>\r\n"
                                    + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
                                    + "<p>Hello</p>\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\n"
                                    + "Content-Transfer-Encoding: base64\r\n\r\nQUJD\r\n--b--\r\n")
                            .getBytes(UTF_8));

    private Rich() {}

    /** A page that says that the items are new, that another is gone and one was read. */
    static String listing(ItemKind kind, String state, boolean last) {
        return listing(kind, IDS, state, last);
    }

    static String listing(ItemKind kind, List<String> ids, String state, boolean last) {
        StringBuilder changes = new StringBuilder();
        ids.forEach(id -> changes.append("<t:Create>")
                .append(element(
                        kind,
                        id,
                        "<t:ItemClass>IPM</t:ItemClass><t:DateTimeReceived>2026-03-02T09:00:00Z</t:DateTimeReceived>"
                                + "<t:Size>2048</t:Size>"))
                .append("</t:Create>"));
        changes.append("<t:Delete><t:ItemId Id=\"gone\" ChangeKey=\"1\"/></t:Delete><t:ReadFlagChange>"
                + "<t:ItemId Id=\"read\" ChangeKey=\"1\"/><t:IsRead>true</t:IsRead></t:ReadFlagChange>");
        return Soap.envelope(Soap.answer(
                EwsOperation.SYNC_FOLDER_ITEMS,
                Soap.success(
                        EwsOperation.SYNC_FOLDER_ITEMS,
                        "<m:SyncState>" + state + "</m:SyncState><m:IncludesLastItemInRange>" + last
                                + "</m:IncludesLastItemInRange><m:Changes>" + changes + "</m:Changes>")));
    }

    /** The items with all their properties. */
    static String items(ItemKind kind, List<String> ids) {
        return Soap.envelope(Soap.answer(
                EwsOperation.GET_ITEM,
                ids.stream()
                        .map(id -> Soap.success(
                                EwsOperation.GET_ITEM, "<m:Items>" + element(kind, id, content(kind)) + "</m:Items>"))
                        .toArray(String[]::new)));
    }

    static String attachments(int count) {
        String[] messages = new String[count];
        for (int i = 0; i < count; i++) {
            messages[i] = Soap.success(
                    EwsOperation.GET_ATTACHMENT,
                    "<m:Attachments>"
                            + (i % 2 == 0
                                    ? "<t:FileAttachment><t:AttachmentId Id=\"f\"/><t:Name>a.pdf</t:Name><t:Content>QUJD"
                                            + "</t:Content></t:FileAttachment>"
                                    : "<t:ItemAttachment><t:AttachmentId Id=\"i\"/><t:Name>m</t:Name><t:Message>"
                                            + "<t:MimeContent>" + MIME
                                            + "</t:MimeContent></t:Message></t:ItemAttachment>")
                            + "</m:Attachments>");
        }
        return Soap.envelope(Soap.answer(EwsOperation.GET_ATTACHMENT, messages));
    }

    static String found(ItemKind kind) {
        StringBuilder items = new StringBuilder();
        IDS.forEach(id -> items.append(element(kind, id, "")));
        return Soap.envelope(Soap.answer(
                EwsOperation.FIND_ITEM,
                Soap.success(
                        EwsOperation.FIND_ITEM,
                        "<m:RootFolder TotalItemsInView=\"3\" IncludesLastItemInRange=\"true\"><t:Items>" + items
                                + "</t:Items></m:RootFolder>")));
    }

    private static String element(ItemKind kind, String id, String content) {
        String name = switch (kind) {
            case EMAIL -> "t:Message";
            case APPOINTMENT -> "t:CalendarItem";
            case CONTACT -> "t:Contact";
            case TASK -> "t:Task";
        };
        return "<" + name + "><t:ItemId Id=\"" + id + "\" ChangeKey=\"1\"/>" + content + "</" + name + ">";
    }

    private static String content(ItemKind kind) {
        String common = "<t:ParentFolderId Id=\"folder\"/><t:ItemClass>IPM</t:ItemClass><t:Subject>Plan</t:Subject>"
                + "<t:Sensitivity>Private</t:Sensitivity><t:Body BodyType=\"HTML\">&lt;p&gt;x&lt;/p&gt;</t:Body>";
        String attached = "<t:Attachments><t:FileAttachment><t:AttachmentId Id=\"f\"/><t:Name>a.pdf</t:Name>"
                + "<t:ContentType>application/pdf; x=y</t:ContentType><t:ContentId>&lt;1&gt;</t:ContentId>"
                + "<t:IsInline>false</t:IsInline></t:FileAttachment><t:ItemAttachment><t:AttachmentId Id=\"i\"/>"
                + "<t:Name>m</t:Name></t:ItemAttachment></t:Attachments>";
        String rest = "<t:DateTimeReceived>2026-03-02T09:00:00Z</t:DateTimeReceived><t:Size>2048</t:Size><t:Categories>"
                + "<t:String>red</t:String></t:Categories><t:Importance>High</t:Importance>";
        String extended = "<t:ExtendedProperty><t:ExtendedFieldURI DistinguishedPropertySetId=\"PublicStrings\""
                + " PropertyName=\"ExchangeSyncKey\" PropertyType=\"String\"/><t:Value>k</t:Value></t:ExtendedProperty>"
                + "<t:ExtendedProperty><t:ExtendedFieldURI PropertyTag=\"0x3A45\" PropertyType=\"String\"/>"
                + "<t:Value>Dr.</t:Value></t:ExtendedProperty>";
        return switch (kind) {
            case EMAIL ->
                "<t:MimeContent CharacterSet=\"UTF-8\">" + MIME + "</t:MimeContent>" + common + rest + extended
                        + "<t:ConversationIndex>AQ==</t:ConversationIndex><t:InternetMessageId>&lt;1@example.org&gt;"
                        + "</t:InternetMessageId><t:IsRead>true</t:IsRead>";
            case APPOINTMENT -> common + attached + rest + extended + appointment();
            case CONTACT -> common + attached + rest + extended + contact();
            case TASK -> common + attached + rest + extended + task();
        };
    }

    private static String appointment() {
        return "<t:ReminderIsSet>true</t:ReminderIsSet><t:ReminderMinutesBeforeStart>15</t:ReminderMinutesBeforeStart>"
                + "<t:UID>040000008200E00074C5B7101A82E008</t:UID><t:Start>2026-03-02T09:00:00Z</t:Start>"
                + "<t:End>2026-03-02T10:00:00Z</t:End><t:IsAllDayEvent>false</t:IsAllDayEvent>"
                + "<t:LegacyFreeBusyStatus>Busy</t:LegacyFreeBusyStatus><t:Location>Room</t:Location>"
                + "<t:IsCancelled>false</t:IsCancelled><t:CalendarItemType>RecurringMaster</t:CalendarItemType>"
                + "<t:MyResponseType>Accept</t:MyResponseType><t:Organizer><t:Mailbox><t:Name>Ann</t:Name>"
                + "<t:EmailAddress>ann@example.org</t:EmailAddress><t:RoutingType>SMTP</t:RoutingType></t:Mailbox>"
                + "</t:Organizer><t:RequiredAttendees><t:Attendee><t:Mailbox><t:Name>Bo</t:Name><t:EmailAddress>"
                + "bo@example.org</t:EmailAddress></t:Mailbox><t:ResponseType>Tentative</t:ResponseType>"
                + "<t:LastResponseTime>2026-02-02T09:00:00Z</t:LastResponseTime></t:Attendee></t:RequiredAttendees>"
                + "<t:AppointmentState>3</t:AppointmentState><t:Recurrence><t:RelativeYearlyRecurrence><t:DaysOfWeek>"
                + "Monday</t:DaysOfWeek><t:DayOfWeekIndex>First</t:DayOfWeekIndex><t:Month>March</t:Month>"
                + "</t:RelativeYearlyRecurrence><t:NumberedRecurrence><t:StartDate>2026-03-02Z</t:StartDate>"
                + "<t:NumberOfOccurrences>10</t:NumberOfOccurrences></t:NumberedRecurrence></t:Recurrence>"
                + "<t:ModifiedOccurrences><t:Occurrence><t:ItemId Id=\"o1\"/><t:Start>2027-03-01T10:00:00Z</t:Start>"
                + "<t:End>2027-03-01T11:00:00Z</t:End><t:OriginalStart>2027-03-01T09:00:00Z</t:OriginalStart>"
                + "</t:Occurrence></t:ModifiedOccurrences><t:DeletedOccurrences><t:DeletedOccurrence><t:Start>"
                + "2028-03-06T09:00:00Z</t:Start></t:DeletedOccurrence></t:DeletedOccurrences>"
                + "<t:StartTimeZone Id=\"W. Europe Standard Time\" Name=\"x\"/>";
    }

    private static String contact() {
        return "<t:FileAs>Berg, Ann</t:FileAs><t:DisplayName>Ann Berg</t:DisplayName><t:GivenName>Ann</t:GivenName>"
                + "<t:CompleteName><t:Title>Dr.</t:Title><t:FirstName>Ann</t:FirstName></t:CompleteName>"
                + "<t:EmailAddresses><t:Entry Key=\"EmailAddress2\">b@example.org</t:Entry><t:Entry Key=\"EmailAddress1\""
                + " Name=\"Ann\" RoutingType=\"SMTP\">a@example.org</t:Entry></t:EmailAddresses><t:PhysicalAddresses>"
                + "<t:Entry Key=\"Business\"><t:Street>Ring 1</t:Street><t:City>Ulm</t:City></t:Entry>"
                + "</t:PhysicalAddresses><t:PhoneNumbers><t:Entry Key=\"MobilePhone\">+49 1</t:Entry></t:PhoneNumbers>"
                + "<t:Birthday>1980-01-01T23:00:00Z</t:Birthday><t:Children><t:String>Kim</t:String></t:Children>"
                + "<t:ImAddresses><t:Entry Key=\"ImAddress1\">ann</t:Entry></t:ImAddresses>"
                + "<t:PostalAddressIndex>Business</t:PostalAddressIndex><t:Surname>Berg</t:Surname>"
                + "<t:WeddingAnniversary>2010-05-05T00:00:00Z</t:WeddingAnniversary>";
    }

    private static String task() {
        return "<t:ReminderDueBy>2026-03-02T09:00:00Z</t:ReminderDueBy><t:ReminderIsSet>true</t:ReminderIsSet>"
                + "<t:ActualWork>10</t:ActualWork><t:CompleteDate>2026-03-01T00:00:00Z</t:CompleteDate><t:Companies>"
                + "<t:String>Co</t:String></t:Companies><t:DueDate>2026-03-05T00:00:00Z</t:DueDate><t:IsComplete>false"
                + "</t:IsComplete><t:Owner>Ann</t:Owner><t:PercentComplete>50</t:PercentComplete><t:Recurrence>"
                + "<t:WeeklyRecurrence><t:Interval>2</t:Interval><t:DaysOfWeek>Monday Friday</t:DaysOfWeek>"
                + "<t:FirstDayOfWeek>Monday</t:FirstDayOfWeek></t:WeeklyRecurrence><t:EndDateRecurrence><t:StartDate>"
                + "2026-03-02</t:StartDate><t:EndDate>2027-03-02</t:EndDate></t:EndDateRecurrence></t:Recurrence>"
                + "<t:StartDate>2026-03-01T00:00:00Z</t:StartDate><t:Status>InProgress</t:Status>"
                + "<t:TotalWork>90</t:TotalWork>";
    }
}
