package org.exchangesync.sandbox.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * The bytes of one answer on their way out, status line and headers included, just before TLS takes them. The HTTP server
 * writes an answer on the thread that works on it, so that thread is where the answer and its bytes find each other.
 */
public final class Wire {
    private static final ThreadLocal<Wire> SENDING = new ThreadLocal<>();

    /** Something that is done to the bytes of an answer. Used for one answer only. */
    public interface Fault {
        /**
         * Encrypts some of the bytes of {@code from} into {@code record}, or others in their place; what it leaves in {@code
         * from} comes again.
         *
         * @throws IOException when the connection is to end here
         */
        SSLEngineResult pass(ByteBuffer from, ByteBuffer record, Step next) throws IOException;
    }

    /** What comes behind a fault: another one, or TLS. */
    public interface Step {
        SSLEngineResult pass(ByteBuffer from, ByteBuffer record) throws IOException;
    }

    /** Thrown while an answer is written: what was written leaves, and the connection ends. */
    public static final class EndsHere extends IOException {
        private static final long serialVersionUID = 1L;

        public EndsHere() {
            super("the answer ends here on demand");
        }
    }

    /** Sends an answer. */
    interface Sending {
        void run() throws IOException;
    }

    private final List<Fault> faults;
    private boolean cut;

    private Wire(List<Fault> faults) {
        this.faults = faults;
    }

    /** Sends an answer whose bytes go through these faults, the first one first. */
    static void send(List<Fault> faults, Sending answer) throws IOException {
        SENDING.set(new Wire(faults));
        try {
            answer.run();
        } finally {
            SENDING.remove();
        }
    }

    /** Ends the connection where the answer that is being sent on this thread has come to: nothing more leaves. */
    static void cut() {
        SENDING.get().cut = true;
    }

    /** Whether bytes that leave on this thread now belong to an answer with faults. */
    static boolean isFaulty() {
        Wire wire = SENDING.get();
        return wire != null && (wire.cut || !wire.faults.isEmpty());
    }

    /** @throws SSLException when the connection ends here */
    static SSLEngineResult pass(ByteBuffer from, ByteBuffer record, SSLEngine engine) throws SSLException {
        Wire wire = SENDING.get();
        if (wire.cut) {
            throw new SSLException("the connection ends here on demand");
        }
        try {
            return wire.step(0, engine).pass(from, record);
        } catch (SSLException e) {
            throw e;
        } catch (IOException e) {
            throw new SSLException(e.getMessage(), e);
        }
    }

    private Step step(int number, SSLEngine engine) {
        return number == faults.size()
                ? engine::wrap
                : (from, record) -> faults.get(number).pass(from, record, step(number + 1, engine));
    }
}
