package org.exchangesync.sandbox.ics;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.store.Damage;
import org.exchangesync.sandbox.store.ItemContent;

/**
 * Makes items of an iCalendar stream: appointments of VEVENTs, tasks of VTODOs. Instances with a RECURRENCE-ID become
 * exceptions of their series when that is in the stream. What Exchange cannot hold becomes a damaged item that says why.
 *
 * <p>Source: <a href="https://www.rfc-editor.org/rfc/rfc5545">RFC 5545</a>.
 */
public final class ICalendarReader {
    /**
     * What a stream holds.
     *
     * @param items in the order of the stream
     * @param others names of components that no item is made of
     */
    public record Result(List<ItemContent> items, List<String> others) {}

    private final String name;
    private final Instant now;

    /**
     * @param name what the stream is called in reasons, such as a file name
     * @param now the time that stands where an item says none
     */
    public ICalendarReader(String name, Instant now) {
        this.name = name;
        this.now = now;
    }

    /** Reads a stream; one that has no component at all is one damaged item. */
    public Result read(byte[] bytes) {
        List<Component> roots = ICalendarStream.read(bytes);
        List<ItemContent> items = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (Component root : roots) {
            Component calendar = root.name().equals("VCALENDAR") ? root : new Component("", List.of(), List.of(root));
            read(calendar, items, others);
        }
        if (roots.isEmpty()) {
            items.add(damaged(ItemType.CALENDAR_ITEM, "", "it has no calendar component"));
        }
        return new Result(items, others);
    }

    private void read(Component calendar, List<ItemContent> items, List<String> others) {
        ICalendarDates dates = new ICalendarDates(new ICalendarZones(calendar));
        Map<Component, List<Component>> series = series(calendar);
        int index = 0;
        for (Component component : calendar.components()) {
            index++;
            String key = name + "#" + index;
            if (component.name().equals("VTODO")) {
                items.add(item(ItemType.TASK, component, () -> new TodoReader(dates, now).read(component)));
            } else if (!component.name().equals("VEVENT")) {
                others.add(component.name());
            } else if (series.containsKey(component)) {
                String uid = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8))
                        .toString();
                items.add(item(
                        ItemType.CALENDAR_ITEM,
                        component,
                        () -> new EventReader(dates, now).read(component, series.get(component), uid)));
            }
        }
    }

    /** The events that become items of their own, with the instances that belong to each. */
    private static Map<Component, List<Component>> series(Component calendar) {
        Map<Component, List<Component>> found = new LinkedHashMap<>();
        List<Component> events = calendar.inside("VEVENT").toList();
        for (Component event : events) {
            if (event.property("RECURRENCE-ID").isEmpty()) {
                found.put(event, new ArrayList<>());
            }
        }
        for (Component event : events) {
            if (event.property("RECURRENCE-ID").isPresent()) {
                found.keySet().stream()
                        .filter(master -> master.property("RRULE").isPresent())
                        .filter(master -> master.text("UID").isPresent()
                                && master.text("UID").equals(event.text("UID")))
                        .findFirst()
                        .ifPresentOrElse(
                                master -> found.get(master).add(event), () -> found.put(event, new ArrayList<>()));
            }
        }
        return found;
    }

    private ItemContent item(ItemType type, Component component, java.util.function.Supplier<ItemContent> reader) {
        try {
            return reader.get();
        } catch (ICalendarException e) {
            return damaged(type, component.text("SUMMARY").orElse(""), e.getMessage());
        }
    }

    private ItemContent damaged(ItemType type, String subject, String why) {
        Values values = Values.build().put("item:Subject", subject).done();
        return ItemContent.of(type, values)
                .withDamage(new Damage("ErrorItemCorrupt", "The item of " + name + " cannot be read: " + why + "."));
    }
}
