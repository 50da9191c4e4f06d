package org.exchangesync.sandbox.item;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.exchangesync.sandbox.mime.Addresses;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.store.Mailbox;
import org.exchangesync.sandbox.store.SentMail;
import org.exchangesync.sandbox.store.Series;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.store.WellKnown;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Invitations and cancellations. An attendee with a mailbox here gets the message into the Inbox and, as real servers do
 * it, a tentative appointment with the same UID into the Calendar.
 */
public final class Meetings {
    private static final List<String> ATTENDEES =
            List.of("calendar:RequiredAttendees", "calendar:OptionalAttendees", "calendar:Resources");
    private static final List<String> IN_REQUEST = List.of(
            "calendar:UID",
            "calendar:Start",
            "calendar:End",
            "calendar:IsAllDayEvent",
            "calendar:LegacyFreeBusyStatus",
            "calendar:Location",
            "calendar:Organizer",
            "calendar:RequiredAttendees",
            "calendar:OptionalAttendees",
            "calendar:Resources",
            "calendar:Recurrence",
            "calendar:StartTimeZone",
            "calendar:EndTimeZone",
            "calendar:AppointmentSequenceNumber",
            "calendar:DateTimeStamp",
            "item:Body",
            "item:Importance",
            "item:Sensitivity");

    private final Call call;

    public Meetings(Call call) {
        this.call = call;
    }

    /** An appointment that the caller makes: the caller is its organizer. */
    public static ItemContent organized(Call call, ItemContent content) {
        if (content.values().has("calendar:Organizer")) {
            return content;
        }
        Mailbox self = call.mailbox();
        return content.withValues(content.values()
                .change()
                .put("calendar:Organizer", Xml.t("Organizer", Addresses.mailbox(self.displayName(), self.address())))
                .done());
    }

    /** Invites all attendees, or tells them what changed; the organizer's appointment remembers that it was done. */
    public StoredItem invite(StoredItem item, boolean saveCopy) {
        if (attendees(item.values()).isEmpty()) {
            return item;
        }
        boolean update = item.values().bool("calendar:MeetingRequestWasSent");
        for (Mailbox attendee : inside(item).values()) {
            StoredItem theirs = tentative(attendee, item);
            attendee.deliver(
                    attendee.folder(WellKnown.INBOX),
                    NewItems.received(
                            request(item, theirs, update),
                            attendee,
                            call.clock().instant()));
        }
        log(item, ItemType.MEETING_REQUEST, item.values().text("item:Subject").orElse(""));
        if (saveCopy) {
            item.mailbox()
                    .add(
                            item.mailbox().folder(WellKnown.SENTITEMS),
                            NewItems.created(
                                    request(item, item, update),
                                    call.actor(),
                                    call.clock().instant()));
        }
        return item.mailbox()
                .update(
                        item.number(),
                        c -> c.withValues(c.values()
                                .change()
                                .put("calendar:MeetingRequestWasSent", true)
                                .put("calendar:IsMeeting", true)
                                .done()))
                .orElse(item);
    }

    /** Tells all attendees that a meeting, or one occurrence of it, does not take place. */
    public void cancel(ItemView view) {
        StoredItem item = view.item();
        boolean mine = item.values().text("calendar:MyResponseType").orElse("").equals("Organizer");
        if (!mine || attendees(item.values()).isEmpty()) {
            return;
        }
        String subject = "Canceled: " + item.values().text("item:Subject").orElse("");
        for (Mailbox attendee : inside(item).values()) {
            Optional<StoredItem> theirs = byUid(attendee, uid(item));
            theirs.ifPresent(t -> attendee.update(t.number(), c -> cancelled(c, view.occurrence(), subject)));
            Values.Builder values = message(item, subject);
            values.put("item:ItemClass", ItemType.MEETING_CANCELLATION.itemClass());
            associate(values, theirs);
            attendee.deliver(
                    attendee.folder(WellKnown.INBOX),
                    NewItems.received(
                            ItemContent.of(ItemType.MEETING_CANCELLATION, values.done()),
                            attendee,
                            call.clock().instant()));
        }
        log(item, ItemType.MEETING_CANCELLATION, subject);
    }

    private static ItemContent cancelled(ItemContent content, Instant occurrence, String subject) {
        Values gone = Values.build()
                .put("calendar:IsCancelled", true)
                .put("calendar:LegacyFreeBusyStatus", "Free")
                .put("item:Subject", subject)
                .done();
        if (occurrence != null && content.series() != null) {
            return content.withSeries(content.series().withException(occurrence, gone));
        }
        return content.withValues(content.values().change().putAll(gone).done());
    }

    /** The appointment with that UID in somebody's calendar. */
    static Optional<StoredItem> byUid(Mailbox mailbox, String uid) {
        return mailbox.read(() -> mailbox.find(WellKnown.CALENDAR).stream()
                .flatMap(calendar -> calendar.items().stream())
                .filter(i -> i.values().text("calendar:UID").orElse("").equals(uid))
                .findFirst());
    }

