package org.exchangesync.ops.socket;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.exchangesync.ops.cli.Terminal;
import org.exchangesync.ops.socket.Frames.Frame;

/** Hands a command over to the program that has the database open, and does what that asks for at this end. */
public final class CommandClient {
    /** A program that is alive greets at once. */
    private static final Duration GREETING = Duration.ofSeconds(10);

    private static final String ROOT = "root";

    private final Path database;
    private final CommandSocket place;

    /**
     * @param database the file of the database, as it lies on the disk
     */
    public CommandClient(CommandSocket place, Path database) {
        this.place = place;
        this.database = database;
    }

    /**
     * Has the command run by the program.
     *
     * @return its exit code; empty if no program listens
     * @throws IOException with what to do, if there is a socket that can't be used, or the program goes away
     */
    public Optional<Integer> run(List<String> arguments, Terminal terminal) throws IOException {
        byte[] command = new Command(arguments, terminal.user(), terminal.zone(), terminal.width()).write();
        Optional<SocketChannel> channel = connect();
        if (channel.isEmpty()) {
            return Optional.empty();
        }
        try (Frames frames = new Frames(channel.get())) {
            greeted(frames);
            frames.send(FrameType.COMMAND, command, 0, command.length);
            return Optional.of(new Conversation(frames, arguments, terminal).run());
        } catch (EOFException e) {
            throw new IOException(
                    "the program went away before the command had ended; look whether it was done, and give it again",
                    e);
        }
    }

    private Optional<SocketChannel> connect() throws IOException {
        UnixDomainSocketAddress address;
        try {
            address = place.find();
            if (!Files.exists(address.getPath())) {
                Files.readAttributes(place.folder(), "isDirectory"); // tells a missing folder from one we may not enter
                return Optional.empty();
            }
            trusted(address);
        } catch (AccessDeniedException e) {
            throw new IOException(notAllowed(), e);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(address);
            return Optional.of(channel);
        } catch (ConnectException e) {
            channel.close();
            return Optional.empty(); // a killed program left its socket
        } catch (IOException e) {
            channel.close();
            throw Files.isWritable(address.getPath())
                    ? new IOException("cannot reach the program by " + address + ": " + e.getMessage(), e)
                    : new IOException(notAllowed(), e);
        }
    }

    private String notAllowed() {
        return "you may not talk to the program that has " + database + " open; run this as the program's own user";
    }

    /** The other end may ask us for the files that the command names, so it must be the one that we mean. */
    private void trusted(UnixDomainSocketAddress address) throws IOException {
        String owner = CommandSocket.owner(address).getName();
        boolean known = owner.equals(System.getProperty("user.name"))
                || owner.equals(ROOT)
                || owner.equals(Files.getOwner(database).getName());
        if (!known) {
            throw new IOException("the socket " + address + " is " + owner + "'s, but the database " + database
                    + " is not; that is not the program. Remove the socket");
        }
    }

    private static void greeted(Frames frames) throws IOException {
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "exchange-sync-greeting");
            thread.setDaemon(true);
            return thread;
        });
        try {
            watch.schedule(
                    () -> {
                        frames.close();
                        return null;
                    },
                    GREETING.toMillis(),
                    TimeUnit.MILLISECONDS);
            Frame greeting = frames.receive(FrameType.HELLO, FrameType.FAILED);
            String said = greeting.text();
            if (greeting.type() == FrameType.FAILED) {
                throw new IOException(said);
            }
            if (!said.equals(CommandServer.PROTOCOL)) {
                throw new IOException("the program speaks '" + said + "', and this command '" + CommandServer.PROTOCOL
                        + "'; use the command of the program's own version");
            }
        } catch (ClosedChannelException e) {
            throw new IOException(
                    "the program has the database open, but did not answer for " + GREETING.toSeconds()
                            + " s; look whether it hangs, and restart it if it does",
                    e);
        } finally {
            watch.shutdownNow();
        }
    }
}
