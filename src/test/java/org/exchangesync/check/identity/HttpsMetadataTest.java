package org.exchangesync.check.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.exchangesync.sandbox.http.CertificateAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsMetadataTest {
    @TempDir
    Path folder;

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private CertificateAuthority authority;
    private HttpsServer server;
    private HttpsMetadata source;

    @BeforeEach
    void start() throws IOException {
        authority = CertificateAuthority.in(folder);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(authority.serverContext()));
        server.setExecutor(threads);
        server.start();
        source = new HttpsMetadata(authority.clientContext(), Duration.ofSeconds(2));
    }

    @AfterEach
    void stop() {
        ended.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpHandler handler) {
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            try (exchange) {
                handler.handle(exchange);
            }
        });
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private URI url() {
        return URI.create("https://localhost:" + server.getAddress().getPort() + MetadataTrust.PATH);
    }

    @Test
    void aDocumentIsBrought() throws IOException {
        serve(exchange -> answer(exchange, 200, new byte[] {'{', '}'}));
        assertThat(source.fetch(url(), true)).containsExactly('{', '}');
    }

    @Test
    void thisMachineIsNotAskedUnlessTheDocumentIsNamed() {
        serve(exchange -> answer(exchange, 200, new byte[] {'{', '}'}));
        assertThatThrownBy(() -> source.fetch(url(), false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not asked for: localhost has the address");
        assertThat(asked).hasValue(0);
    }

    @Test
    void redirectsAreNotFollowed() {
        serve(exchange -> {
            exchange.getResponseHeaders()
                    .set("Location", url().resolve("/elsewhere").toString());
            answer(exchange, 302, new byte[0]);
        });
        assertThatThrownBy(() -> source.fetch(url(), true)).hasMessage("HTTP 302");
        assertThat(asked).hasValue(1);
    }

    @Test
    void aDocumentWithoutEndIsCutOff() {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            while (ended.getCount() > 0) {
                out.write(new byte[8192]);
            }
        });
        assertThatThrownBy(() -> source.fetch(url(), true)).hasMessageContaining("longer than 262144 bytes");
    }

    @Test
    void aDocumentInDropsIsNotWaitedForForEver() {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                while (!ended.await(50, TimeUnit.MILLISECONDS)) {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatThrownBy(() -> source.fetch(url(), true)).hasMessageContaining("2000 ms");
    }

    @Test
    void aServerThatNobodyVouchesForIsNotBelieved() throws Exception {
        serve(exchange -> answer(exchange, 200, new byte[] {'{', '}'}));
        HttpsMetadata strangers = new HttpsMetadata(SSLContext.getDefault(), Duration.ofSeconds(5));
        assertThatThrownBy(() -> strangers.fetch(url(), true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("PKIX");
        assertThat(asked).hasValue(0);
    }

    @Test
    void plainHttpIsNotSpoken() {
        assertThatThrownBy(() -> source.fetch(URI.create("http://localhost/"), true))
                .isInstanceOf(IOException.class);
    }
}
