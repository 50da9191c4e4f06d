package org.exchangesync.popsmtp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server of lines on a free port that does what a test says; each session has a thread. */
public abstract class ScriptedServer implements AutoCloseable {
    private final ServerSocket door;
    private final SSLContext tls;
    private final boolean tlsAtOnce;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger sessions = new AtomicInteger();
    private volatile Script script = (command, wire) -> false;

    /** What happens instead of what the protocol says. */
    @FunctionalInterface
    public interface Script {
        /** @return whether the command was answered; throws to end the connection */
        boolean answered(String command, Wire wire) throws IOException;
    }

    /** @param tls for TLS from the first byte, or later; null for none */
    ScriptedServer(SSLContext tls, boolean tlsAtOnce) {
        this.tls = tls;
        this.tlsAtOnce = tlsAtOnce;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Thread porter = new Thread(this::receive, "scripted server");
        porter.setDaemon(true);
        porter.start();
    }

    public int port() {
        return door.getLocalPort();
    }

    /** From now on. */
    public void script(Script value) {
        script = value;
    }

    /** All commands of all sessions so far. */
    public List<String> commands() {
        return commands;
    }

    public long count(String prefix) {
        return commands.stream().filter(command -> command.startsWith(prefix)).count();
    }

    public int sessions() {
        return sessions.get();
    }

    private void receive() {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                open.add(socket);
                sessions.incrementAndGet();
                Thread session = new Thread(() -> serve(socket), "scripted session");
                session.setDaemon(true);
                session.start();
            } catch (IOException e) {
                return; // the door was closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Wire wire = new Wire(socket);
            if (tls != null && tlsAtOnce) {
                wire.startTls();
            }
            Session session = session(wire);
            session.greet();
            for (String line = wire.hear(); line != null; line = wire.hear()) {
                commands.add(line);
                if (!script.answered(line, wire) && !session.answer(line)) {
                    return;
                }
            }
        } catch (IOException e) {
            // the client went away, or the script wanted the connection to end
        }
    }

    abstract Session session(Wire wire);

    /** What the protocol says. */
    interface Session {
        void greet() throws IOException;

        /** @return false at the end */
        boolean answer(String line) throws IOException;
    }

    boolean canTls() {
        return tls != null && !tlsAtOnce;
    }

    /** One connection. */
    public final class Wire {
        private Socket socket;
        private InputStream in;
        private OutputStream out;

        Wire(Socket socket) throws IOException {
            this.socket = socket;
            streams();
        }

        private void streams() throws IOException {
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        void startTls() throws IOException {
            SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
            secure.setUseClientMode(false);
            secure.startHandshake();
            socket = secure;
            streams();
        }

        public void say(String line) throws IOException {
            raw(line + "\r\n");
        }

        public void raw(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        String hear() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    return null;
                }
                line.write(c);
            }
            return line.toString(StandardCharsets.UTF_8).replace("\r", "");
        }

        /** Ends the connection without a word. */
        public boolean cut() throws IOException {
            socket.close();
            throw new IOException("cut");
        }
    }

    @Override
    public void close() {
        try {
            door.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
