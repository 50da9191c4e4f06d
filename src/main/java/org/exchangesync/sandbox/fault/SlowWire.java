package org.exchangesync.sandbox.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLEngineResult;
import org.exchangesync.sandbox.http.Wire;

/** Lets so many bytes pass in a second, until its rule is deleted. */
final class SlowWire implements Wire.Fault {
    /** Often enough to look like a slow line, seldom enough to cost little. */
    private static final int STEPS_PER_SECOND = 20;

    private final Hit hit;
    private final long bytesPerSecond;

    SlowWire(Hit hit, long bytesPerSecond) {
        this.hit = hit;
        this.bytesPerSecond = bytesPerSecond;
    }

    @Override
    public SSLEngineResult pass(ByteBuffer from, ByteBuffer record, Wire.Step next) throws IOException {
        int some = (int) Math.min(from.remaining(), Math.max(1, bytesPerSecond / STEPS_PER_SECOND));
        hit.fault().waits().pause(hit, Duration.ofNanos(some * 1_000_000_000L / bytesPerSecond));
        return Portions.pass(from, some, record, next);
    }
}
