package org.exchangesync.sandbox.ics;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Cuts an iCalendar stream (RFC 5545) into components. Lenient: components that aren't closed are closed at the end, lines
 * without a value are passed over, a VEVENT may stand without a VCALENDAR around it. A parser that refuses the whole file
 * would not do here, because one broken event must not cost the others.
 */
final class ICalendarStream {
    private ICalendarStream() {}

    /** The components at the top. */
    static List<Component> read(byte[] bytes) {
        List<Component> roots = new ArrayList<>();
        Deque<Component> open = new ArrayDeque<>();
        for (String line : text(bytes).replaceAll("(\\r\\n|\\n|\\r)[ \\t]", "").split("\\r\\n|\\n|\\r")) {
            ContentLine content = ContentLine.of(line).orElse(null);
            if (content == null) {
                continue;
            }
            String value = content.value().strip().toUpperCase(Locale.ROOT);
            if (content.name().equals("BEGIN")) {
                Component made = new Component(value, new ArrayList<>(), new ArrayList<>());
                (open.isEmpty() ? roots : open.peek().components()).add(made);
                open.push(made);
            } else if (content.name().equals("END")) {
                if (!open.isEmpty()) {
                    open.pop();
                }
            } else if (!open.isEmpty()) {
                open.peek().properties().add(content);
            }
        }
        return roots;
    }

    private static String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            return new String(bytes, Charset.forName("windows-1252"));
        }
    }
}
