package org.exchangesync.ews.client;

import java.util.Arrays;
import org.exchangesync.transport.TransportException;

/**
 * The XML that is passed on to the reader: without the control characters that XML 1.0 forbids and servers send all the
 * same, and without entities of anyone's own.
 */
final class CleanXml {
    /** Longer than the name of any entity that XML knows. */
    static final int LONGEST_ENTITY = 12;

    private static final byte[] ENTRY = Ascii.bytes("Entry");

    private final ByteBuilder out = new ByteBuilder(40 << 10);
    private int read;

    boolean isEmpty() {
        return read == out.length();
    }

    void clear() {
        out.clear();
        read = 0;
    }

    /** Gives bytes away, in the order in which they came. */
    int read(byte[] target, int offset, int length) {
        int n = Math.min(length, out.length() - read);
        System.arraycopy(out.array(), read, target, offset, n);
        read += n;
        return n;
    }

    void append(byte b) {
        out.append(b);
    }

    void append(byte[] from, int offset, int length) {
        out.append(from, offset, length);
    }

    void append(byte[] all) {
        out.append(all, 0, all.length);
    }

    void append(ByteBuilder all) {
        out.append(all);
    }

    /** A character by its number, as XML writes it. */
    static byte[] reference(int codePoint) {
        return Ascii.bytes("&#" + (Ascii.isXmlCharacter(codePoint) ? codePoint : 0xFFFD) + ";");
    }

    /** The character that an entity stands for. */
    static int resolve(byte[] bytes, int from, int to) {
        int codePoint = Ascii.resolve(bytes, from, to);
        if (codePoint < 0) {
            throw refused("uses an entity of its own");
        }
        return codePoint;
    }

    /** The byte, or a question mark for a control character. */
    static byte clean(byte b) {
        return b >= 0 && b < ' ' && !Ascii.isSpace(b) ? (byte) '?' : b;
    }

    /**
     * A whole tag. Servers send control characters in the names of people, and those stand in attributes of Entry. In all
     * other attributes they are damage: an id that is another one, a namespace of which no element is known any more.
     */
    void tag(byte[] tag, int length) {
        for (int i = 0; i < length; i++) {
            if (tag[i] != '&') {
                byte clean = clean(tag[i]);
                refuse(clean == tag[i], tag, length);
                out.append(clean);
                continue;
            }
            int semicolon = Ascii.indexOf((byte) ';', tag, i, Math.min(length, i + LONGEST_ENTITY + 1));
            if (semicolon < 0) {
                out.append(tag[i]);
            } else {
                int codePoint = resolve(tag, i + 1, semicolon);
                refuse(Ascii.isXmlCharacter(codePoint), tag, length);
                append(reference(codePoint));
                i = semicolon;
            }
        }
    }

    private static void refuse(boolean allowed, byte[] tag, int length) {
        if (!allowed && !isEntry(tag, length)) {
            throw refused("has a control character in a tag");
        }
    }

    private static boolean isEntry(byte[] tag, int length) {
        int end = 0;
        while (end < length && !Ascii.isSpace(tag[end]) && tag[end] != '>') {
            end++;
        }
        return end >= ENTRY.length && Arrays.equals(tag, end - ENTRY.length, end, ENTRY, 0, ENTRY.length);
    }

    static EwsFault refused(String what) {
        return new EwsFault(TransportException.BAD_ANSWER, "The answer " + what + "; EWS has none of this", null);
    }
}
