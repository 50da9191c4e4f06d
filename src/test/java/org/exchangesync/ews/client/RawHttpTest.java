package org.exchangesync.ews.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RawHttpTest {
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            client = new Socket(listening.getInetAddress(), listening.getLocalPort());
            server = listening.accept();
        }
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    private RawHttp.Answer ask(String answer) throws IOException {
        server.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        return new RawHttp(client, Duration.ofSeconds(5)).ask("GET", "/", Map.of("Host", "h"));
    }

    @Test
    void anAnswerIsReadToItsLastByteAndNotOneFurther() throws IOException {
        assertThat(ask("HTTP/1.1 401 No\r\nContent-Length: 3\r\nwww-authenticate: NTLM\r\n\r\nabcNEXT"))
                .satisfies(answer -> {
                    assertThat(answer.status()).isEqualTo(401);
                    assertThat(answer.all("WWW-Authenticate")).containsExactly("NTLM");
                    assertThat(answer.body()).asString().isEqualTo("abc");
                    assertThat(answer.staysOpen()).isTrue();
                });
        assertThat(client.getInputStream().readNBytes(4)).asString().isEqualTo("NEXT");
    }

    @Test
    void chunksTrailersAndInterimAnswersAreRead() throws IOException {
        RawHttp.Answer answer = ask("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\nNEXT");
        assertThat(answer.body()).asString().isEqualTo("abcde");
        assertThat(client.getInputStream().readNBytes(4)).asString().isEqualTo("NEXT");
    }

    @Test
    void anAnswerWithoutLengthEndsTheConnection() throws IOException {
        server.getOutputStream().write("HTTP/1.0 200 OK\r\n\r\nall".getBytes(StandardCharsets.US_ASCII));
        server.shutdownOutput();
        RawHttp.Answer answer = new RawHttp(client, Duration.ofSeconds(5)).ask("GET", "/", Map.of());
        assertThat(answer.body()).asString().isEqualTo("all");
        assertThat(answer.staysOpen()).isFalse();
    }

    @Test
    void whatIsNoHttpOrEndsEarlyOrHasNoEndIsRefused() throws IOException {
        assertThatThrownBy(() -> ask("SSH-2.0-x\r\n")).hasMessageContaining("not HTTP");
        connect();
        assertThatThrownBy(() -> ask("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"))
                .hasMessageContaining("chunks are damaged");
        connect();
        assertThatThrownBy(() -> ask("HTTP/1.1 200 OK\r\nX: " + "x".repeat(70_000)))
                .hasMessageContaining("longer than is taken");
        connect();
        assertThatThrownBy(() -> ask("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n" + "x".repeat(300_000)))
                .hasMessageContaining("longer than is taken");
        connect();
        server.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Le".getBytes(StandardCharsets.US_ASCII));
        server.shutdownOutput();
        assertThatThrownBy(() -> new RawHttp(client, Duration.ofSeconds(5)).ask("GET", "/", Map.of()))
                .hasMessageContaining("closed within the answer");
    }

    @Test
    void anAnswerInDropsIsNotWaitedForForEver() {
        CompletableFuture<Void> dripping = CompletableFuture.runAsync(() -> {
            try {
                OutputStream out = server.getOutputStream();
                byte[] head = "HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII);
                for (int i = 0; !server.isClosed(); i++) {
                    out.write(i < head.length ? head[i] : 'x');
                    new CompletableFuture<Void>()
                            .completeOnTimeout(null, 20, java.util.concurrent.TimeUnit.MILLISECONDS)
                            .join();
                }
            } catch (IOException closed) {
                // the client has gone, as it should
            }
        });
        assertThatThrownBy(() -> new RawHttp(client, Duration.ofMillis(400)).ask("GET", "/", Map.of()))
                .isInstanceOf(SocketTimeoutException.class);
        assertThat(dripping).isNotCompletedExceptionally();
    }
}
