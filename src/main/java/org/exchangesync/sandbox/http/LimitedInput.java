package org.exchangesync.sandbox.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.exchangesync.sandbox.soap.SoapFault;

/** Lets a request be so long and no longer. */
final class LimitedInput extends FilterInputStream {
    private long left;

    LimitedInput(InputStream in, long limit) {
        super(in);
        this.left = limit;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        count(Math.max(0, n));
        return n;
    }

    private void count(int n) {
        left -= n;
        if (left < 0) {
            throw new SoapFault("ErrorRequestStreamTooBig", "The request stream is larger than this server allows.");
        }
    }
}
