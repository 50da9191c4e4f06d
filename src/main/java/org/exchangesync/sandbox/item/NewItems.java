package org.exchangesync.sandbox.item;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.exchangesync.sandbox.calendar.Occurrences;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.store.Mailbox;
import org.exchangesync.sandbox.store.Series;

/** Gives new items what a server adds to them: dates, flags, class, conversation, names. */
public final class NewItems {
    private static final long FILETIME_OF_1970 = 116_444_736_000_000_000L;

    private NewItems() {}

    /** Something that a user or program put into a mailbox. */
    public static ItemContent created(ItemContent content, String by, Instant now) {
        Values.Builder values = content.values().change();
        common(content, values, by, now);
        values.putIfAbsent("item:DateTimeReceived", now);
        return finished(content, values);
    }

    /** A message that was delivered into a mailbox. */
    public static ItemContent received(ItemContent content, Mailbox recipient, Instant received) {
        Values.Builder values = content.values().change();
        values.put("item:DateTimeReceived", received);
        values.putIfAbsent("item:DateTimeSent", received);
        values.put("item:IsDraft", false).put("item:IsSubmitted", false).put("item:IsFromMe", false);
        values.put("message:IsRead", false);
        values.put(
                "message:ReceivedBy",
                org.exchangesync.sandbox.xml.Xml.t(
                        "ReceivedBy",
                        org.exchangesync.sandbox.mime.Addresses.mailbox(recipient.displayName(), recipient.address())));
        common(content, values, recipient.displayName(), received);
        return finished(content, values);
    }

    private static void common(ItemContent content, Values.Builder values, String by, Instant now) {
        ItemType type = content.type();
        values.putIfAbsent("item:ItemClass", type.itemClass());
        values.putIfAbsent("item:Subject", "");
        values.putIfAbsent("item:Sensitivity", "Normal");
        values.putIfAbsent("item:Importance", "Normal");
        values.putIfAbsent("item:IsSubmitted", false);
        values.putIfAbsent("item:IsDraft", false);
        values.putIfAbsent("item:IsFromMe", false);
        values.putIfAbsent("item:IsResend", false);
        values.putIfAbsent("item:IsUnmodified", false);
        values.putIfAbsent("item:DateTimeSent", now);
        values.putIfAbsent("item:DateTimeCreated", now);
        values.putIfAbsent("item:ReminderIsSet", false);
        values.putIfAbsent("item:ReminderMinutesBeforeStart", type == ItemType.CALENDAR_ITEM ? 15 : 0);
        values.putIfAbsent("item:Culture", "en-US");
        values.put("item:LastModifiedName", by);
        values.put("item:LastModifiedTime", now);
        values.put("item:IsAssociated", content.associated());
        if (type.isMessage()) {
            message(values, now);
        } else if (type == ItemType.CALENDAR_ITEM) {
            appointment(values, now);
        } else if (type == ItemType.TASK) {
            task(values);
        } else if (type == ItemType.CONTACT) {
            values.putIfAbsent("contacts:FileAsMapping", "None");
        }
    }

    private static void message(Values.Builder values, Instant now) {
        values.putIfAbsent("message:IsRead", true);
        values.putIfAbsent("message:IsReadReceiptRequested", false);
        values.putIfAbsent("message:IsDeliveryReceiptRequested", false);
        values.putIfAbsent("message:IsResponseRequested", false);
        values.putIfAbsent(
                "message:ConversationTopic", values.text("item:Subject").orElse(""));
        values.putIfAbsent("message:ConversationIndex", conversationIndex(values, now));
    }

    private static void appointment(Values.Builder values, Instant now) {
        values.putIfAbsent(
                "calendar:UID",
                UUID.nameUUIDFromBytes((now + ":" + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8))
                        .toString());
        values.putIfAbsent("calendar:DateTimeStamp", now);
        values.putIfAbsent("calendar:IsAllDayEvent", false);
        values.putIfAbsent("calendar:LegacyFreeBusyStatus", "Busy");
        boolean meeting = values.get("calendar:RequiredAttendees").isPresent()
                || values.get("calendar:OptionalAttendees").isPresent();
        values.putIfAbsent("calendar:IsMeeting", meeting);
        values.putIfAbsent("calendar:IsCancelled", false);
        values.putIfAbsent("calendar:MeetingRequestWasSent", false);
        values.putIfAbsent("calendar:IsResponseRequested", true);
        values.putIfAbsent("calendar:MyResponseType", meeting ? "Organizer" : "Unknown");
        values.putIfAbsent("calendar:AppointmentSequenceNumber", 0);
        values.putIfAbsent("calendar:AppointmentState", meeting ? 1 : 0);
        values.putIfAbsent("calendar:ConferenceType", 0);
        values.putIfAbsent("calendar:AllowNewTimeProposal", true);
    }

    private static void task(Values.Builder values) {
        values.putIfAbsent("task:Status", "NotStarted");
        values.putIfAbsent("task:PercentComplete", 0);
        values.put("task:IsComplete", values.text("task:Status").orElse("").equals("Completed"));
        values.putIfAbsent("task:IsTeamTask", false);
        values.putIfAbsent("task:ChangeCount", 1);
        values.putIfAbsent("task:DelegationState", "NoMatch");
        values.putIfAbsent("task:IsAssignmentEditable", 0);
        values.putIfAbsent("task:StatusDescription", values.text("task:Status").orElse(""));
    }

    private static ItemContent finished(ItemContent content, Values.Builder builder) {
        Values values = builder.done();
        ItemContent done = content.withValues(values);
        if (values.has("calendar:Recurrence") && content.series() == null) {
            done = done.withSeries(Series.REGULAR);
        }
        if (done.series() != null && content.damage() == null) {
            Occurrences.of(done); // a pattern that makes no sense is refused now rather than when somebody reads it
        }
        return done;
    }

    /** The 22 bytes that start a conversation: a version, the time, and an id that answers share. */
    private static String conversationIndex(Values.Builder values, Instant now) {
        UUID topic = UUID.nameUUIDFromBytes(
                values.text("message:ConversationTopic").orElse("").getBytes(StandardCharsets.UTF_8));
        long fileTime = now.getEpochSecond() * 10_000_000 + FILETIME_OF_1970;
        ByteBuffer bytes = ByteBuffer.allocate(24).put((byte) 1).putLong(fileTime);
        bytes.position(6);
        bytes.putLong(topic.getMostSignificantBits()).putLong(topic.getLeastSignificantBits());
        return Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(bytes.array(), 22));
    }
}
