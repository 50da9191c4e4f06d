package org.exchangesync.popsmtp;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.TrustStore;
import org.exchangesync.transport.WireListener;

/**
 * A connection on which lines are spoken, at first or later under TLS. Nothing that was read before TLS began is trusted
 * afterwards. Used by one thread at a time.
 */
final class MailConnection implements Closeable {
    /** Longer than any line that a server has reason to say. */
    private static final int LONGEST_LINE = 64 << 10;

    private final MailServer server;
    private final ConnectionSettings settings;
    private final WireListener listener;
    private Socket socket;
    private LineReader in;
    private OutputStream out;
    private String lastSaid = "";

    MailConnection(MailServer server, ConnectionSettings settings, WireListener listener) {
        this.server = server;
        this.settings = settings;
        this.listener = listener;
    }

    MailServer server() {
        return server;
    }

    /** Connects; under TLS at once where the address says so. */
    void open() throws IOException {
        socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(server.host(), server.port()), millis(settings.connectTimeout()));
            socket.setSoTimeout(millis(settings.readTimeout()));
            socket.setTcpNoDelay(true);
            if (server.encryption() == MailServer.Encryption.TLS) {
                socket = secured(socket);
            }
            streams();
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** From here on everything is under TLS; what was said too early is not listened to. */
    void startTls() throws IOException {
        if (in.hasMore()) {
            throw new IOException("the server went on talking before TLS began");
        }
        socket = secured(socket);
        streams();
    }

    boolean isSecure() {
        return socket instanceof SSLSocket;
    }

    /** The own address as the server sees it, for EHLO. */
    String localAddress() {
        String address = socket.getLocalAddress().getHostAddress();
        int zone = address.indexOf('%');
        String bare = zone < 0 ? address : address.substring(0, zone);
        return bare.indexOf(':') < 0 ? "[" + bare + "]" : "[IPv6:" + bare + "]";
    }

    private Socket secured(Socket plain) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, TrustStore.managers(settings), null);
            SSLSocket tls =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, server.host(), server.port(), true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            return tls;
        } catch (GeneralSecurityException e) {
            throw new TransportException(TransportException.TLS, "TLS can't be set up: " + e.getMessage(), e);
        }
    }

    private void streams() throws IOException {
        in = new LineReader(socket.getInputStream());
        out = new BufferedOutputStream(socket.getOutputStream(), 16 << 10);
    }

    private static int millis(Duration time) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, time.toMillis()));
    }

    /** Says a line. */
    void say(String line) throws IOException {
        say(line, line);
    }

    /**
     * Says a line that nobody else may hear.
     *
     * @param shown what is told of it instead
     */
    void say(String line, String shown) throws IOException {
        if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0 || line.indexOf('\0') >= 0) {
            throw new TransportException(
                    TransportException.CONFIGURATION,
                    "a line break or a NUL stands in what is to be said to " + server + " (" + shown + ")",
                    null);
        }
        lastSaid = shown;
        out.write(line.getBytes(StandardCharsets.UTF_8));
        out.write('\r');
        out.write('\n');
        out.flush();
    }

    /** The next line of the server, without its end. */
    String hear() throws IOException {
        String line = in.line(LONGEST_LINE);
        if (line == null) {
            throw new EOFException("the server ended the connection");
        }
        listener.exchanged(lastSaid, line);
        return line;
    }

    /** The next line of a list, of which nothing is told to listeners. */
    String hearItem() throws IOException {
        String line = in.line(LONGEST_LINE);
        if (line == null) {
            throw new EOFException("the server ended the connection in the middle of a list");
        }
        return line;
    }

    /** What stands between here and a line with a single dot, dots doubled for the way taken out. */
    long hearText(OutputStream sink) throws IOException {
        return in.dotted(sink);
    }

    /** What is written here is sent as it is, when it is flushed. */
    OutputStream out() {
        return out;
    }

    @Override
    public void close() {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // it is of no more use either way
                lastSaid = "";
            }
        }
    }
}
