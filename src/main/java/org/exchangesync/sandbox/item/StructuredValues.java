package org.exchangesync.sandbox.item;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.exchangesync.sandbox.calendar.RecurrencePattern;
import org.exchangesync.sandbox.calendar.WindowsZones;
import org.exchangesync.sandbox.mime.Addresses;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.store.Mailbox;
import org.exchangesync.sandbox.xml.Xml;

/** Values with a structure, completed as a server completes them: people get a name and type, attendees an answer. */
final class StructuredValues {
    private StructuredValues() {}

    static Xml normalised(Call call, String uri, Xml value) {
        return switch (uri) {
            case "message:ToRecipients",
                    "message:CcRecipients",
                    "message:BccRecipients",
                    "message:ReplyTo",
                    "message:From",
                    "message:Sender" ->
                value.withChildren(
                        value.children().stream().map(m -> person(call, m)).toList());
            case "calendar:RequiredAttendees", "calendar:OptionalAttendees", "calendar:Resources" ->
                value.withChildren(
                        value.children().stream().map(a -> attendee(call, a)).toList());
            case "calendar:StartTimeZone", "calendar:EndTimeZone" -> zone(value);
            case "calendar:Recurrence", "task:Recurrence" -> recurrence(value);
            default -> value;
        };
    }

    private static Xml person(Call call, Xml mailbox) {
        String address = mailbox.textOf("EmailAddress").orElse("");
        Optional<Mailbox> known = call.store().byAnyAddress(address);
        if (address.isBlank() || known.isEmpty() && !address.contains("@")) {
            throw new ResponseError("ErrorInvalidRecipients", "At least one recipient isn't valid: '" + address + "'.");
        }
        String name =
                mailbox.textOf("Name").orElse(known.map(Mailbox::displayName).orElse(address));
        Xml person = Addresses.mailbox(name, address);
        return known.isPresent()
                ? person
                : person.withChildren(person.children().stream()
                        .map(c -> c.name().equals("MailboxType") ? Xml.t("MailboxType", "OneOff") : c)
                        .toList());
    }

    private static Xml attendee(Call call, Xml attendee) {
        List<Xml> parts = new ArrayList<>();
        parts.add(person(call, attendee.child("Mailbox").orElseThrow()));
        parts.add(Xml.t("ResponseType", attendee.textOf("ResponseType").orElse("Unknown")));
        attendee.child("LastResponseTime").ifPresent(parts::add);
        return Xml.t("Attendee", parts);
    }

    private static Xml zone(Xml value) {
        String id = Optional.ofNullable(value.attribute("Id")).orElse("");
        if (WindowsZones.zone(id).isEmpty()) {
            throw new ResponseError("ErrorTimeZone", "The time zone '" + id + "' is not known to this server.");
        }
        return WindowsZones.element(value.name(), id);
    }

    private static Xml recurrence(Xml value) {
        List<Xml> parts = value.children().stream()
                .map(part -> part.withChildren(part.children().stream()
                        .map(c -> c.name().endsWith("Date") ? Xml.t(c.name(), day(c.text())) : c)
                        .toList()))
                .toList();
        Xml normal = value.withChildren(parts);
        try {
            RecurrencePattern.of(normal)
                    .days()
                    .findFirst()
                    .orElseThrow(() -> new ResponseError(
                            "ErrorRecurrenceHasNoOccurrence", "The recurrence does not have any occurrence."));
        } catch (IllegalArgumentException e) {
            throw new ResponseError("ErrorCalendarInvalidRecurrence", "The recurrence is not valid: " + e.getMessage());
        }
        return normal;
    }

    private static String day(String date) {
        return date.strip().substring(0, Math.min(10, date.strip().length()));
    }
}
