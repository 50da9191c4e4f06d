package org.exchangesync.sandbox.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngineResult;
import org.exchangesync.sandbox.http.Wire;

/** Passes on a part of what is there. */
final class Portions {
    private Portions() {}

    /** Passes on the first bytes only; the others stay. */
    static SSLEngineResult pass(ByteBuffer from, int bytes, ByteBuffer record, Wire.Step next) throws IOException {
        int limit = from.limit();
        from.limit(from.position() + bytes);
        try {
            return next.pass(from, record);
        } finally {
            from.limit(limit);
        }
    }
}
