package org.exchangesync.sandbox.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngineResult;
import org.exchangesync.sandbox.http.Wire;

/** Lets so many bytes pass and then ends the connection; an answer that isn't longer passes whole. */
final class CutWire implements Wire.Fault {
    private static final int END_OF_HEADERS = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';

    private long left;
    private boolean counting;
    private int lastFour;

    /** @param bodyOnly whether bytes count from the end of the headers on */
    CutWire(long bytes, boolean bodyOnly) {
        this.left = bytes;
        this.counting = !bodyOnly;
    }

    @Override
    public SSLEngineResult pass(ByteBuffer from, ByteBuffer record, Wire.Step next) throws IOException {
        if (!counting) {
            return Portions.pass(from, headers(from), record, next);
        }
        if (left == 0) {
            throw new Wire.EndsHere();
        }
        int before = from.remaining();
        SSLEngineResult result = Portions.pass(from, (int) Math.min(before, left), record, next);
        left -= before - from.remaining();
        return result;
    }

    /** How many of these bytes belong to the headers; notes when they end. */
    private int headers(ByteBuffer from) {
        for (int i = from.position(); i < from.limit(); i++) {
            lastFour = lastFour << 8 | from.get(i) & 0xFF;
            if (lastFour == END_OF_HEADERS) {
                counting = true;
                return i + 1 - from.position();
            }
        }
        return from.remaining();
    }
}
