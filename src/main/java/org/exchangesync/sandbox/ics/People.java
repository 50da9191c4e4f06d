package org.exchangesync.sandbox.ics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.exchangesync.sandbox.mime.Addresses;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.xml.Xml;

/** ORGANIZER and ATTENDEE. */
final class People {
    private static final Map<String, String> ANSWERS = Map.of(
            "ACCEPTED", "Accept",
            "TENTATIVE", "Tentative",
            "DECLINED", "Decline",
            "NEEDS-ACTION", "NoResponseReceived");

    private People() {}

    static void read(Component event, Values.Builder values) {
        event.property("ORGANIZER")
                .flatMap(People::mailbox)
                .ifPresent(m -> values.put("calendar:Organizer", Xml.t("Organizer", m)));
        List<Xml> required = new ArrayList<>();
        List<Xml> optional = new ArrayList<>();
        List<Xml> resources = new ArrayList<>();
        event.all("ATTENDEE")
                .forEach(line -> mailbox(line).ifPresent(m -> {
                    String role = line.parameter("ROLE").orElse("").toUpperCase(Locale.ROOT);
                    String type = line.parameter("CUTYPE").orElse("").toUpperCase(Locale.ROOT);
                    List<Xml> list = type.equals("ROOM") || type.equals("RESOURCE")
                            ? resources
                            : role.equals("OPT-PARTICIPANT") || role.equals("NON-PARTICIPANT") ? optional : required;
                    String answer = line.parameter("PARTSTAT").orElse("").toUpperCase(Locale.ROOT);
                    list.add(Xml.t("Attendee", m, Xml.t("ResponseType", ANSWERS.getOrDefault(answer, "Unknown"))));
                }));
        put(values, "calendar:RequiredAttendees", "RequiredAttendees", required);
        put(values, "calendar:OptionalAttendees", "OptionalAttendees", optional);
        put(values, "calendar:Resources", "Resources", resources);
    }

    private static void put(Values.Builder values, String uri, String element, List<Xml> attendees) {
        if (!attendees.isEmpty()) {
            values.put(uri, Xml.t(element, attendees));
        }
    }

    private static Optional<Xml> mailbox(ContentLine line) {
        String address = line.value().strip().replaceFirst("(?i)^mailto:", "");
        return address.isBlank()
                ? Optional.empty()
                : Optional.of(Addresses.mailbox(line.parameter("CN").orElse(address), address));
    }
}
