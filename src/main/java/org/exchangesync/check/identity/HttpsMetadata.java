package org.exchangesync.check.identity;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.exchangesync.ews.autodiscover.AddressGuard;

/**
 * Brings metadata documents over https with a verified certificate. Redirects are not followed, and a document has so many
 * bytes and so much time. Threadsafe.
 */
public final class HttpsMetadata implements MetadataSource {
    static final int LONGEST = 256 << 10;

    private final HttpClient client;
    private final Duration patience;

    /** @param tls whom to trust */
    public HttpsMetadata(SSLContext tls) {
        this(tls, Duration.ofSeconds(10));
    }

    /** @param patience for a whole document */
    HttpsMetadata(SSLContext tls, Duration patience) {
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .sslContext(tls)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .build();
    }

    @Override
    public byte[] fetch(URI url, boolean anywhere) throws IOException {
        if (!"https".equals(url.getScheme())) {
            throw new IOException("it is not asked for over " + url.getScheme());
        }
        if (!anywhere) {
            Optional<String> refusal =
                    AddressGuard.refusal(url.getHost(), List.of(InetAddress.getAllByName(url.getHost())), false);
            if (refusal.isPresent()) {
                throw new IOException("not asked for: " + refusal.get()
                        + "; if that is right, name the address of the metadata document itself");
            }
        }
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Accept", "application/json")
                .timeout(patience)
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, head -> new BoundedBody(LONGEST));
        try {
            HttpResponse<byte[]> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("HTTP " + response.statusCode());
            }
            return response.body();
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("no whole answer within " + patience.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause().getMessage()), e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
