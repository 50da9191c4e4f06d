package org.exchangesync.ews.client;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Notices when a connection ends before all promised bytes came, which {@code HttpURLConnection} doesn't. */
final class WholeStream extends FilterInputStream {
    private final long promised;
    private long came;

    /** @param promised the {@code Content-Length}, or -1 where it isn't known */
    WholeStream(InputStream in, long promised) {
        super(in);
        this.promised = promised;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        note(b < 0 ? -1 : 1);
        return b;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int n = super.read(target, offset, length);
        note(n);
        return n;
    }

    private void note(int n) throws IOException {
        if (n > 0) {
            came += n;
        } else if (n < 0 && came < promised) {
            throw new EOFException("only " + came + " of " + promised + " bytes came");
        }
    }
}
