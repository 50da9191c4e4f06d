package org.exchangesync.ews.client.mapping;

import java.util.ArrayList;
import java.util.List;
import org.exchangesync.ews.client.types.BasePathToElementType;
import org.exchangesync.ews.client.types.ItemResponseShapeType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfPathsToElementType;
import org.exchangesync.item.ItemKind;

/**
 * Which properties are asked for. Servers refuse properties that came after them, so the shape depends on the version that
 * is spoken; and they refuse properties of other kinds of items, so it depends on the kind.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/property-sets-and-response-shapes-in-ews-in-exchange">
 *     Property sets and response shapes</a>
 */
public final class Shapes {
    private static final String OLDEST = "Exchange2010";

    private static final List<String> ALL_ITEMS = List.of(
            "item:ParentFolderId",
            "item:ItemClass",
            "item:Subject",
            "item:Sensitivity",
            "item:Body",
            "item:Attachments",
            "item:DateTimeReceived",
            "item:Categories",
            "item:Importance");

    private static final List<String> OWNERS_VIEW_OF_MAIL = List.of(
            "item:ParentFolderId",
            "item:ItemClass",
            "item:Sensitivity",
            "item:DateTimeReceived",
            "item:Categories",
            "item:Importance",
            "message:ConversationIndex",
            "message:InternetMessageId",
            "message:IsRead");

    private static final List<String> MAIL = List.of(
            "item:InReplyTo",
            "item:DateTimeSent",
            "message:Sender",
            "message:ToRecipients",
            "message:CcRecipients",
            "message:BccRecipients",
            "message:ConversationIndex",
            "message:From",
            "message:InternetMessageId",
            "message:IsRead",
            "message:References",
            "message:ReplyTo");

    private static final List<String> APPOINTMENT = List.of(
            "item:ReminderIsSet",
            "item:ReminderMinutesBeforeStart",
            "calendar:UID",
            "calendar:RecurrenceId",
            "calendar:Start",
            "calendar:End",
            "calendar:OriginalStart",
            "calendar:IsAllDayEvent",
            "calendar:LegacyFreeBusyStatus",
            "calendar:Location",
            "calendar:IsCancelled",
            "calendar:CalendarItemType",
            "calendar:MyResponseType",
            "calendar:Organizer",
            "calendar:RequiredAttendees",
            "calendar:OptionalAttendees",
            "calendar:Resources",
            "calendar:TimeZone",
            "calendar:AppointmentState",
            "calendar:Recurrence",
            "calendar:ModifiedOccurrences",
            "calendar:DeletedOccurrences",
            "calendar:StartTimeZone");

    private static final List<String> CONTACT = List.of(
            "contacts:FileAs",
            "contacts:DisplayName",
            "contacts:GivenName",
            "contacts:Initials",
            "contacts:MiddleName",
            "contacts:Nickname",
            "contacts:CompleteName",
            "contacts:CompanyName",
            "contacts:EmailAddresses",
            "contacts:PhysicalAddresses",
            "contacts:PhoneNumbers",
            "contacts:AssistantName",
            "contacts:Birthday",
            "contacts:BusinessHomePage",
            "contacts:Children",
            "contacts:Department",
            "contacts:Generation",
            "contacts:ImAddresses",
            "contacts:JobTitle",
            "contacts:Manager",
            "contacts:OfficeLocation",
            "contacts:PostalAddressIndex",
            "contacts:Profession",
            "contacts:SpouseName",
            "contacts:Surname",
            "contacts:WeddingAnniversary");

    private static final List<String> TASK = List.of(
            "item:ReminderDueBy",
            "item:ReminderIsSet",
            "task:ActualWork",
            "task:Companies",
            "task:CompleteDate",
            "task:DueDate",
            "task:IsComplete",
            "task:Owner",
            "task:PercentComplete",
            "task:Recurrence",
            "task:StartDate",
            "task:Status",
            "task:TotalWork");

    private Shapes() {}

    /** For SyncFolderItems: enough to decide what is fetched and how much at once, all from one table of the server. */
    public static ItemResponseShapeType changes() {
        return shape(List.of("item:ItemClass", "item:DateTimeReceived", "item:Size"), List.of(Paths.syncKey()));
    }

    /** Only the id and the version. */
    public static ItemResponseShapeType idOnly() {
        ItemResponseShapeType shape = new ItemResponseShapeType();
        shape.setBaseShape("IdOnly");
        return shape;
    }

    /** The id, and the categories. */
    public static ItemResponseShapeType categories() {
        return shape(List.of("item:Categories"), List.of());
    }

    /** What an exception says besides its times, which the series tells. */
    public static ItemResponseShapeType exception() {
        return shape(List.of("item:Subject", "calendar:Location"), List.of());
    }

    /**
     * Everything that we keep of a kind; a mail as its MIME.
     *
     * @param requestVersion the schema that is spoken, such as {@code Exchange2010_SP2}
     */
    public static ItemResponseShapeType complete(ItemKind kind, String requestVersion) {
        if (kind == ItemKind.EMAIL) {
            ItemResponseShapeType shape = shape(OWNERS_VIEW_OF_MAIL, List.of(Paths.syncKey()));
            shape.setIncludeMimeContent(true);
            return shape;
        }
        return properties(kind, requestVersion);
    }

    /** A mail's MIME and what every item has: for items that look like mail but haven't its properties. */
    public static ItemResponseShapeType mimeOnly() {
        List<String> uris = OWNERS_VIEW_OF_MAIL.stream()
                .filter(uri -> uri.startsWith("item:"))
                .toList();
        ItemResponseShapeType shape = shape(uris, List.of(Paths.syncKey()));
        shape.setIncludeMimeContent(true);
        return shape;
    }

    /** Everything as properties, also of a mail: for items that the server can't make MIME of. */
    public static ItemResponseShapeType properties(ItemKind kind, String requestVersion) {
        List<String> uris = new ArrayList<>(ALL_ITEMS);
        List<BasePathToElementType> extended = new ArrayList<>(List.of(Paths.syncKey()));
        boolean newer = !requestVersion.startsWith(OLDEST);
        if (newer) {
            uris.add("item:TextBody");
        }
        switch (kind) {
            case EMAIL -> uris.addAll(MAIL);
            case APPOINTMENT -> {
                uris.addAll(APPOINTMENT);
                if (newer) {
                    uris.add("calendar:StartTimeZoneId");
                }
            }
            case CONTACT -> {
                uris.addAll(CONTACT);
                extended.add(ContactMapper.title());
                extended.add(ContactMapper.birthdayLocal());
                extended.add(ContactMapper.weddingAnniversaryLocal());
            }
            case TASK -> uris.addAll(TASK);
        }
        ItemResponseShapeType shape = shape(uris, extended);
        shape.setBodyType("Best");
        return shape;
    }

    private static ItemResponseShapeType shape(List<String> uris, List<? extends BasePathToElementType> extended) {
        NonEmptyArrayOfPathsToElementType paths = new NonEmptyArrayOfPathsToElementType();
        uris.forEach(uri -> paths.getPath().add(Paths.field(uri)));
        paths.getPath().addAll(extended);
        ItemResponseShapeType shape = idOnly();
        shape.setAdditionalProperties(paths);
        return shape;
    }
}
