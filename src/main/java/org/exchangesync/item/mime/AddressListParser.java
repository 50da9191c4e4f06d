package org.exchangesync.item.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.exchangesync.item.EmailAddress;

/**
 * Reads the addresses of a header value in one pass, however they are written: groups (their names are dropped), comments as
 * names, semicolons between addresses, missing brackets, names without address. Encoded words are decoded only after the
 * value is taken apart, since they may hold commas.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5322#section-3.4">RFC 5322 section 3.4</a>
 */
final class AddressListParser {
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final String text;
    private final List<EmailAddress> found = new ArrayList<>();
    private int at;

    /** What stands before the brackets, quotes undone. */
    private final StringBuilder phrase = new StringBuilder();

    private final StringBuilder comment = new StringBuilder();
    private String angle;
    private boolean hasAt;

    private AddressListParser(String text) {
        this.text = text;
    }

    static List<EmailAddress> parse(String unfolded) {
        AddressListParser parser = new AddressListParser(unfolded);
        parser.run();
        return parser.found;
    }

    private void run() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            switch (c) {
                case ',', ';' -> flush();
                case ':' -> groupOrColon();
                case '"' -> quoted();
                case '(' -> comment();
                case '<' -> angle();
                case '[' -> literal();
                default -> {
                    hasAt |= c == '@';
                    phrase.append(c);
                }
            }
        }
        flush();
    }

    private void groupOrColon() {
        if (angle == null && !hasAt) {
            phrase.setLength(0);
            comment.setLength(0);
        } else {
            phrase.append(':');
        }
    }

    private void quoted() {
        int start = phrase.length();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                break;
            }
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            phrase.append(c);
        }
        if (at < text.length() && text.charAt(at) == '@') {
            phrase.insert(start, '"').append('"'); // "john doe"@example.com: the quotes belong to the address
        }
    }

    private void comment() {
        int depth = 1;
        if (comment.length() > 0) {
            comment.append(' ');
        }
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                break;
            }
            comment.append(c);
        }
        phrase.append(' ');
    }

    private void angle() {
        int end = at;
        boolean quote = false;
        while (end < text.length() && (quote || text.charAt(end) != '>' && text.charAt(end) != '<')) {
            quote ^= text.charAt(end) == '"';
            end++;
        }
        if (quote) { // an odd quotation mark inside the brackets: it can't be trusted
            int close = text.indexOf('>', at);
            end = close < 0 ? text.length() : close;
        }
        if (angle == null || angle.isEmpty()) {
            angle = bare(text.substring(at, end));
        }
        at = end < text.length() && text.charAt(end) == '>' ? end + 1 : end;
    }

    /** A domain literal such as {@code [IPv6:::1]}, whose colons divide nothing. */
    private void literal() {
        int longest = Math.min(text.length(), at + 100);
        int end = at;
        while (end < longest && text.charAt(end) != ']') {
            end++;
        }
        int stop = end < longest ? end + 1 : at;
        phrase.append('[').append(text, at, stop);
        at = stop;
    }

    private void flush() {
        String words = phrase.toString().strip();
        String said = comment.toString().strip();
        if (angle != null && !angle.isEmpty()) {
            add(words.isEmpty() ? said : words, angle);
        } else if (words.indexOf('@') >= 0) {
            int from = words.lastIndexOf(' ', words.lastIndexOf('@')) + 1;
            boolean quotedLocal = words.indexOf('"') >= 0;
            String address =
                    quotedLocal ? words : SPACES.matcher(words.substring(from)).replaceAll("");
            String before = quotedLocal ? "" : words.substring(0, from).strip();
            add(before.isEmpty() ? said : before, address);
        } else if (!words.isEmpty()) {
            add(words, null);
        }
        phrase.setLength(0);
        comment.setLength(0);
        angle = null;
        hasAt = false;
    }

    private void add(String name, String address) {
        String decoded =
                SPACES.matcher(EncodedWords.decode(name)).replaceAll(" ").strip();
        found.add(new EmailAddress(decoded.isEmpty() ? null : decoded, address));
    }

    /** The address without white space and without a source route ({@code @a,@b:address}). */
    private static String bare(String inside) {
        String address = inside.startsWith("\"")
                ? inside.strip()
                : SPACES.matcher(inside).replaceAll("");
        int route = address.startsWith("@") ? address.indexOf(':') : -1;
        return route < 0 ? address : address.substring(route + 1);
    }
}
