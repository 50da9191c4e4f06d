package org.exchangesync.ops.socket;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.exchangesync.ops.cli.CommandRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the commands that are handed over to this process, a few at a time. What comes over the socket is bounded, and who
 * says nothing for a while is cut off, so that no client can hurt the program. Threadsafe.
 */
public final class CommandServer implements AutoCloseable {
    /** The version of what is said over the socket. */
    static final String PROTOCOL = "exchange-sync 1";

    private static final int MOST_AT_ONCE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration END = Duration.ofSeconds(5);
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Logger LOG = LoggerFactory.getLogger(CommandServer.class);

    private final CommandSocket place;
    private final CommandRunner runner;
    private final Duration patience;
    private final ServerSocketChannel server;
    private final UnixDomainSocketAddress address;
    private final Semaphore free = new Semaphore(MOST_AT_ONCE);
    private final Set<Frames> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(CommandServer::thread);
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(CommandServer::thread);

    private CommandServer(CommandSocket place, CommandRunner runner, Duration patience) throws IOException {
        this.place = place;
        this.runner = runner;
        this.patience = patience;
        this.address = place.prepare();
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    }

    /**
     * Opens the socket. Only who has the database open may do so.
     *
     * @throws IOException with what to do, if there can't be a socket that is safe
     */
    public static CommandServer open(CommandSocket place, CommandRunner runner) throws IOException {
        return open(place, runner, PATIENCE);
    }

    static CommandServer open(CommandSocket place, CommandRunner runner, Duration patience) throws IOException {
        CommandServer opened = new CommandServer(place, runner, patience);
        try {
            opened.server.bind(opened.address);
            place.bound(opened.address);
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        opened.threads.execute(opened::accept);
        long period = Math.max(1, patience.toMillis() / 4);
        opened.watch.scheduleWithFixedDelay(opened::cutOff, period, period, TimeUnit.MILLISECONDS);
        return opened;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "exchange-sync-command-" + COUNT.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                if (free.tryAcquire()) {
                    threads.execute(() -> serve(new Frames(client)));
                } else {
                    refuse(client);
                }
            } catch (ClosedChannelException e) {
                return; // by close()
            } catch (IOException | RuntimeException e) {
                LOG.warn("A command could not be taken: {}", e.toString());
            }
        }
    }

    /** Says so without waiting for anything: these few bytes always fit the socket's buffer. */
    private static void refuse(SocketChannel client) throws IOException {
        try (Frames frames = new Frames(client)) {
            client.configureBlocking(false);
            frames.send(FrameType.FAILED, "the program is busy with " + MOST_AT_ONCE + " other commands; try again");
        }
    }

    private void serve(Frames frames) {
        open.add(frames);
        try (frames) {
            frames.send(FrameType.HELLO, PROTOCOL);
            Command command = Command.read(frames.receive(FrameType.COMMAND).bytes());
            RemoteTerminal terminal = new RemoteTerminal(frames, command);
            int exitCode = runner.run(command.arguments(), terminal);
            terminal.flush();
            frames.send(FrameType.EXIT, Integer.toString(exitCode));
        } catch (IOException | RuntimeException e) {
            LOG.debug("A command ended early", e);
        } finally {
            open.remove(frames);
            free.release();
        }
    }

    private void cutOff() {
        for (Frames frames : open) {
            if (frames.stuckFor() > patience.toNanos()) {
                LOG.warn(
                        "Somebody gave a command and then said nothing for {} s; it is broken off",
                        patience.toSeconds());
                closeQuietly(frames);
            }
        }
    }

    private static void closeQuietly(Frames frames) {
        try {
            frames.close();
        } catch (IOException e) {
            LOG.debug("A command's connection did not close", e);
        }
    }

    /** Takes no more commands, lets those that run end, for some seconds, and removes the socket. */
    @Override
    public void close() throws IOException {
        server.close();
        watch.shutdownNow();
        threads.shutdown();
        try {
            if (!free.tryAcquire(MOST_AT_ONCE, END.toMillis(), TimeUnit.MILLISECONDS)) {
                open.forEach(CommandServer::closeQuietly);
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        place.clear();
    }
}
