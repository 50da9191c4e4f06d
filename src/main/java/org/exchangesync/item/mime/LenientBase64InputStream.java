package org.exchangesync.item.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * Decodes Base64 as it comes in mail: broken into lines, with strangers in it, with padding in the middle, cut off at the
 * end. Strangers are skipped, and of a cut end what can be decoded is. The bulk is done by the JDK's decoder, several times
 * faster than byte by byte.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2045#section-6.8">RFC 2045 section 6.8</a>
 */
final class LenientBase64InputStream extends InputStream {
    private static final int CHUNK = 8 << 10;
    private static final int QUANTUM = 4;
    private static final boolean[] ALPHABET = alphabet();

    private final InputStream in;
    private final byte[] raw = new byte[CHUNK];
    private final byte[] digits = new byte[CHUNK + QUANTUM];
    private int held;
    private byte[] decoded = new byte[0];
    private int position;
    private boolean end;

    LenientBase64InputStream(InputStream in) {
        this.in = in;
    }

    private static boolean[] alphabet() {
        boolean[] alphabet = new boolean[256];
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
                .chars()
                .forEach(c -> alphabet[c] = true);
        return alphabet;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position == decoded.length) {
            if (end) {
                return -1;
            }
            decoded = decodeChunk();
            position = 0;
        }
        int count = Math.min(length, decoded.length - position);
        System.arraycopy(decoded, position, target, offset, count);
        position += count;
        return count;
    }

    private byte[] decodeChunk() throws IOException {
        ByteArrayOutputStream result = new ByteArrayOutputStream(CHUNK);
        int count = in.read(raw);
        end = count < 0;
        int i = 0;
        while (i < count) {
            int from = i;
            while (i < count && ALPHABET[raw[i] & 0xff]) {
                i++;
            }
            System.arraycopy(raw, from, digits, held, i - from);
            held += i - from;
            if (i < count && raw[i] == '=') {
                flush(held, result);
            }
            i++;
        }
        flush(end ? held : held - held % QUANTUM, result);
        return result.toByteArray();
    }

    /** Decodes the first digits, and keeps the rest for later. A single left-over digit holds no whole byte. */
    private void flush(int count, ByteArrayOutputStream result) {
        int whole = count % QUANTUM == 1 ? count - 1 : count;
        if (whole > 0) {
            result.writeBytes(Base64.getDecoder().decode(Arrays.copyOf(digits, whole)));
        }
        System.arraycopy(digits, count, digits, 0, held - count);
        held -= count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
