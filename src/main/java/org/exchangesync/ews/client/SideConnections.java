package org.exchangesync.ews.client;

import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.HttpsURLConnection;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.HttpProxy;

/**
 * HTTP connections for what is asked beside EWS, such as Autodiscover: they trust, go through the proxy and sign in as those
 * of EWS do. Redirects are not followed, and the authenticator of the JVM is not asked. Threadsafe.
 */
public final class SideConnections {
    private static final int MOST_KEPT = 1000;

    private final Map<ConnectionSettings, EwsAuthentication> authentications = new ConcurrentHashMap<>();

    /**
     * What a server answered that refused a connection before its first request.
     *
     * @param status of the HTTP answer
     * @param headers of it
     */
    public record Refused(int status, Map<String, List<String>> headers) {}

    /**
     * A connection that is not yet made.
     *
     * @param settings whose URL is the one to ask
     * @param signedIn whether it signs in; only over https
     * @throws EwsFault if the settings can't be used
     */
    public HttpURLConnection open(ConnectionSettings settings, boolean signedIn) throws IOException {
        URI url = settings.url();
        HttpURLConnection connection = connection(url, settings.proxy());
        connection.setAuthenticator(new Authenticator() {});
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("User-Agent", EwsClient.USER_AGENT);
        if (connection instanceof HttpsURLConnection tls) {
            EwsAuthentication authentication = signedIn ? authentication(settings) : null;
            tls.setSSLSocketFactory(
                    EwsSockets.factories(settings, authentication == null ? null : authentication.connectionSignIn())
                            .get());
            String header = authentication == null ? null : authentication.authorization();
            if (header != null) {
                connection.setRequestProperty("Authorization", header);
            }
        } else if (signedIn) {
            throw new IOException("nobody signs in over " + url.getScheme());
        }
        return connection;
    }

    private EwsAuthentication authentication(ConnectionSettings settings) {
        if (authentications.size() > MOST_KEPT) {
            authentications.clear();
        }
        return authentications.computeIfAbsent(settings, EwsAuthentication::of);
    }

    /** Connections over TLS find the proxy by themselves. */
    private static HttpURLConnection connection(URI url, HttpProxy proxy) throws IOException {
        boolean plain = "http".equalsIgnoreCase(url.getScheme());
        return (HttpURLConnection)
                (plain && proxy != null && proxy.leadsTo(url.getHost())
                        ? url.toURL()
                                .openConnection(
                                        new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.host(), proxy.port())))
                        : url.toURL().openConnection());
    }

    /** Whether a host is reached through the proxy, which then finds its address. */
    public static boolean isProxied(HttpProxy proxy, String host) {
        return proxy != null && proxy.leadsTo(host);
    }

    /** What the server answered, where a connection failed because it wouldn't let us in. */
    public static Optional<Refused> refusal(IOException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SignInRefusal told) {
                return Optional.of(new Refused(told.status(), told.headers()));
            }
        }
        return Optional.empty();
    }
}