    static String uid(StoredItem item) {
        return item.values().text("calendar:UID").orElse("");
    }

    /** Everybody who is invited. */
    static List<String> attendees(Values values) {
        List<String> found = new ArrayList<>();
        for (String uri : ATTENDEES) {
            for (Xml attendee : values.get(uri).map(Xml::children).orElse(List.of())) {
                attendee.at("Mailbox", "EmailAddress")
                        .map(a -> a.text().strip().toLowerCase(Locale.ROOT))
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    private Map<String, Mailbox> inside(StoredItem item) {
        Map<String, Mailbox> found = new LinkedHashMap<>();
        for (String address : attendees(item.values())) {
            call.store()
                    .byAnyAddress(address)
                    .filter(m ->
                            m != item.mailbox() && m.find(WellKnown.CALENDAR).isPresent())
                    .ifPresent(m -> found.put(m.address(), m));
        }
        return found;
    }

    private StoredItem tentative(Mailbox attendee, StoredItem item) {
        Values.Builder values = item.values().change();
        values.put("calendar:MyResponseType", "NoResponseReceived");
        values.put("calendar:LegacyFreeBusyStatus", "Tentative");
        values.put("calendar:AppointmentState", 3);
        values.put("calendar:MeetingRequestWasSent", false);
        values.remove("item:Categories");
        ItemContent content = item.content().withValues(values.done());
        Series series = content.series();
        return byUid(attendee, uid(item))
                .flatMap(theirs -> attendee.update(
                        theirs.number(), c -> c.withValues(content.values()).withSeries(series)))
                .orElseGet(() -> attendee.deliver(
                        attendee.folder(WellKnown.CALENDAR),
                        NewItems.created(
                                content,
                                item.mailbox().displayName(),
                                call.clock().instant())));
    }

    private ItemContent request(StoredItem item, StoredItem theirs, boolean update) {
        Values.Builder values = message(item, item.values().text("item:Subject").orElse(""));
        values.put("meetingRequest:MeetingRequestType", update ? "FullUpdate" : "NewMeetingRequest");
        values.put(
                "meetingRequest:IntendedFreeBusyStatus",
                item.values().text("calendar:LegacyFreeBusyStatus").orElse("Busy"));
        values.put("calendar:IsMeeting", true).put("calendar:IsCancelled", false);
        values.put("calendar:IsRecurring", item.values().has("calendar:Recurrence"));
        values.put("calendar:MeetingRequestWasSent", true);
        values.put("calendar:CalendarItemType", ItemView.of(item).calendarItemType());
        values.put("calendar:MyResponseType", "NoResponseReceived");
        associate(values, Optional.of(theirs));
        return ItemContent.of(ItemType.MEETING_REQUEST, values.done());
    }

    private Values.Builder message(StoredItem item, String subject) {
        Values.Builder values = Values.build();
        for (String uri : IN_REQUEST) {
            item.values().get(uri).ifPresent(v -> values.put(uri, v));
        }
        Mailbox sender = item.mailbox();
        Xml self = Addresses.mailbox(sender.displayName(), sender.address());
        values.put("item:Subject", subject);
        values.put("message:Sender", Xml.t("Sender", self)).put("message:From", Xml.t("From", self));
        recipients(values, "message:ToRecipients", "ToRecipients", item.values(), "calendar:RequiredAttendees");
        recipients(values, "message:CcRecipients", "CcRecipients", item.values(), "calendar:OptionalAttendees");
        values.put("message:IsResponseRequested", true);
        values.put(
                "message:InternetMessageId",
                "<" + java.util.UUID.randomUUID() + "@"
                        + sender.address().substring(sender.address().indexOf('@') + 1) + ">");
        values.put("meeting:IsDelegated", false)
                .put("meeting:IsOutOfDate", false)
                .put("meeting:HasBeenProcessed", true);
        values.put("meeting:ResponseType", "NoResponseReceived");
        return values;
    }

    static void recipients(Values.Builder to, String uri, String element, Values from, String attendees) {
        List<Xml> mailboxes = from.get(attendees).map(Xml::children).orElse(List.of()).stream()
                .flatMap(a -> a.child("Mailbox").stream())
                .toList();
        if (!mailboxes.isEmpty()) {
            to.put(uri, Xml.t(element, mailboxes));
        }
    }

    private static void associate(Values.Builder values, Optional<StoredItem> item) {
        item.ifPresent(i -> values.put(
                "meeting:AssociatedCalendarItemId",
                Xml.t("AssociatedCalendarItemId").with("Id", i.id()).with("ChangeKey", i.changeKey())));
    }

    private void log(StoredItem item, ItemType type, String subject) {
        call.store()
                .send(
                        item.mailbox(),
                        item.content(),
                        new SentMail(
                                call.clock().instant(),
                                item.mailbox().address(),
                                attendees(item.values()),
                                type.itemClass(),
                                subject,
                                null));
    }
}
