package org.exchangesync.item.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Decodes the encoded words of header values, as mailers write them: with blanks inside, with characters split between two
 * words, with unknown charsets. What isn't an encoded word stays as it is.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2047">RFC 2047</a>
 */
final class EncodedWords {
    private final String value;
    private final StringBuilder decoded;
    /** Bytes of neighbouring words in one charset, decoded together: a character may begin in one and end in the next. */
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    private String pendingCharset;

    private EncodedWords(String value) {
        this.value = value;
        this.decoded = new StringBuilder(value.length());
    }

    /** The value with its encoded words decoded. */
    static String decode(String value) {
        return value.contains("=?") ? new EncodedWords(value).decode() : value;
    }

    private String decode() {
        int done = 0;
        int at = value.indexOf("=?");
        while (at >= 0) {
            int charsetEnd = value.indexOf('?', at + 2);
            int textStart = charsetEnd + 3;
            // "=?utf-8?Q?=41?=": the text may itself begin with "=", so the end is sought behind the marks.
            int textEnd = charsetEnd < 0 ? -1 : value.indexOf("?=", Math.min(textStart, value.length()));
            if (textEnd < 0) {
                break; // no word ends behind this point
            }
            if (!isMark(charsetEnd) || !isCharset(at + 2, charsetEnd)) {
                at = value.indexOf("=?", at + 2);
                continue;
            }
            between(done, at);
            String charset = value.substring(at + 2, charsetEnd);
            int language = charset.indexOf('*'); // RFC 2231 section 5
            char encoding = Character.toUpperCase(value.charAt(charsetEnd + 1));
            add(language < 0 ? charset : charset.substring(0, language), encoding, textStart, textEnd);
            done = textEnd + 2;
            at = value.indexOf("=?", done);
        }
        flush();
        return decoded.append(value, done, value.length()).toString();
    }

    private boolean isMark(int charsetEnd) {
        return "QqBb".indexOf(value.charAt(charsetEnd + 1)) >= 0 && value.charAt(charsetEnd + 2) == '?';
    }

    private boolean isCharset(int from, int to) {
        for (int i = from; i < to; i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c > '~') {
                return false;
            }
        }
        return to > from && to - from < 64;
    }

    /** White space between two words only folds the line and is no part of the text. */
    private void between(int from, int to) {
        boolean blank = true;
        for (int i = from; i < to && blank; i++) {
            blank = Character.isWhitespace(value.charAt(i));
        }
        if (pendingCharset != null && blank) {
            return;
        }
        flush();
        decoded.append(value, from, to);
    }

    private void add(String charset, char encoding, int from, int to) {
        if (!charset.equalsIgnoreCase(pendingCharset)) {
            flush();
            pendingCharset = charset;
        }
        if (encoding == 'Q') {
            quoted(from, to);
        } else {
            pending.writeBytes(base64(value.substring(from, to)));
        }
    }

    private void quoted(int from, int to) {
        for (int i = from; i < to; i++) {
            char c = value.charAt(i);
            int high = c == '=' && i + 2 < to ? Character.digit(value.charAt(i + 1), 16) : -1;
            int low = c == '=' && i + 2 < to ? Character.digit(value.charAt(i + 2), 16) : -1;
            if (high >= 0 && low >= 0) {
                pending.write(high << 4 | low);
                i += 2;
            } else if (c == '_') {
                pending.write(' ');
            } else {
                pending.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** Strangers are skipped and a last odd character is dropped: the rest is worth more than nothing. */
    private static byte[] base64(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/') {
                clean.append(c);
            }
        }
        if (clean.length() % 4 == 1) {
            clean.setLength(clean.length() - 1);
        }
        return Base64.getDecoder().decode(clean.toString());
    }

    private void flush() {
        if (pendingCharset != null) {
            decoded.append(MimeCharsets.decode(pending.toByteArray(), pendingCharset));
            pending.reset();
            pendingCharset = null;
        }
    }
}
