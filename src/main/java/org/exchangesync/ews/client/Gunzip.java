package org.exchangesync.ews.client;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * Unpacks one gzip member and looks at nothing behind it. {@link java.util.zip.GZIPInputStream} goes on to the next member by
 * calling itself: an answer of many empty ones takes its stack; and it reads a header without end for ever.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1952#section-2.3">RFC 1952, member format</a>
 */
final class Gunzip extends InflaterInputStream {
    private static final int[] MAGIC = {0x1f, 0x8b, 8};
    private static final int TIME_AND_SYSTEM = 6;
    private static final int LONGEST_HEADER = 1 << 16;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final CRC32 crc = new CRC32();
    private long length;
    private boolean finished;

    Gunzip(InputStream in) throws IOException {
        super(withoutHeader(in), new Inflater(true), 32 << 10);
    }

    private static InputStream withoutHeader(InputStream in) throws IOException {
        DataInputStream bytes = new DataInputStream(in);
        for (int magic : MAGIC) {
            if (bytes.readUnsignedByte() != magic) {
                throw new ZipException("it is said to be gzip and isn't");
            }
        }
        int flags = bytes.readUnsignedByte();
        skip(bytes, TIME_AND_SYSTEM);
        if ((flags & EXTRA) != 0) {
            skip(bytes, bytes.readUnsignedByte() | bytes.readUnsignedByte() << 8);
        }
        for (int field : new int[] {NAME, COMMENT}) {
            if ((flags & field) != 0) {
                skipText(bytes);
            }
        }
        if ((flags & HEADER_CRC) != 0) {
            skip(bytes, 2);
        }
        return in;
    }

    private static void skip(DataInputStream bytes, int count) throws IOException {
        bytes.readFully(new byte[count]);
    }

    private static void skipText(DataInputStream bytes) throws IOException {
        for (int length = 0; bytes.readByte() != 0; length++) {
            if (length > LONGEST_HEADER) {
                throw new ZipException("the gzip header has no end");
            }
        }
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (finished) {
            return -1;
        }
        int n = super.read(target, offset, count);
        if (n >= 0) {
            crc.update(target, offset, n);
            length += n;
        } else {
            finished = true;
            checkTrailer();
        }
        return n;
    }

    private void checkTrailer() throws IOException {
        byte[] trailer = new byte[8];
        int left = Math.min(trailer.length, inf.getRemaining());
        System.arraycopy(buf, len - inf.getRemaining(), trailer, 0, left);
        if (in.readNBytes(trailer, left, trailer.length - left) < trailer.length - left) {
            throw new EOFException("the gzip trailer is cut");
        }
        if (number(trailer, 0) != crc.getValue() || number(trailer, 4) != (length & 0xffffffffL)) {
            throw new ZipException("the gzip checksum is another one");
        }
    }

    private static long number(byte[] bytes, int from) {
        return (bytes[from] & 0xffL)
                | (bytes[from + 1] & 0xffL) << 8
                | (bytes[from + 2] & 0xffL) << 16
                | (bytes[from + 3] & 0xffL) << 24;
    }

    /** Ends the unpacking, which holds memory outside of the heap. */
    void free() {
        finished = true;
        inf.end();
    }

    @Override
    public void close() throws IOException {
        free();
        super.close();
    }
}
