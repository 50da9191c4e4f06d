package org.exchangesync.ews.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.exchangesync.transport.ConnectionSettings;

/**
 * Makes the connections of one client. {@code HttpURLConnection} keeps connections for the factory that made them, so what
 * one client's factory made, no other client ever gets: connections of two accounts are never mixed up.
 */
final class EwsSockets extends SSLSocketFactory {
    private final SSLSocketFactory sockets;
    private final Tunnel tunnel;
    private final ConnectionSignIn signIn;
    private final Duration patience;

    private EwsSockets(SSLSocketFactory sockets, Tunnel tunnel, ConnectionSignIn signIn, Duration patience) {
        this.sockets = sockets;
        this.tunnel = tunnel;
        this.signIn = signIn;
        this.patience = patience;
    }

    /**
     * Makes factories for one client.
     *
     * @param signIn for each connection, or null where requests bring their credentials themselves
     * @throws EwsFault if the trust store can't be used
     */
    static Supplier<SSLSocketFactory> factories(ConnectionSettings settings, ConnectionSignIn signIn) {
        SSLSocketFactory sockets = TlsTrust.socketFactory(settings);
        if (settings.proxy() == null && signIn == null) {
            return () -> new LingeringSockets(sockets);
        }
        Tunnel tunnel = settings.proxy() == null ? null : new Tunnel(settings.proxy());
        return () -> new EwsSockets(sockets, tunnel, signIn, settings.readTimeout());
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() {
        return new EwsSocket(sockets, tunnel, signIn, patience);
    }

    /** Over a connection through the proxy of the whole JVM. */
    @Override
    public Socket createSocket(Socket plain, String host, int port, boolean autoClose) throws IOException {
        if (tunnel != null) {
            throw new IOException("a proxy is configured for this connection and another one for the whole JVM"
                    + " (https.proxyHost); take one of them away");
        }
        return new EwsSocket(sockets, signIn, patience, plain, host, port);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        throw onlyUnconnected();
    }

    private static IOException onlyUnconnected() {
        return new IOException("connections are made unconnected first, so that the proxy and the time limit apply");
    }
}
