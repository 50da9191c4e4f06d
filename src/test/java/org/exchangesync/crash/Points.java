package org.exchangesync.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * Hears from a process under test of every point that it comes to, {@code before} and {@code after} each kind of commit,
 * lets it go on, or holds it there so that it can be killed, stopped or overtaken at exactly that point. Threadsafe.
 */
final class Points implements AutoCloseable {
    /** Begins the points around the making of tables: they are reached when the program starts for the first time. */
    static final String BEFORE_TABLE = "before table ";

    static final String AFTER_TABLE = "after table ";

    private final ServerSocket server;
    private final Map<String, Integer> hits = new TreeMap<>();
    private final AtomicReference<Hold> wanted = new AtomicReference<>();

    Points() throws IOException {
        server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        daemon("points", this::accept);
    }

    /** A place where the process is to be held. */
    static final class Hold {
        private final Predicate<String> point;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        private Hold(Predicate<String> point) {
            this.point = point;
        }

        boolean isReached() {
            return reached.getCount() == 0;
        }

        /** Lets the process go on, if it is still there. */
        void release() {
            released.countDown();
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** Holds the next thread that comes to such a point; others go on. */
    Hold hold(Predicate<String> point) {
        Hold hold = new Hold(point);
        Hold before = wanted.getAndSet(hold);
        if (before != null) {
            before.release();
        }
        return hold;
    }

    /** Holds nobody any more. */
    void holdNothing() {
        Hold before = wanted.getAndSet(null);
        if (before != null) {
            before.release();
        }
    }

    /** How often each point was reached, by all processes that reported here. */
    Map<String, Integer> hits() {
        synchronized (hits) {
            return new TreeMap<>(hits);
        }
    }

    /** How many points were reached. */
    int reached() {
        synchronized (hits) {
            return hits.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                daemon("point", () -> listen(socket));
            }
        } catch (SocketException e) {
            // closed: the test is over
        } catch (IOException e) {
            throw new IllegalStateException("cannot hear from the process under test", e);
        }
    }

    private void listen(Socket socket) {
        try (socket;
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String point = lines.readLine(); point != null; point = lines.readLine()) {
                reached(point);
                socket.getOutputStream().write('\n');
            }
        } catch (IOException e) {
            // the process was killed: that is what this is for
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reached(String point) throws InterruptedException {
        synchronized (hits) {
            hits.merge(point, 1, Integer::sum);
        }
        Hold hold = wanted.get();
        if (hold != null && hold.point.test(point) && wanted.compareAndSet(hold, null)) {
            hold.reached.countDown();
            hold.released.await();
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        holdNothing();
        server.close();
    }
}
