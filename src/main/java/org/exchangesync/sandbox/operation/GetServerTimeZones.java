package org.exchangesync.sandbox.operation;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.exchangesync.sandbox.calendar.WindowsZones;
import org.exchangesync.sandbox.calendar.ZoneDefinitions;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.Operation;
import org.exchangesync.sandbox.soap.Responses;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Tells the time zones that the server knows, all or some.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/getservertimezones-operation">
 * GetServerTimeZones</a>.
 */
final class GetServerTimeZones implements Operation {
    @Override
    public Xml execute(Call call) {
        boolean full = !"false".equals(call.body().attribute("ReturnFullTimeZoneData"));
        Set<String> wanted = call.body().child("Ids").map(Xml::children).orElse(List.of()).stream()
                .map(id -> id.text().strip())
                .collect(Collectors.toSet());
        List<Xml> definitions = WindowsZones.ids().stream()
                .filter(id -> wanted.isEmpty() || wanted.contains(id))
                .map(id -> ZoneDefinitions.definition(id, full))
                .toList();
        return Responses.one(
                call, "GetServerTimeZones", null, () -> List.of(Xml.m("TimeZoneDefinitions", definitions)));
    }
}
