package org.exchangesync.ews.client.oauth;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The texts and numbers of one JSON object; what is nested in it is taken for its own. A token endpoint's few words don't
 * earn the component a JSON library.
 */
final class FlatJson {
    private static final String TEXT = "\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"";
    private static final Pattern ENTRY = Pattern.compile(TEXT + "\\s*+:\\s*+(?:" + TEXT + "|(-?\\d{1,18}))");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(u([0-9a-fA-F]{4})|.)", Pattern.DOTALL);

    private FlatJson() {}

    /** The values by name, the first of each; null if the text is no object, or only the beginning of one. */
    static Map<String, String> read(String text) {
        String json = text.strip();
        if (!json.startsWith("{") || !json.endsWith("}")) {
            return null;
        }
        Map<String, String> values = new LinkedHashMap<>();
        Matcher entry = ENTRY.matcher(json);
        while (entry.find()) {
            values.putIfAbsent(
                    unescaped(entry.group(1)), entry.group(2) != null ? unescaped(entry.group(2)) : entry.group(3));
        }
        return values;
    }

    /** A text as JSON writes it, with its quotes. */
    static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c < ' ' || c == '"' || c == '\\') {
                json.append("\\u%04x".formatted(c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text).replaceAll(found -> {
            String unit = found.group(2);
            String plain = unit != null ? String.valueOf((char) Integer.parseInt(unit, 16)) : found.group(1);
            return Matcher.quoteReplacement(
                    unit != null
                            ? plain
                            : switch (plain) {
                                case "n" -> "\n";
                                case "r" -> "\r";
                                case "t" -> "\t";
                                case "b", "f" -> " ";
                                default -> plain;
                            });
        });
    }
}
