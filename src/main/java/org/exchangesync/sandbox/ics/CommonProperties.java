package org.exchangesync.sandbox.ics;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.xml.Xml;

/** What events and to-dos have in common: texts, categories, class, priority, alarms, dates of change. */
final class CommonProperties {
    private CommonProperties() {}

    static void read(Component component, Values.Builder values, ICalendarDates dates) {
        values.put(
                "item:Subject",
                component
                        .text("SUMMARY")
                        .map(s -> s.replaceAll("[\\r\\n]+", " "))
                        .orElse(""));
        body(component).ifPresent(body -> values.put("item:Body", body));
        List<Xml> categories = component
                .all("CATEGORIES")
                .flatMap(c -> Arrays.stream(c.text().split(",")))
                .map(String::strip)
                .filter(c -> !c.isEmpty())
                .map(c -> Xml.t("String", c))
                .toList();
        if (!categories.isEmpty()) {
            values.put("item:Categories", Xml.t("Categories", categories));
        }
        values.put("item:Sensitivity", sensitivity(component.text("CLASS").orElse("")));
        values.put("item:Importance", importance(component.text("PRIORITY").orElse("")));
        instant(component, "CREATED", dates).ifPresent(i -> values.put("item:DateTimeCreated", i));
    }

    private static Optional<Xml> body(Component component) {
        Optional<ContentLine> html = component
                .property("X-ALT-DESC")
                .filter(p -> p.parameter("FMTTYPE").orElse("").equalsIgnoreCase("text/html"));
        if (html.isPresent()) {
            return html.map(h -> Xml.t("Body", h.text()).with("BodyType", "HTML"));
        }
        return component.text("DESCRIPTION").map(d -> Xml.t("Body", d).with("BodyType", "Text"));
    }

    private static String sensitivity(String value) {
        return switch (value.strip().toUpperCase(Locale.ROOT)) {
            case "PRIVATE" -> "Private";
            case "CONFIDENTIAL" -> "Confidential";
            default -> "Normal";
        };
    }

    private static String importance(String value) {
        if (!value.strip().matches("[1-9]")) {
            return "Normal";
        }
        int priority = Integer.parseInt(value.strip());
        return priority < 5 ? "High" : priority > 5 ? "Low" : "Normal";
    }

    /** A date in UTC such as CREATED; one that cannot be read is as good as none. */
    static Optional<Instant> instant(Component component, String name, ICalendarDates dates) {
        return component.property(name).flatMap(line -> {
            try {
                return Optional.of(dates.date(line).instant());
            } catch (ICalendarException e) {
                return Optional.empty();
            }
        });
    }

    /** The first alarm that says how long before the start, or when, it rings. */
    static void reminder(Component component, Values.Builder values, LocalDateTime start, Instant due) {
        for (Component alarm : component.inside("VALARM").toList()) {
            Optional<Long> minutes = alarm.property("TRIGGER").flatMap(t -> minutes(t, start, due));
            if (minutes.isPresent()) {
                values.put("item:ReminderIsSet", true);
                values.put("item:ReminderMinutesBeforeStart", minutes.get());
                values.put("item:ReminderDueBy", due);
                return;
            }
        }
    }

    private static Optional<Long> minutes(ContentLine trigger, LocalDateTime start, Instant due) {
        try {
            if (trigger.value().strip().matches("\\d{8}T\\d{6}Z")) {
                Instant at = ICalendarDates.local(trigger.value()).toInstant(java.time.ZoneOffset.UTC);
                return Optional.of(Math.max(0, Duration.between(at, due).toMinutes()));
            }
            LocalDateTime at = ICalendarDates.after(start, trigger.value());
            return Optional.of(Math.max(0, Duration.between(at, start).toMinutes()));
        } catch (ICalendarException | DateTimeException e) {
            return Optional.empty(); // an alarm that nobody understands doesn't ring
        }
    }
}
