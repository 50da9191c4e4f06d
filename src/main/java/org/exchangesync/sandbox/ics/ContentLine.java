package org.exchangesync.sandbox.ics;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A content line of RFC 5545: name, parameters, value.
 *
 * @param parameters names in upper case; of a repeated one the values joined with a comma
 */
record ContentLine(String name, Map<String, String> parameters, String value) {
    /** Reads an unfolded line; empty when it has no colon, and so no value. */
    static Optional<ContentLine> of(String line) {
        boolean quoted = false;
        int colon = -1;
        for (int i = 0; i < line.length() && colon < 0; i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ':' && !quoted) {
                colon = i;
            }
        }
        if (colon < 1) {
            return Optional.empty();
        }
        String[] head = line.substring(0, colon).split(";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 1; i < head.length; i++) {
            int equals = head[i].indexOf('=');
            if (equals > 0) {
                String value = head[i].substring(equals + 1).replace("\"", "");
                parameters.merge(
                        head[i].substring(0, equals).strip().toUpperCase(Locale.ROOT), value, (a, b) -> a + "," + b);
            }
        }
        return Optional.of(
                new ContentLine(head[0].strip().toUpperCase(Locale.ROOT), parameters, line.substring(colon + 1)));
    }

    /** A parameter. */
    Optional<String> parameter(String wanted) {
        return Optional.ofNullable(parameters.get(wanted));
    }

    /** Whether the value is a date without time. */
    boolean isDate() {
        return "DATE".equalsIgnoreCase(parameters.get("VALUE")) || value.strip().matches("\\d{8}");
    }

    /** The value with the escapes of TEXT undone. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                char next = value.charAt(++i);
                text.append(next == 'n' || next == 'N' ? "\r\n" : String.valueOf(next));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
