package org.exchangesync.ops.socket;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import org.exchangesync.ops.cli.PersonGoneException;
import org.exchangesync.ops.cli.Terminal;
import org.exchangesync.ops.socket.Frames.Frame;

/** The screen and the files of the person at the other end. */
final class RemoteTerminal implements Terminal {
    private final Frames frames;
    private final Command command;
    private final OutputStream bytes;
    private final PrintWriter out;
    private final PrintWriter err;

    RemoteTerminal(Frames frames, Command command) {
        this.frames = frames;
        this.command = command;
        this.bytes = new BufferedOutputStream(new Sink(FrameType.OUT), Frames.MOST_BYTES);
        this.out = writer(bytes);
        this.err = writer(new BufferedOutputStream(new Sink(FrameType.ERROR)));
    }

    private static PrintWriter writer(OutputStream bytes) {
        return new PrintWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), false);
    }

    @Override
    public PrintWriter out() {
        return out;
    }

    @Override
    public OutputStream bytes() {
        return bytes;
    }

    @Override
    public PrintWriter err() {
        return err;
    }

    void flush() {
        out.flush();
        err.flush();
    }

    @Override
    public InputStream read(String file) throws IOException {
        frames.send(FrameType.OPEN, file);
        agreed();
        return new RemoteFile(frames);
    }

    @Override
    public void write(String file, Filler content) throws IOException {
        frames.send(FrameType.MAKE, file);
        agreed();
        try (OutputStream target = new BufferedOutputStream(new Sink(FrameType.DATA), Frames.MOST_BYTES)) {
            content.writeTo(target);
        } catch (PersonGoneException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            frames.send(FrameType.FAILED, "the content could not be read");
            frames.receive(FrameType.FAILED);
            throw e;
        }
        frames.send(FrameType.END);
        agreed();
    }

    private void agreed() throws IOException {
        Frame answer = frames.receive(FrameType.END, FrameType.FAILED);
        if (answer.type() == FrameType.FAILED) {
            throw new IOException(answer.text());
        }
    }

    @Override
    public int width() {
        return command.width();
    }

    @Override
    public ZoneId zone() {
        return command.zone();
    }

    @Override
    public String user() {
        return command.user();
    }

    @Override
    public void checkPresence() {
        flush();
        try {
            frames.send(FrameType.PRESENCE);
        } catch (IOException e) {
            throw new PersonGoneException(e);
        }
    }

    /** Unchecked, because a {@link PrintWriter} would keep silent and go on writing into nothing. */
    private final class Sink extends OutputStream {
        private final FrameType type;

        Sink(FrameType type) {
            this.type = type;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            if (length == 0) {
                return;
            }
            try {
                frames.send(type, buffer, offset, length);
            } catch (IOException e) {
                throw new PersonGoneException(e);
            }
        }
    }
}
