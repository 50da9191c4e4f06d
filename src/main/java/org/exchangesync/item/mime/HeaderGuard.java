package org.exchangesync.item.mime;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Lets only so many bytes through while a header is read. Mime4j's own limits let a single line of a part's header grow
 * without end; what never arrives can't grow.
 */
final class HeaderGuard extends FilterInputStream {
    /** Mime4j reads ahead by its buffer, so that much more than the header may pass. */
    private static final int READ_AHEAD = 8 << 10;

    private static final long UNLIMITED = Long.MAX_VALUE;

    private long allowed = UNLIMITED;

    HeaderGuard(InputStream in) {
        super(in);
    }

    /** A header of at most so many bytes begins. */
    void header(int limit) {
        allowed = (long) limit + READ_AHEAD;
    }

    /** The header is over. */
    void body() {
        allowed = UNLIMITED;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (allowed <= 0) {
            throw new HeaderTooLargeException();
        }
        int n = super.read(bytes, offset, (int) Math.min(length, allowed));
        if (n > 0 && allowed != UNLIMITED) {
            allowed -= n;
        }
        return n;
    }

    /** The header of the message or of a part goes on beyond the limit. */
    static final class HeaderTooLargeException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
