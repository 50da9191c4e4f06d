package org.exchangesync.sandbox.item;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.exchangesync.sandbox.mime.Addresses;
import org.exchangesync.sandbox.property.DateTimes;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.store.Mailbox;
import org.exchangesync.sandbox.store.SentMail;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.store.WellKnown;
import org.exchangesync.sandbox.xml.Xml;

/** Answers to invitations: the attendee's appointment changes, and the organizer is told. */
final class MeetingAnswers {
    private static final Map<String, String> CLASSES = Map.of(
            "Accept", "IPM.Schedule.Meeting.Resp.Pos",
            "Tentative", "IPM.Schedule.Meeting.Resp.Tent",
            "Decline", "IPM.Schedule.Meeting.Resp.Neg");
    private static final Map<String, String> BUSY =
            Map.of("Accept", "Busy", "Tentative", "Tentative", "Decline", "Free");

    private final Call call;

    MeetingAnswers(Call call) {
        this.call = call;
    }

    List<StoredItem> answer(StoredItem asked, String response, String disposition) {
        Mailbox mailbox = asked.mailbox();
        StoredItem appointment = Meetings.byUid(mailbox, Meetings.uid(asked))
                .orElseThrow(() -> new ResponseError(
                        "ErrorCalendarMeetingRequestIsOutOfDate", "The meeting request is out of date."));
        if (appointment.values().text("calendar:MyResponseType").orElse("").equals("Organizer")) {
            throw new ResponseError(
                    "ErrorCalendarIsOrganizerFor" + (response.equals("Tentative") ? "TentativelyAccept" : response),
                    "The organizer of a meeting cannot answer the invitation to it.");
        }
        StoredItem changed = mailbox.update(
                        appointment.number(),
                        c -> c.withValues(c.values()
                                .change()
                                .put("calendar:MyResponseType", response.equals("Tentative") ? "Tentative" : response)
                                .put("calendar:LegacyFreeBusyStatus", BUSY.get(response))
                                .put(
                                        "calendar:AppointmentReplyTime",
                                        call.clock().instant())
                                .done()))
                .orElseThrow(ResponseError::itemNotFound);
        if (asked.type() == ItemType.MEETING_REQUEST) {
            mailbox.move(asked, mailbox.folder(WellKnown.DELETEDITEMS));
        }
        if (!disposition.equals("SaveOnly")) {
            tell(changed, response);
        }
        if (response.equals("Decline")) {
            return List.of(mailbox.move(changed, mailbox.folder(WellKnown.DELETEDITEMS)));
        }
        return List.of(changed);
    }

    private void tell(StoredItem appointment, String response) {
        Optional<Xml> organizer = appointment.values().get("calendar:Organizer").flatMap(o -> o.child("Mailbox"));
        String address = organizer.flatMap(o -> o.textOf("EmailAddress")).orElse("");
        String subject =
                (response.equals("Decline") ? "Declined: " : response.equals("Accept") ? "Accepted: " : "Tentative: ")
                        + appointment.values().text("item:Subject").orElse("");
        Mailbox self = appointment.mailbox();
        call.store().byAnyAddress(address).ifPresent(m -> {
            record(m, self.address(), Meetings.uid(appointment), response);
            Xml me = Addresses.mailbox(self.displayName(), self.address());
            Values.Builder values = Values.build()
                    .put("item:Subject", subject)
                    .put("item:ItemClass", CLASSES.get(response))
                    .put("message:Sender", Xml.t("Sender", me))
                    .put("message:From", Xml.t("From", me))
                    .put("message:ToRecipients", Xml.t("ToRecipients", organizer.get()))
                    .put("meeting:ResponseType", response)
                    .put("calendar:UID", Meetings.uid(appointment));
            m.deliver(
                    m.folder(WellKnown.INBOX),
                    NewItems.received(
                            ItemContent.of(ItemType.MEETING_RESPONSE, values.done()),
                            m,
                            call.clock().instant()));
        });
        call.store()
                .send(
                        self,
                        appointment.content(),
                        new SentMail(
                                call.clock().instant(),
                                self.address(),
                                List.of(address),
                                CLASSES.get(response),
                                subject,
                                null));
    }

    /** Notes the answer beside the attendee in the organizer's appointment. */
    private void record(Mailbox organizer, String attendee, String uid, String response) {
        Meetings.byUid(organizer, uid)
                .ifPresent(item -> organizer.update(item.number(), c -> {
                    Values.Builder values = c.values().change();
                    for (String uri : List.of("calendar:RequiredAttendees", "calendar:OptionalAttendees")) {
                        c.values()
                                .get(uri)
                                .ifPresent(list -> values.put(
                                        uri,
                                        list.withChildren(list.children().stream()
                                                .map(a -> answered(a, attendee, response))
                                                .toList())));
                    }
                    return c.withValues(values.done());
                }));
    }

    private Xml answered(Xml attendee, String address, String response) {
        Xml mailbox = attendee.child("Mailbox").orElseThrow();
        if (!mailbox.textOf("EmailAddress").orElse("").equalsIgnoreCase(address)) {
            return attendee;
        }
        List<Xml> parts = new ArrayList<>(List.of(mailbox, Xml.t("ResponseType", response)));
        parts.add(Xml.t("LastResponseTime", DateTimes.format(call.clock().instant())));
        return attendee.withChildren(parts);
    }
}
