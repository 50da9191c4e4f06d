package org.exchangesync.popsmtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.exchangesync.item.Samples;
import org.exchangesync.sandbox.http.CertificateAuthority;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.WireListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords and tokens go under TLS, to a server that proves its name, or not at all. */
class MailSecurityTest {
    private static final MailboxRef ANNA = MailboxRef.of("anna@example.org");

    @TempDir
    Path folder;

    private final List<AutoCloseable> servers = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private CertificateAuthority authority;

    @BeforeEach
    void start() {
        authority = CertificateAuthority.in(folder);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable server : servers) {
            server.close();
        }
    }

    private ScriptedPop3 pop3(boolean tls, boolean atOnce) {
        ScriptedPop3 server = new ScriptedPop3(tls ? authority.serverContext() : null, atOnce);
        servers.add(server);
        return server;
    }

    private ScriptedSmtp smtp(boolean tls, boolean atOnce) {
        ScriptedSmtp server = new ScriptedSmtp(tls ? authority.serverContext() : null, atOnce);
        servers.add(server);
        return server;
    }

    private ConnectionSettings.Builder settings(String incoming, String outgoing, Path trusted) {
        return ConnectionSettings.builder(
                        "test",
                        incoming == null ? null : URI.create(incoming),
                        new Credentials("anna", Secret.of("secret")))
                .outgoingUrl(outgoing == null ? null : URI.create(outgoing))
                .trustStore(trusted, null)
                .readTimeout(Duration.ofSeconds(3));
    }

    private PopSmtpTransport transport(ConnectionSettings.Builder settings) {
        return new PopSmtpTransport(settings.build(), (said, answer) -> heard.add(said + answer), Clock.systemUTC());
    }

    @Test
    void bothWaysToTlsLeadToBothServers() {
        for (boolean atOnce : List.of(true, false)) {
            String s = atOnce ? "s" : "";
            ScriptedPop3 pop3 = pop3(true, atOnce);
            ScriptedSmtp smtp = smtp(true, atOnce);
            PopSmtpTransport transport = transport(settings(
                    "pop3" + s + "://localhost:" + pop3.port(),
                    "smtp" + s + "://localhost:" + smtp.port(),
                    authority.pem()));
            assertThat(transport.serverInfo(ANNA).version()).contains("Scripted 1");
            assertThat(transport.outgoingInfo(ANNA).version()).contains("scripted.example.org");
            transport.submit(ANNA, Samples.email("Offer"));
            assertThat(smtp.mails()).hasSize(1);
        }
        assertThat(heard).isNotEmpty().noneMatch(line -> line.contains("secret"));
    }

    @Test
    void aServerThatCannotBeginTlsIsToldNoPassword() {
        ScriptedPop3 pop3 = pop3(false, false);
        ScriptedSmtp smtp = smtp(false, false);
        PopSmtpTransport transport = transport(
                settings("pop3://localhost:" + pop3.port(), "smtp://localhost:" + smtp.port(), authority.pem()));
        fails("StartTlsMissing", () -> transport.serverInfo(ANNA));
        fails("StartTlsMissing", () -> transport.outgoingInfo(ANNA));
        assertThat(pop3.count("USER") + pop3.count("PASS") + smtp.count("AUTH")).isZero();
    }

    @Test
    void whatIsSaidBeforeTlsBeginsIsNotBelieved() {
        ScriptedPop3 pop3 = pop3(true, false);
        pop3.script((command, wire) -> {
            if (command.equals("STLS")) {
                wire.raw("+OK\r\n+OK injected\r\n");
                wire.startTls();
                return true;
            }
            return false;
        });
        PopSmtpTransport transport = transport(settings("pop3://localhost:" + pop3.port(), null, authority.pem()));
        fails(TransportException.NETWORK, () -> transport.serverInfo(ANNA));
        assertThat(pop3.count("PASS")).isZero();
    }

    @Test
    void certificatesOfStrangersAndOfOtherNamesAreRefused() {
        ScriptedPop3 pop3 = pop3(true, true);
        PopSmtpTransport strangers = transport(settings("pop3s://localhost:" + pop3.port(), null, null));
        fails(TransportException.TLS, () -> strangers.serverInfo(ANNA));
        ScriptedPop3 other = new ScriptedPop3(CertificateAuthority.stranger().serverContext(), true);
        servers.add(other);
        PopSmtpTransport stranger = transport(settings("pop3s://localhost:" + other.port(), null, authority.pem()));
        fails(TransportException.TLS, () -> stranger.serverInfo(ANNA));
        PopSmtpTransport name =
                transport(settings("pop3s://ip6-localhost.invalid.localhost:" + pop3.port(), null, authority.pem()));
        assertThatThrownBy(() -> name.serverInfo(ANNA)).isInstanceOf(TransportException.class);
        assertThat(pop3.count("PASS") + other.count("PASS")).isZero();
    }

    @Test
    void plainTextIsRefusedUnlessItIsPermitted() {
        ConnectionSettings.Builder incoming = settings("pop3+plain://localhost:1", null, null);
        fails(TransportException.CONFIGURATION, () -> transport(incoming));
        ConnectionSettings.Builder outgoing = settings(null, "smtp+plain://localhost:1", null);
        fails(TransportException.CONFIGURATION, () -> transport(outgoing));
        ConnectionSettings.Builder strange = settings("imaps://localhost:1", null, null);
        fails(TransportException.CONFIGURATION, () -> transport(strange));
    }

    @Test
    void theErrorOfAWrongPasswordHoldsNoPassword() {
        ScriptedPop3 pop3 = pop3(true, true);
        ConnectionSettings wrong = ConnectionSettings.builder(
                        "test",
                        URI.create("pop3s://localhost:" + pop3.port()),
                        new Credentials("anna", Secret.of("hunter2\r\nDELE 1")))
                .trustStore(authority.pem(), null)
                .build();
        assertThatThrownBy(() -> new PopSmtpTransport(wrong, WireListener.NONE, Clock.systemUTC()).serverInfo(ANNA))
                .isInstanceOf(TransportException.class)
                .hasMessageNotContaining("hunter2");
        assertThat(pop3.count("DELE")).isZero();
    }

    @Test
    void aTokenSignsInToBothServers() throws IOException {
        AtomicInteger given = new AtomicInteger();
        HttpServer tokens = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tokens.createContext("/token", exchange -> {
            byte[] answer = ("{\"access_token\":\"t" + given.incrementAndGet()
                            + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}")
                    .getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        tokens.start();
        servers.add(() -> tokens.stop(0));
        ScriptedPop3 pop3 = pop3(true, true);
        ScriptedSmtp smtp = smtp(true, true);
        String good = Base64.getEncoder()
                .encodeToString(
                        "user=anna@example.org\u0001auth=Bearer t1\u0001\u0001".getBytes(StandardCharsets.UTF_8));
        pop3.script((command, wire) -> {
            if (command.equals("AUTH XOAUTH2")) {
                wire.say("+ ");
                return true;
            }
            if (command.equals(good)) {
                wire.say("+OK");
                return true;
            }
            return false;
        });
        ConnectionSettings settings = ConnectionSettings.builder(
                        "test",
                        URI.create("pop3s://localhost:" + pop3.port()),
                        new Authentication.OAuth(
                                URI.create("http://127.0.0.1:"
                                        + tokens.getAddress().getPort() + "/token"),
                                "app",
                                "scope",
                                Secret.of("client"),
                                null,
                                null))
                .outgoingUrl(URI.create("smtps://localhost:" + smtp.port()))
                .trustStore(authority.pem(), null)
                .allowPlainHttp(true)
                .build();
        PopSmtpTransport transport =
                new PopSmtpTransport(settings, (said, answer) -> heard.add(said + answer), Clock.systemUTC());

        transport.serverInfo(ANNA);
        transport.submit(ANNA, Samples.email("Offer"));

        assertThat(smtp.commands()).contains("AUTH XOAUTH2 " + good);
        assertThat(heard).noneMatch(line -> line.contains(good));
        assertThat(given).hasValue(1);
        pop3.script((command, wire) -> {
            if (command.equals("AUTH XOAUTH2")) {
                wire.say("+ ");
                return true;
            }
            if (command.equals(good)) {
                wire.say("-ERR [AUTH] expired");
                return true;
            }
            return false;
        });
        fails("Pop3Auth", () -> transport.serverInfo(ANNA));
        assertThat(given)
                .as("a token that was just given isn't refused for its age")
                .hasValue(1);
    }

    private static void fails(String code, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        TransportException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }
}
