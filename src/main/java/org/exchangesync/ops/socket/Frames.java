package org.exchangesync.ops.socket;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A conversation over a socket, frame by frame: one byte that tells the type, four that tell the length, and so many bytes,
 * at most {@link #MOST_BYTES}. The program asks, the client answers; nobody talks out of turn. Used by one thread; another
 * may look at {@link #stuckFor} and close.
 */
final class Frames implements Closeable {
    /** The most bytes of a frame. */
    static final int MOST_BYTES = 64 * 1024;

    /** The most bytes of a command: what is longer is no command that a person or a script would give. */
    static final int MOST_COMMAND_BYTES = MOST_BYTES;

    private static final long NOT_WAITING = 0;
    private static final int HEADER = 5;

    private final SocketChannel channel;
    private final ByteBuffer header = ByteBuffer.allocate(HEADER);

    /** Since when a read or write has moved nothing, by {@link System#nanoTime}. */
    private volatile long waitingSince = NOT_WAITING;

    Frames(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * A frame that was received.
     */
    record Frame(FrameType type, byte[] bytes) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    void send(FrameType type) throws IOException {
        send(type, new byte[0], 0, 0);
    }

    void send(FrameType type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        send(type, bytes, 0, Math.min(bytes.length, MOST_BYTES));
    }

    /** Sends bytes, as several frames where they don't fit one. */
    void send(FrameType type, byte[] bytes, int offset, int length) throws IOException {
        int sent = 0;
        do {
            int part = Math.min(length - sent, MOST_BYTES);
            ByteBuffer frame = ByteBuffer.allocate(HEADER + part);
            frame.put(type.code()).putInt(part).put(bytes, offset + sent, part).flip();
            while (frame.hasRemaining()) {
                waiting(() -> channel.write(frame));
            }
            sent += part;
        } while (sent < length);
    }

    /**
     * The next frame.
     *
     * @throws EOFException if the other side has gone
     * @throws IOException if it says what is no frame
     */
    Frame receive() throws IOException {
        header.clear();
        fill(header);
        FrameType type = FrameType.of(header.get(0));
        int length = header.getInt(1);
        if (length < 0 || length > MOST_BYTES) {
            throw new IOException("a frame of " + length + " bytes is too long; " + MOST_BYTES + " are allowed");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        fill(bytes);
        return new Frame(type, bytes.array());
    }

    /** The next frame, which must be one of these. */
    Frame receive(FrameType... expected) throws IOException {
        Frame frame = receive();
        if (!Arrays.asList(expected).contains(frame.type())) {
            throw new IOException("a frame " + frame.type() + " was not expected here");
        }
        return frame;
    }

    private void fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            waiting(() -> {
                int read = channel.read(buffer);
                if (read < 0) {
                    throw new EOFException("the other side has gone");
                }
                return read;
            });
        }
    }

    private void waiting(Transfer transfer) throws IOException {
        waitingSince = now();
        try {
            transfer.run();
        } finally {
            waitingSince = NOT_WAITING;
        }
    }

    /** For how many nanoseconds the other side has let us wait, without a byte. */
    long stuckFor() {
        long since = waitingSince;
        return since == NOT_WAITING ? 0 : System.nanoTime() - since;
    }

    private static long now() {
        long now = System.nanoTime();
        return now == NOT_WAITING ? 1 : now;
    }

    /** Ends the conversation, also for a thread that waits for the other side. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    private interface Transfer {
        int run() throws IOException;
    }
}
