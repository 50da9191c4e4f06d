package org.exchangesync.ews.autodiscover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.PasswordAuthentication;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;
import org.exchangesync.ews.autodiscover.Attempt.Outcome;
import org.exchangesync.sandbox.http.CertificateAuthority;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What servers can do to the one who asks: sockets that write what a test tells them, over TLS. */
class UrlConnectionWebTest {
    @TempDir
    Path folder;

    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final UrlConnectionWeb web = new UrlConnectionWeb();
    private CertificateAuthority authority;
    private SSLServerSocket server;

    private interface Answer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    @BeforeEach
    void bind() throws IOException {
        authority = CertificateAuthority.in(folder);
        server = (SSLServerSocket) authority
                .serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    }

    @AfterEach
    void close() throws IOException {
        ended.countDown();
        server.close();
    }

    private void serve(Answer answer) {
        Thread thread = new Thread(
                () -> {
                    while (!server.isClosed()) {
                        try (Socket socket = server.accept()) {
                            StringBuilder head = new StringBuilder();
                            while (!head.toString().endsWith("\r\n\r\n")) {
                                int c = socket.getInputStream().read();
                                if (c < 0) {
                                    break;
                                }
                                head.append((char) c);
                            }
                            heads.add(head.toString());
                            answer.write(socket.getOutputStream());
                        } catch (IOException gone) {
                            // the client doesn't wait for the rest, as it should
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                },
                "stub");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(String answer) {
        serve(out -> out.write(answer.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private Web.Answer ask(boolean signedIn) throws Web.Failure {
        return ask("localhost", signedIn, folder.resolve("sandbox-ca.pem"));
    }

    private Web.Answer ask(String host, boolean signedIn, Path trust) throws Web.Failure {
        ConnectionSettings settings = ConnectionSettings.builder(
                        "office", null, new Credentials("svc-sync", Secret.of("hush")))
                .trustStore(trust, null)
                .readTimeout(Duration.ofMillis(800))
                .build();
        URI url = URI.create("https://" + host + ":" + server.getLocalPort() + "/autodiscover/autodiscover.svc");
        return web.ask(new Web.Question(url, Map.of("Accept", "text/xml"), null, signedIn), settings);
    }

    private void fails(Outcome outcome, String message) {
        assertThatThrownBy(() -> ask(true))
                .isInstanceOfSatisfying(
                        Web.Failure.class, e -> assertThat(e.outcome()).isEqualTo(outcome))
                .hasMessageContaining(message)
                .hasMessageNotContaining("hush");
    }

    @Test
    void thePasswordIsSentOnlyWhereItIsToBe() throws Exception {
        serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi");
        assertThat(new String(ask(true).body(), StandardCharsets.UTF_8)).isEqualTo("hi");
        ask(false);
        assertThat(heads.get(0)).contains("Authorization: Basic ").contains("User-Agent: ExchangeSync");
        assertThat(heads.get(1)).doesNotContain("Authorization");
    }

    @Test
    void redirectsAreToldAndNotFollowed() throws Exception {
        serve("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        assertThat(ask(true).header("location")).contains("/elsewhere");
        assertThat(heads).hasSize(1);
    }

    @Test
    void aRefusalIsToldAndTheAuthenticatorOfTheJvmIsNotAsked() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Authenticator before = Authenticator.getDefault();
        Authenticator.setDefault(new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                asked.incrementAndGet();
                return new PasswordAuthentication("somebody", "else".toCharArray());
            }
        });
        try {
            serve("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nWWW-Authenticate: NTLM\r\n"
                    + "Content-Length: 0\r\nConnection: close\r\n\r\n");
            Web.Answer answer = ask(true);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.all("WWW-Authenticate")).hasSize(2);
            assertThat(heads).hasSize(1);
            assertThat(asked).hasValue(0);
        } finally {
            Authenticator.setDefault(before);
        }
    }

    @Test
    void anAnswerWithoutEndIsCutOff() {
        serve(out -> {
            out.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] block = new byte[8192];
            while (ended.getCount() > 0) {
                out.write(block);
            }
        });
        fails(Outcome.BAD_ANSWER, "longer than 262144 bytes");
    }

    @Test
    void anAnswerInDropsIsNotWaitedForForEver() {
        serve(out -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            while (!ended.await(50, TimeUnit.MILLISECONDS)) {
                out.write("X-A: b\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
        });
        long from = System.nanoTime();
        fails(Outcome.NO_ANSWER, "no whole answer within 800 ms");
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void silenceIsNoAnswer() {
        serve(out -> ended.await(20, TimeUnit.SECONDS));
        fails(Outcome.NO_ANSWER, "ms");
    }

    @Test
    void whatIsNotHttpIsNoAnswerOfAutodiscover() {
        serve("220 mail.example.org ESMTP\r\n\r\n");
        fails(Outcome.BAD_ANSWER, "");
    }

    @Test
    void headsWithoutEndAreNoHarm() {
        serve(out -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] lines = "X-Padding: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"
                    .repeat(100)
                    .getBytes(StandardCharsets.US_ASCII);
            while (ended.getCount() > 0) {
                out.write(lines);
            }
        });
        assertThatThrownBy(() -> ask(true)).isInstanceOf(Web.Failure.class);
    }

    @Test
    void aCertificateOfAStrangerIsNotTrusted() {
        serve("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThatThrownBy(() -> ask("localhost", true, null))
                .isInstanceOfSatisfying(
                        Web.Failure.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.TLS));
        assertThat(heads).noneMatch(head -> head.contains("Authorization"));
    }

    @Test
    void aCertificateForAnotherNameIsNotTrusted() {
        serve("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThatThrownBy(() -> ask("127.0.0.2", true, folder.resolve("sandbox-ca.pem")))
                .isInstanceOf(Web.Failure.class);
        assertThat(heads).noneMatch(head -> head.contains("Authorization"));
    }
}
