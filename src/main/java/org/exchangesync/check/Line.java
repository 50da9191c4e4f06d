package org.exchangesync.check;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.HttpProxy;
import org.exchangesync.transport.TransportException;

/**
 * A connection to a server that is looked at layer by layer: TCP, through the proxy where there is one, then TLS, then one
 * question in HTTP. No credentials of the server's account ever go over it.
 */
final class Line implements AutoCloseable {
    private static final int LONGEST_WAIT_MILLIS = 30_000;
    private static final int LONGEST_LINE = 2_000;
    private static final int MOST_LINES = 100;

    private final ConnectionSettings settings;
    private final String host;
    private final int port;
    private Socket socket = new Socket();

    Line(ConnectionSettings settings, URI server) {
        this.settings = settings;
        this.host = server.getHost();
        this.port = port(server);
    }

    static int port(URI server) {
        if (server.getPort() > 0) {
            return server.getPort();
        }
        return "http".equalsIgnoreCase(server.getScheme()) ? 80 : 443;
    }

    /** The proxy that is in the way, or null. */
    static HttpProxy proxy(ConnectionSettings settings, String host) {
        HttpProxy proxy = settings.proxy();
        return proxy == null || !proxy.leadsTo(host) ? null : proxy;
    }

    /** Connects, and has the proxy connect further. */
    Finding connect() throws StepFailure {
        HttpProxy proxy = proxy(settings, host);
        String target = proxy == null ? host + ":" + port : proxy.host() + ":" + proxy.port();
        try {
            socket.connect(
                    proxy == null
                            ? new InetSocketAddress(host, port)
                            : new InetSocketAddress(proxy.host(), proxy.port()),
                    (int) settings.connectTimeout().toMillis());
            socket.setSoTimeout(
                    (int) Math.min(LONGEST_WAIT_MILLIS, settings.readTimeout().toMillis()));
        } catch (UnknownHostException e) {
            throw new StepFailure("UnknownHost", "the name of " + target + " can't be found", e);
        } catch (SocketTimeoutException e) {
            throw new StepFailure(
                    "ConnectTimeout",
                    "nothing answers at " + target + " within "
                            + settings.connectTimeout().toSeconds() + " s",
                    e);
        } catch (ConnectException e) {
            throw new StepFailure("ConnectionRefused", "nobody listens at " + target + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StepFailure(TransportException.NETWORK, target + " can't be reached: " + e.getMessage(), e);
        }
        if (proxy == null) {
            return Finding.pass("connected to " + socket.getInetAddress().getHostAddress() + ":" + port);
        }
        return tunnel(proxy);
    }

    private Finding tunnel(HttpProxy proxy) throws StepFailure {
        String target = host + ":" + port;
        String request = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
        String secret = "";
        if (proxy.credentials() != null) {
            String pair = proxy.credentials().username()
                    + ':'
                    + proxy.credentials().password().value();
            secret = "Proxy-Authorization: Basic "
                    + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)) + "\r\n";
        }
        try {
            socket.getOutputStream().write((request + secret + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            HttpHead answer = HttpHead.read(socket.getInputStream(), 0);
            if (answer.status() / 100 != 2) {
                String code = answer.status() == 407 ? "Http407" : "ProxyRefused";
                return Finding.fail(
                                code,
                                "the proxy " + proxy.host() + ":" + proxy.port() + " answered " + answer.status()
                                        + " when asked for a connection to " + target)
                        .with(new Evidence(request, answer.text()));
            }
            return Finding.pass("connected through the proxy " + proxy.host() + ":" + proxy.port());
        } catch (IOException e) {
            throw new StepFailure(
                    TransportException.NETWORK,
                    "the proxy " + proxy.host() + ":" + proxy.port() + " gave no proper answer: " + e.getMessage(),
                    e);
        }
    }

    /** What TLS agreed on, and the chain of certificates that the server showed, its own first. */
    record Secured(String protocol, String cipher, List<X509Certificate> chain) {}

    /** Begins TLS with whoever is there: the certificates are judged afterwards, and nothing secret is sent. */
    Secured secure() throws StepFailure {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Curious()}, null);
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true);
            socket = tls;
            tls.startHandshake();
            SSLSession session = tls.getSession();
            return new Secured(
                    session.getProtocol(),
                    session.getCipherSuite(),
                    List.of(session.getPeerCertificates()).stream()
                            .map(X509Certificate.class::cast)
                            .toList());
        } catch (SSLException e) {
            String text = String.valueOf(e.getMessage());
            boolean version = text.contains("protocol_version") || text.contains("handshake_failure");
            throw new StepFailure(
                    version ? "TlsProtocol" : "NoTls",
                    "TLS with " + host + ":" + port + " did not come about: " + text,
                    e);
        } catch (IOException e) {
            throw new StepFailure(
                    "TlsBroken", "the connection to " + host + ":" + port + " broke during TLS: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new StepFailure("NoTls", "this JVM can't speak TLS: " + e.getMessage(), e);
        }
    }

    /** The next line that a server of mail says. */
    String hear() throws StepFailure {
        StringBuilder line = new StringBuilder();
        try {
            for (int c = socket.getInputStream().read();
                    c != '\n';
                    c = socket.getInputStream().read()) {
                if (c < 0 || line.length() > LONGEST_LINE) {
                    throw new StepFailure("NoGreeting", host + ":" + port + " said no whole line", null);
                }
                line.append((char) c);
            }
        } catch (IOException e) {
            throw new StepFailure(
                    TransportException.NETWORK, host + ":" + port + " says nothing: " + e.getMessage(), e);
        }
        return line.toString().strip();
    }

    /** Says a line, and hears one. */
    String say(String command) throws StepFailure {
        try {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new StepFailure(
                    TransportException.NETWORK, host + ":" + port + " can't be asked: " + e.getMessage(), e);
        }
        return hear();
    }

    /** All lines up to one, without it if it is a lone dot. */
    List<String> hearUntil(Predicate<String> end) throws StepFailure {
        List<String> lines = new ArrayList<>();
        String line = hear();
        while (!end.test(line) && lines.size() < MOST_LINES) {
            lines.add(line);
            line = hear();
        }
        if (!line.equals(".")) {
            lines.add(line);
        }
        return lines;
    }

    /** Asks for the page at the server's address without signing in. */
    Asked ask(String path) throws StepFailure {
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + (port == 443 || port == 80 ? host : host + ":" + port)
                + "\r\nUser-Agent: ExchangeSync\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new Asked(request, HttpHead.read(socket.getInputStream(), 2048));
        } catch (IOException e) {
            throw new StepFailure(
                    TransportException.NETWORK,
                    host + ":" + port + " gave no answer in HTTP to GET " + path + ": " + e.getMessage(),
                    e);
        }
    }

    record Asked(String request, HttpHead answer) {
        Evidence evidence() {
            return new Evidence(request.replace("\r", "").strip(), answer.text());
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // nothing is left to be lost on it
        }
    }

    /** Takes every certificate, because it is to be looked at; a trust manager of this kind is asked for no name. */
    private static final class Curious extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
