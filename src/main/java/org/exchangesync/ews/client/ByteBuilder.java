package org.exchangesync.ews.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes, open to its neighbours to save copies. */
final class ByteBuilder {
    private byte[] bytes;
    private int length;

    ByteBuilder(int capacity) {
        bytes = new byte[capacity];
    }

    void append(byte b) {
        room(1);
        bytes[length++] = b;
    }

    void append(byte[] from, int offset, int count) {
        room(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    void append(ByteBuilder other) {
        append(other.bytes, 0, other.length);
    }

    private void room(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, more)));
        }
    }

    /** The bytes up to {@link #length()}; valid until the next append. */
    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    void truncate(int newLength) {
        length = newLength;
    }

    void clear() {
        length = 0;
    }

    boolean startsWith(String ascii) {
        return length >= ascii.length() && Ascii.equal(ascii, bytes, 0, ascii.length());
    }

    boolean endsWith(String ascii) {
        return length >= ascii.length() && Ascii.equal(ascii, bytes, length - ascii.length(), length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
