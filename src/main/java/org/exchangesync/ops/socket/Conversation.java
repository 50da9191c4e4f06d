package org.exchangesync.ops.socket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.exchangesync.ops.cli.Terminal;
import org.exchangesync.ops.socket.Frames.Frame;

/** The client's side of a command that runs: does what the program asks for, one thing after the other. */
final class Conversation {
    private final Frames frames;
    private final List<String> arguments;
    private final Terminal terminal;
    private InputStream file;

    /**
     * @param arguments the command; only files that it names are touched
     */
    Conversation(Frames frames, List<String> arguments, Terminal terminal) {
        this.frames = frames;
        this.arguments = arguments;
        this.terminal = terminal;
    }

    /** Goes on until the program tells the exit code. */
    int run() throws IOException {
        try {
            while (true) {
                Frame frame = frames.receive();
                switch (frame.type()) {
                    case OUT -> show(frame);
                    case ERROR -> complain(frame);
                    case PRESENCE -> {}
                    case OPEN -> open(frame.text());
                    case NEXT -> next();
                    case MAKE -> make(frame.text());
                    case EXIT -> {
                        return Integer.parseInt(frame.text());
                    }
                    default -> throw new IOException("a frame " + frame.type() + " was not expected here");
                }
            }
        } finally {
            close();
        }
    }

    private void show(Frame frame) throws IOException {
        terminal.bytes().write(frame.bytes());
        terminal.bytes().flush();
    }

    private void complain(Frame frame) {
        terminal.err().print(frame.text());
        terminal.err().flush();
    }

    private void open(String name) throws IOException {
        close();
        try {
            file = terminal.read(named(name));
            frames.send(FrameType.END);
        } catch (IOException e) {
            frames.send(FrameType.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private void next() throws IOException {
        byte[] part;
        try {
            part = file == null ? new byte[0] : file.readNBytes(Frames.MOST_BYTES);
        } catch (IOException e) {
            frames.send(FrameType.FAILED, "cannot read the file to its end: " + e.getMessage());
            return;
        }
        frames.send(part.length == 0 ? FrameType.END : FrameType.DATA, part, 0, part.length);
    }

    private void make(String name) throws IOException {
        try {
            terminal.write(named(name), target -> {
                frames.send(FrameType.END);
                fill(target);
            });
            frames.send(FrameType.END);
        } catch (LostException e) {
            throw e;
        } catch (IOException e) {
            frames.send(FrameType.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private void fill(OutputStream target) throws IOException {
        IOException failure = null;
        for (Frame frame = part(); frame.type() != FrameType.END; frame = part()) {
            if (frame.type() == FrameType.FAILED) {
                throw new IOException(frame.text());
            }
            if (failure == null) {
                try {
                    target.write(frame.bytes());
                } catch (IOException e) {
                    failure = e; // told when the program has sent everything and listens
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private Frame part() throws LostException {
        try {
            return frames.receive(FrameType.DATA, FrameType.END, FrameType.FAILED);
        } catch (IOException e) {
            throw new LostException(e);
        }
    }

    private String named(String name) throws IOException {
        if (arguments.stream().noneMatch(argument -> argument.equals(name) || argument.endsWith("=" + name))) {
            throw new IOException("the file " + name + " is not named in the command");
        }
        return name;
    }

    private void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }

    /** The program went away while it sent a file; there is nobody to tell. */
    private static final class LostException extends IOException {
        private static final long serialVersionUID = 1L;

        LostException(IOException cause) {
            super("the program went away in the middle of a file: " + cause.getMessage(), cause);
        }
    }
}
