package org.exchangesync.sandbox.ics;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A component of an iCalendar stream, such as VEVENT, with its properties and the components in it. */
record Component(String name, List<ContentLine> properties, List<Component> components) {
    /** The first property of that name. */
    Optional<ContentLine> property(String wanted) {
        return all(wanted).findFirst();
    }

    /** All properties of that name. */
    Stream<ContentLine> all(String wanted) {
        return properties.stream().filter(p -> p.name().equals(wanted));
    }

    /** The unescaped text of the first property of that name, if it isn't blank. */
    Optional<String> text(String wanted) {
        return property(wanted).map(ContentLine::text).filter(t -> !t.isBlank());
    }

    /** The components of that name in it. */
    Stream<Component> inside(String wanted) {
        return components.stream().filter(c -> c.name.equals(wanted));
    }
}
