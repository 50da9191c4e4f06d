package org.exchangesync.sandbox.item;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.exchangesync.sandbox.mime.Addresses;
import org.exchangesync.sandbox.mime.MimeReader;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.store.EwsId;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.store.StoredAttachment;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.xml.Xml;

/** Values that are worked out when somebody asks, because they follow from other values or from where the item lies. */
final class ComputedValues {
    private ComputedValues() {}

    /** The value of a computed property, null when the item has none. */
    static Xml of(String uri, ItemView view, Shape shape) {
        StoredItem item = view.item();
        Values values = view.values();
        return switch (uri) {
            case "item:MimeContent" ->
                Xml.base64("MimeContent", MimeContents.of(view)).with("CharacterSet", "UTF-8");
            case "item:ItemId" -> itemId(view);
            case "item:ParentFolderId" -> parent(item);
            case "item:Attachments" -> attachments(item);
            case "item:Size" -> Xml.t("Size", item.content().size());
            case "item:InternetMessageHeaders" -> headers(item);
            case "item:ResponseObjects" -> responseObjects(item);
            case "item:DisplayTo" -> display("DisplayTo", values, "message:ToRecipients", "calendar:RequiredAttendees");
            case "item:DisplayCc" -> display("DisplayCc", values, "message:CcRecipients", "calendar:OptionalAttendees");
            case "item:HasAttachments" ->
                Xml.t("HasAttachments", item.content().attachments().stream().anyMatch(a -> !a.inline()));
            case "item:EffectiveRights" ->
                Xml.t(
                        "EffectiveRights",
                        Xml.t("CreateAssociated", false),
                        Xml.t("CreateContents", false),
                        Xml.t("CreateHierarchy", false),
                        Xml.t("Delete", true),
                        Xml.t("Modify", true),
                        Xml.t("Read", true));
            case "item:WebClientReadFormQueryString" ->
                Xml.t("WebClientReadFormQueryString", "?ae=Item&a=Open&id=" + view.id());
            case "item:WebClientEditFormQueryString" ->
                Xml.t("WebClientEditFormQueryString", "?ae=Item&a=Edit&id=" + view.id());
            case "item:ConversationId" -> conversationId(view);
            case "item:UniqueBody" -> Bodies.of(view, shape.bodyType()).named("UniqueBody");
            case "item:NormalizedBody" -> Bodies.of(view, shape.bodyType()).named("NormalizedBody");
            case "item:TextBody" -> Bodies.of(view, "Text").named("TextBody");
            case "item:Preview" -> preview(view);
            case "item:StoreEntryId" -> Xml.t("StoreEntryId", view.id().substring(60));
            case "item:InstanceKey" -> Xml.t("InstanceKey", instanceKey(item));
            case "calendar:IsRecurring" -> Xml.t("IsRecurring", view.occurrence() != null);
            case "calendar:CalendarItemType" -> Xml.t("CalendarItemType", view.calendarItemType());
            case "calendar:Duration" -> duration(values);
            case "calendar:TimeZone" -> zoneId("TimeZone", values, "calendar:StartTimeZone", "Name");
            case "calendar:StartTimeZoneId" -> zoneId("StartTimeZoneId", values, "calendar:StartTimeZone", "Id");
            case "calendar:EndTimeZoneId" -> zoneId("EndTimeZoneId", values, "calendar:EndTimeZone", "Id");
            case "calendar:FirstOccurrence" -> OccurrenceElements.first(view);
            case "calendar:LastOccurrence" -> OccurrenceElements.last(view);
            case "calendar:ModifiedOccurrences" -> OccurrenceElements.modified(view);
            case "calendar:DeletedOccurrences" -> OccurrenceElements.deleted(view);
            case "contacts:CompleteName" -> completeName(values);
            case "contacts:HasPicture" ->
                Xml.t(
                        "HasPicture",
                        item.content().attachments().stream()
                                .anyMatch(a -> a.name().equals("ContactPicture.jpg")));
            case "task:IsRecurring" -> Xml.t("IsRecurring", values.has("task:Recurrence"));
            default -> null;
        };
    }

    static Xml itemId(ItemView view) {
        return Xml.t("ItemId").with("Id", view.id()).with("ChangeKey", view.changeKey());
    }

    private static Xml parent(StoredItem item) {
        return item.mailbox()
                .folder(item.folder())
                .map(f -> folderId("ParentFolderId", f))
                .orElse(null);
    }

    static Xml folderId(String name, Folder folder) {
        return Xml.t(name).with("Id", folder.id()).with("ChangeKey", folder.changeKey());
    }

