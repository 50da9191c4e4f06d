package org.exchangesync.store;

import java.nio.ByteBuffer;
import org.exchangesync.item.Content;

/**
 * Makes any Java string fit for both databases. PostgreSQL refuses U+0000 in text
 * (<a href="https://www.postgresql.org/docs/current/datatype-character.html">Character Types</a>), and no encoder takes half
 * a surrogate pair.
 */
final class StoredText {
    private static final char REPLACEMENT = '\uFFFD';

    private StoredText() {}

    /** The text with U+0000 and lone surrogates replaced by U+FFFD; the same object where there are none. */
    static String clean(String text) {
        if (text == null) {
            return null;
        }
        int first = firstBad(text, 0);
        if (first < 0) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text);
        for (int i = first; i >= 0; i = firstBad(text, i + 1)) {
            clean.setCharAt(i, REPLACEMENT);
        }
        return clean.toString();
    }

    private static int firstBad(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return i;
            }
            if (Character.isSurrogate(c)) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
                if (!pair) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    /** At most {@code length} UTF-16 units of a clean text, never half a pair; 0 is no limit. */
    static String cut(String text, int length) {
        if (!tooLong(text, length)) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }

    static boolean tooLong(String text, int length) {
        return text != null && length > 0 && text.length() > length;
    }

    /**
     * A key that fits its column. One that had to be cut or cleaned ends in the digest of the whole, so that two different
     * keys stay different; one that fits stays as it is, also when it was made here before.
     */
    static String key(String key, int length) {
        String clean = clean(key);
        if (clean.equals(key) && key.length() <= length) {
            return key;
        }
        // the digest is of UTF-16 units: every encoder makes all lone surrogates alike
        ByteBuffer units = ByteBuffer.allocate(2 * key.length());
        key.chars().forEach(unit -> units.putChar((char) unit));
        String digest = Content.of(units.array()).sha256();
        return cut(clean, length - digest.length() - 1) + "#" + digest;
    }
}
