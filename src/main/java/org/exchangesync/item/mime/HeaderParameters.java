package org.exchangesync.item.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A header value with parameters, as Content-Type and Content-Disposition are: {@code attachment; filename="a.pdf"}. Read
 * leniently: unquoted values with blanks, missing quotes, encoded words where RFC 2231 is due, backslashes of Windows paths.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2231">RFC 2231: continuations and charsets of parameters</a>
 */
final class HeaderParameters {
    private final String text;
    private int at;
    private final String value;
    private final Map<String, String> parameters = new HashMap<>();
    /** Pieces of continued parameters by name and number. */
    private final Map<String, TreeMap<Integer, Piece>> pieces = new HashMap<>();

    private record Piece(String text, boolean encoded) {}

    private HeaderParameters(String text) {
        this.text = text;
        this.value = upToSemicolon().strip().toLowerCase(Locale.ROOT);
        while (at < text.length()) {
            parameter();
        }
        pieces.forEach((name, parts) -> parameters.putIfAbsent(name, join(parts)));
    }

    static HeaderParameters parse(String unfolded) {
        return new HeaderParameters(unfolded);
    }

    /** What stands before the parameters, in lower case, without comments. */
    String value() {
        return value;
    }

    /** A parameter decoded, or null; of several with the same name the first. */
    String get(String name) {
        return parameters.get(name);
    }

    private String upToSemicolon() {
        StringBuilder result = new StringBuilder();
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (depth == 0 && c == ';') {
                break;
            } else if (depth == 0) {
                result.append(c);
            }
        }
        return result.toString();
    }

    private void parameter() {
        int end = at;
        while (end < text.length() && text.charAt(end) != '=' && text.charAt(end) != ';') {
            end++;
        }
        String name = text.substring(at, end).strip().toLowerCase(Locale.ROOT);
        at = end + 1;
        if (end == text.length() || text.charAt(end) == ';') {
            return; // a word without a value
        }
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        keep(name, at < text.length() && text.charAt(at) == '"' ? quoted() : unquoted());
    }

    private String quoted() {
        StringBuilder result = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                break;
            }
            char next = c == '\\' && at < text.length() ? text.charAt(at) : 0;
            if (next == '"' || next == '\\') {
                result.append(next);
                at++;
            } else {
                result.append(c);
            }
        }
        int semicolon = text.indexOf(';', at);
        at = semicolon < 0 ? text.length() : semicolon + 1;
        return result.toString();
    }

    private String unquoted() {
        int semicolon = text.indexOf(';', at);
        int end = semicolon < 0 ? text.length() : semicolon;
        String result = text.substring(at, end).strip();
        at = semicolon < 0 ? end : end + 1;
        return result;
    }

    private void keep(String name, String content) {
        int star = name.indexOf('*');
        if (star < 0) {
            parameters.putIfAbsent(name, EncodedWords.decode(content));
            return;
        }
        boolean encoded = name.endsWith("*");
        String number =
                name.substring(star + 1, encoded && name.length() - 1 > star ? name.length() - 1 : name.length());
        int index = number.matches("\\d{1,4}") ? Integer.parseInt(number) : 0;
        pieces.computeIfAbsent(name.substring(0, star), n -> new TreeMap<>())
                .putIfAbsent(index, new Piece(content, encoded));
    }

    private static String join(TreeMap<Integer, Piece> parts) {
        String charset = null;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Map.Entry<Integer, Piece> part : parts.entrySet()) {
            String content = part.getValue().text();
            if (part.getValue().encoded()) {
                int first = content.indexOf('\'');
                int second = first < 0 ? -1 : content.indexOf('\'', first + 1);
                if (second >= 0 && bytes.size() == 0) {
                    charset = content.substring(0, first);
                    content = content.substring(second + 1);
                }
                unescape(content, bytes);
            } else {
                bytes.writeBytes(content.getBytes(StandardCharsets.UTF_8));
            }
        }
        return EncodedWords.decode(MimeCharsets.decode(bytes.toByteArray(), charset));
    }

    private static void unescape(String content, ByteArrayOutputStream bytes) {
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            int high = c == '%' && i + 2 < content.length() ? Character.digit(content.charAt(i + 1), 16) : -1;
            int low = c == '%' && i + 2 < content.length() ? Character.digit(content.charAt(i + 2), 16) : -1;
            if (high >= 0 && low >= 0) {
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
