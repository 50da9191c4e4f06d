package org.exchangesync.sandbox.property;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Equal short values as one object: of the thirty values of a message, twenty are {@code false}, {@code Normal}, or the
 * address of somebody who writes often. Bounded; threadsafe.
 */
final class Flyweights {
    private static final int MOST = 8192;
    private static final int LONGEST = 24;
    private static final ConcurrentMap<Xml, Xml> SHARED = new ConcurrentHashMap<>();

    private Flyweights() {}

    /** An equal element, the same one for everybody as far as there is room. */
    static Xml share(Xml value) {
        if (!isShort(value)) {
            return value;
        }
        Xml known = SHARED.get(value);
        if (known != null || SHARED.size() >= MOST) {
            return known == null ? value : known;
        }
        Xml first = SHARED.putIfAbsent(value, value);
        return first == null ? value : first;
    }

    /** Short texts, and one person; not dates, which are hardly ever the same. */
    private static boolean isShort(Xml value) {
        if (value.children().isEmpty()) {
            return value.text().length() <= LONGEST
                    && !value.name().startsWith("Date")
                    && !value.name().equals("Subject");
        }
        return value.children().size() == 1 && value.children().get(0).name().equals("Mailbox");
    }
}
