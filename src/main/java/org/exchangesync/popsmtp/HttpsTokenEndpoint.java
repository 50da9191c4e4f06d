package org.exchangesync.popsmtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.security.GeneralSecurityException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.TrustStore;
import org.exchangesync.transport.oauth.TokenEndpoint;

/** A token endpoint, trusted by the JVM's authorities as well as by those of the settings. */
final class HttpsTokenEndpoint implements TokenEndpoint {
    private static final int LONGEST_ANSWER = 1 << 20;

    private final ConnectionSettings settings;
    private final URI url;

    HttpsTokenEndpoint(ConnectionSettings settings, URI url) {
        this.settings = settings;
        this.url = url;
    }

    @Override
    public Answer post(byte[] form) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
        try {
            if (connection instanceof HttpsURLConnection secure) {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, TrustStore.managers(settings, true), null);
                secure.setSSLSocketFactory(context.getSocketFactory());
            }
            connection.setConnectTimeout((int) settings.connectTimeout().toMillis());
            connection.setReadTimeout(
                    (int) Math.min(30_000, settings.readTimeout().toMillis()));
            connection.setInstanceFollowRedirects(false);
            connection.setRequestMethod("POST");
            connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
            connection.setRequestProperty("Accept", "application/json");
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(form.length);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(form);
            }
            int status = connection.getResponseCode();
            InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
            byte[] bytes = body == null ? new byte[0] : body.readNBytes(LONGEST_ANSWER);
            return new Answer(status, connection.getHeaderFields(), bytes);
        } catch (GeneralSecurityException e) {
            throw new TransportException(TransportException.TLS, "TLS can't be set up: " + e.getMessage(), e);
        } finally {
            connection.disconnect();
        }
    }
}