    private static Xml attachments(StoredItem item) {
        List<Xml> described = new ArrayList<>();
        for (StoredAttachment attachment : item.content().attachments()) {
            described.add(AttachmentElements.describe(item, attachment, 0));
        }
        return described.isEmpty() ? null : Xml.t("Attachments", described);
    }

    private static Xml headers(StoredItem item) {
        if (item.content().mime() == null || !item.type().isMessage()) {
            return null;
        }
        return Xml.t("InternetMessageHeaders", MimeReader.headers(item.content().mime()));
    }

    private static Xml responseObjects(StoredItem item) {
        if (item.values().bool("item:IsDraft") || !item.type().isMessage()) {
            return null;
        }
        List<Xml> objects = new ArrayList<>();
        if (item.type() == ItemType.MEETING_REQUEST) {
            objects.addAll(List.of(Xml.t("AcceptItem"), Xml.t("TentativelyAcceptItem"), Xml.t("DeclineItem")));
        }
        objects.addAll(List.of(Xml.t("ReplyToItem"), Xml.t("ReplyAllToItem"), Xml.t("ForwardItem")));
        return Xml.t("ResponseObjects", objects);
    }

    private static Xml display(String name, Values values, String recipients, String attendees) {
        List<Xml> people = values.get(recipients)
                .or(() -> values.get(attendees))
                .map(Xml::children)
                .orElse(List.of());
        List<Xml> mailboxes = people.stream()
                .map(p -> p.name().equals("Attendee") ? p.child("Mailbox").orElse(p) : p)
                .toList();
        return Xml.t(name, Addresses.display(mailboxes));
    }

    private static Xml conversationId(ItemView view) {
        if (!view.type().isMessage()) {
            return null;
        }
        UUID topic = UUID.nameUUIDFromBytes(view.values()
                .text("message:ConversationTopic")
                .orElse(view.id())
                .getBytes(StandardCharsets.UTF_8));
        ByteBuffer bytes = ByteBuffer.allocate(4 + 36 + 3 + 16);
        bytes.put(new byte[] {0, 4, 36, 0});
        bytes.put(view.item().mailbox().guid().toString().getBytes(StandardCharsets.US_ASCII));
        bytes.put(new byte[] {0, 16, 0});
        bytes.putLong(topic.getMostSignificantBits()).putLong(topic.getLeastSignificantBits());
        return Xml.t("ConversationId").with("Id", Base64.getEncoder().encodeToString(bytes.array()));
    }

    private static Xml preview(ItemView view) {
        String text = Bodies.of(view, "Text").text().strip();
        return Xml.t("Preview", text.substring(0, Math.min(255, text.length())));
    }

    private static String instanceKey(StoredItem item) {
        ByteBuffer bytes =
                ByteBuffer.allocate(17).put((byte) 1).putLong(item.folder()).putLong(item.number());
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static Xml duration(Values values) {
        if (!values.has("calendar:Start") || !values.has("calendar:End")) {
            return null;
        }
        Duration length = Duration.between(
                values.instant("calendar:Start").orElseThrow(),
                values.instant("calendar:End").orElseThrow());
        long days = length.toDays();
        Duration rest = length.minusDays(days);
        return Xml.t(
                "Duration",
                "P" + (days > 0 ? days + "D" : "")
                        + (rest.isZero() && days > 0 ? "" : rest.toString().substring(1)));
    }

    private static Xml zoneId(String name, Values values, String property, String attribute) {
        return values.get(property)
                .map(z -> z.attribute(attribute))
                .map(text -> Xml.t(name, text))
                .orElse(null);
    }

    private static Xml completeName(Values values) {
        Xml name = Xml.t(
                "CompleteName",
                part(values, "item:Title", "Title"),
                part(values, "contacts:GivenName", "FirstName"),
                part(values, "contacts:MiddleName", "MiddleName"),
                part(values, "contacts:Surname", "LastName"),
                part(values, "contacts:Generation", "Suffix"),
                part(values, "contacts:Initials", "Initials"),
                part(values, "contacts:DisplayName", "FullName"),
                part(values, "contacts:Nickname", "Nickname"));
        return name.children().isEmpty() ? null : name;
    }

    private static Xml part(Values values, String uri, String element) {
        return values.text(uri).map(text -> Xml.t(element, text)).orElse(null);
    }

    /** The id of the attachment at a path. */
    static String attachmentId(StoredItem item, long path) {
        return new EwsId(EwsId.Kind.ATTACHMENT, item.mailbox().guid(), item.folder(), item.number(), path).encode();
    }
}
