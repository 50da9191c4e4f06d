package org.exchangesync.ews.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection to a server over TLS, through the proxy where there is one, that signs in before its first request where
 * the account signs in by connection. To {@code HttpURLConnection} it looks like any other, so that keeping and using
 * connections again is its business.
 */
final class EwsSocket extends DelegatingSslSocket {
    private static final int LINGER_SECONDS = 1;

    private final SSLSocketFactory sockets;
    private final Tunnel tunnel;
    private final ConnectionSignIn signIn;
    private final Duration patience;
    private final Socket plain;
    private volatile SSLSocket tls;
    private volatile String host;

    /**
     * @param tunnel through a proxy, or null
     * @param signIn or null where requests bring their credentials themselves
     */
    EwsSocket(SSLSocketFactory sockets, Tunnel tunnel, ConnectionSignIn signIn, Duration patience) {
        this.sockets = sockets;
        this.tunnel = tunnel;
        this.signIn = signIn;
        this.patience = patience;
        this.plain = new Socket();
    }

    /** Over a connection that stands already. */
    EwsSocket(
            SSLSocketFactory sockets,
            ConnectionSignIn signIn,
            Duration patience,
            Socket connected,
            String host,
            int port)
            throws IOException {
        this.sockets = sockets;
        this.tunnel = null;
        this.signIn = signIn;
        this.patience = patience;
        this.plain = connected;
        secure(host, port);
    }

    @Override
    Socket socket() {
        return tls != null ? tls : plain;
    }

    @Override
    SSLSocket tls() {
        if (tls == null) {
            throw new IllegalStateException("the connection doesn't stand yet");
        }
        return tls;
    }

    @Override
    public void connect(SocketAddress address) throws IOException {
        connect(address, 0);
    }

    @Override
    public void connect(SocketAddress address, int timeoutMillis) throws IOException {
        InetSocketAddress server = (InetSocketAddress) address;
        String name = server.getHostString();
        plain.setSoLinger(true, LINGER_SECONDS);
        plain.setTcpNoDelay(true);
        if (tunnel != null && tunnel.settings().leadsTo(name)) {
            tunnel.connect(plain, name, server.getPort(), timeoutMillis, patience);
        } else {
            plain.connect(server, timeoutMillis);
        }
        plain.setSoTimeout((int) patience.toMillis());
        secure(name, server.getPort());
    }

    private void secure(String name, int port) throws IOException {
        host = name;
        SSLSocket secure = (SSLSocket) sockets.createSocket(plain, name, port, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        tls = secure;
    }

    @Override
    public void startHandshake() throws IOException {
        tls().startHandshake();
        if (signIn != null) {
            int timeout = tls().getSoTimeout();
            signIn.signIn(tls(), host);
            tls().setSoTimeout(timeout);
        }
    }
}
