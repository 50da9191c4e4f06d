package org.exchangesync.ews.client.mapping;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An enumeration's constants and their names on the wire. A name that nobody knows is read as the constant for that case.
 *
 * @param <E> the enumeration
 */
final class WireNames<E extends Enum<E>> {
    private final Map<E, String> names;
    private final Map<String, E> constants = new HashMap<>();
    private final E unknown;

    WireNames(Class<E> type, E unknown, Map<E, String> names) {
        this.names = new EnumMap<>(type);
        this.names.putAll(names);
        this.unknown = unknown;
        names.forEach((constant, name) -> constants.put(name.toLowerCase(Locale.ROOT), constant));
    }

    /** The constant; the one for unknown names where there is none or nobody knows it. */
    E read(String name) {
        return name == null ? unknown : constants.getOrDefault(name.strip().toLowerCase(Locale.ROOT), unknown);
    }

    /** The name, or null for null and for constants that EWS has no name for. */
    String write(E constant) {
        return constant == null ? null : names.get(constant);
    }
}
