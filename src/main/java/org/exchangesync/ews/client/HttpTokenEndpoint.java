package org.exchangesync.ews.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.oauth.TokenEndpoint;

/**
 * A token endpoint over a connection of its own for each question, through the proxy where there is one. It is trusted by
 * the JVM's authorities as well as by those of the settings: an own Exchange server often has an own authority, the endpoint
 * that knows its applications has not.
 */
final class HttpTokenEndpoint implements TokenEndpoint {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final URI url;
    private final SSLSocketFactory tls;
    private final Tunnel tunnel;
    private final int connectMillis;
    private final Duration patience;

    HttpTokenEndpoint(ConnectionSettings settings, URI url) {
        this.url = url;
        this.tls = TlsTrust.withThoseOfTheJvm(settings);
        this.tunnel = settings.proxy() == null ? null : new Tunnel(settings.proxy());
        this.connectMillis = (int) settings.connectTimeout().toMillis();
        this.patience = settings.readTimeout().compareTo(LONGEST) < 0 ? settings.readTimeout() : LONGEST;
    }

    @Override
    public Answer post(byte[] form) throws IOException {
        boolean secure = url.getScheme().equalsIgnoreCase("https");
        try (Socket socket = secure ? new EwsSocket(tls, tunnel, null, patience) : new Socket()) {
            int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
            socket.connect(new InetSocketAddress(url.getHost(), port), connectMillis);
            if (socket instanceof SSLSocket tlsSocket) {
                tlsSocket.startHandshake();
            }
            String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
            String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
            RawHttp.Answer answer = new RawHttp(socket, patience).ask("POST", path + query, headers(form), form);
            return new Answer(answer.status(), answer.headers(), answer.body());
        }
    }

    private Map<String, String> headers(byte[] form) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort());
        headers.put("User-Agent", EwsClient.USER_AGENT);
        headers.put("Accept", "application/json");
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        headers.put("Content-Length", String.valueOf(form.length));
        headers.put("Connection", "close");
        return headers;
    }
}
