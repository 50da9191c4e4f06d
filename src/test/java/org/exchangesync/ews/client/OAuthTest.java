package org.exchangesync.ews.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.exchangesync.ews.client.SignInCalls.read;
import static org.exchangesync.ews.client.SignInCalls.write;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;
import static org.exchangesync.sandbox.SandboxExtension.BEN;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.exchangesync.SettableClock;
import org.exchangesync.sandbox.Logon;
import org.exchangesync.sandbox.SandboxExtension;
import org.exchangesync.sandbox.http.SignInAttempt;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Impersonation;
import org.exchangesync.transport.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of applications, from a token endpoint to the mailbox. */
class OAuthTest {
    private static final String SECRET = "planted~secret/1";
    private static final RsaCertificate CERTIFICATE = RsaCertificate.of("CN=sync");

    private final SettableClock clock = new SettableClock(Instant.now());

    @RegisterExtension
    final SandboxExtension sandbox = SandboxExtension.with(builder -> builder.logon(Logon.OAUTH)
            .clock(clock)
            .application("app", SECRET)
            .application("certified", CERTIFICATE.certificate()));

    @TempDir
    Path folder;

    private Authentication.OAuth secret(String value) {
        return new Authentication.OAuth(
                URI.create(sandbox.server().tokenUrl()),
                "app",
                sandbox.server().tokenScope(),
                Secret.of(value),
                null,
                null);
    }

    private Authentication.OAuth certificate(Path file, String password) {
        return new Authentication.OAuth(
                URI.create(sandbox.server().tokenUrl()),
                "certified",
                "https://outlook.office365.com/.default",
                null,
                file,
                password == null ? null : Secret.of(password));
    }

    private ConnectionSettings.Builder settings(Authentication authentication) {
        return ConnectionSettings.builder("online", URI.create(sandbox.server().ewsUrl()), authentication)
                .trustStore(sandbox.server().certificateFile(), null)
                .readTimeout(Duration.ofSeconds(20));
    }

    private EwsClient client(ConnectionSettings settings) {
        return new EwsClient(settings, EwsLimits.DEFAULT, EwsAuthentication.of(settings, clock), clock);
    }

    private List<SignInAttempt> tokensAsked() {
        return sandbox.server().signIns().stream()
                .filter(attempt -> attempt.scheme().equals("Token"))
                .toList();
    }

    @Test
    void anApplicationWithASecretWorksOnMailboxesAndAllItsConnectionsShareOneToken() {
        try (EwsClient one = client(settings(secret(SECRET)).build());
                EwsClient other =
                        client(settings(secret(SECRET)).maxConnections(3).build())) {
            write(one, ANNA, "One");
            write(other, BEN, "Other");
            read(one, BEN);
        }
        assertThat(sandbox.server().ledger().entries())
                .extracting(entry -> entry.caller() + " " + entry.mailbox())
                .containsExactly("app " + ANNA, "app " + BEN);
        assertThat(tokensAsked()).singleElement().matches(SignInAttempt::accepted);
    }

    /** The scope is the own server's address there, and nothing else differs from Exchange Online. */
    @Test
    void hybridModernAuthenticationIsAnotherScope() {
        for (String scope : List.of(sandbox.server().tokenScope(), "https://outlook.office365.com/.default")) {
            Authentication.OAuth application = new Authentication.OAuth(
                    URI.create(sandbox.server().tokenUrl()), "app", scope, Secret.of(SECRET), null, null);
            try (EwsClient client = client(settings(application).build())) {
                read(client, ANNA);
            }
        }
        assertThat(tokensAsked()).as("a token for each scope").hasSize(2).allMatch(SignInAttempt::accepted);
        Authentication.OAuth stranger = new Authentication.OAuth(
                URI.create(sandbox.server().tokenUrl()),
                "app",
                "https://mail.elsewhere.example/.default",
                Secret.of(SECRET),
                null,
                null);
        try (EwsClient client = client(settings(stranger).build())) {
            assertThatThrownBy(() -> read(client, ANNA))
                    .hasMessageContaining("the scope is wrong")
                    .extracting(e -> ((EwsFault) e).code())
                    .isEqualTo("TokenRefused");
        }
    }

    @Test
    void anApplicationProvesByItsCertificateWhoItIs() throws Exception {
        List<Path> files = List.of(
                CERTIFICATE.pkcs12(folder.resolve("app.p12"), "changeit"),
                CERTIFICATE.pem(folder.resolve("app.pem")),
                CERTIFICATE.encryptedPem(folder.resolve("locked.pem"), "changeit"));
        for (Path file : files) {
            String password = file.endsWith("app.pem") ? null : "changeit";
            try (EwsClient client = client(settings(certificate(file, password)).build())) {
                read(client, ANNA);
            }
        }
        assertThat(tokensAsked()).hasSize(3).allMatch(SignInAttempt::accepted);
    }

    @Test
    void aCertificateThatNobodyRegisteredIsRefusedInWords() throws Exception {
        Path stranger = RsaCertificate.of("CN=stranger").pkcs12(folder.resolve("stranger.p12"), "changeit");
        try (EwsClient client =
                client(settings(certificate(stranger, "changeit")).build())) {
            assertThatThrownBy(() -> read(client, ANNA))
                    .hasMessageContaining("the certificate is not registered with the application")
                    .extracting(e -> ((EwsFault) e).code())
                    .isEqualTo("TokenRefused");
        }
        try (EwsClient client = client(settings(certificate(stranger, "wrong")).build())) {
            assertThatThrownBy(() -> read(client, ANNA))
                    .hasMessageContaining("stranger.p12 can't be used")
                    .extracting(e -> ((EwsFault) e).code())
                    .isEqualTo("Configuration");
        }
    }

    @Test
    void aTokenIsRenewedBeforeItEnds() {
        try (EwsClient client = client(settings(secret(SECRET)).build())) {
            read(client, ANNA);
            clock.go(Duration.ofMinutes(57));
            read(client, ANNA);
            read(client, ANNA);
        }
        assertThat(sandbox.server().signIns())
                .as("two tokens, and no request that was refused")
                .hasSize(2)
                .allMatch(SignInAttempt::accepted);
    }

    @Test
    void aTokenThatTheServerNoLongerTakesIsRenewedOnceAndTheWriteIsDoneOnce() {
        try (EwsClient client = client(settings(secret(SECRET)).build())) {
            write(client, ANNA, "Before");
            clock.go(Duration.ofMinutes(10));
            sandbox.server().tokens().revokeAll();
            clock.go(Duration.ofSeconds(1));
            write(client, ANNA, "After");
        }
        assertThat(sandbox.server().ledger().entries()).hasSize(2);
        assertThat(tokensAsked()).hasSize(2);
        assertThat(sandbox.server().signIns()).filteredOn(a -> !a.accepted()).hasSize(1);
    }

    @Test
    void aServerThatTakesNoTokenAtAllIsAskedTwiceAtMost() throws Exception {
        byte[] token = "{\"access_token\":\"ey.planted.token\",\"expires_in\":3600}".getBytes(StandardCharsets.UTF_8);
        try (StubServer endpoint = StubServer.http().reply(200, Map.of(), token);
                StubServer ews = StubServer.http()
                        .reply(
                                401,
                                Map.of(
                                        "WWW-Authenticate", "Bearer client_id=\"x\"",
                                        "x-ms-diagnostics",
                                                "2000003;reason=\"The audience is wrong\";error_category=\"invalid_resource\""),
                                new byte[0]);
                EwsClient client = client(ConnectionSettings.builder(
                                "online",
                                ews.url(),
                                new Authentication.OAuth(
                                        endpoint.url(), "app", "https://x/.default", Secret.of(SECRET), null, null))
                        .allowPlainHttp(true)
                        .build())) {
            assertThatThrownBy(() -> read(client, ANNA))
                    .hasMessageContaining("it doesn't accept the application's token; it offers Bearer")
                    .hasMessageContaining("the token is for another resource: scope must name")
                    .hasMessageNotContaining("planted")
                    .extracting(e -> ((EwsFault) e).code())
                    .isEqualTo("Http401");
            assertThat(ews.asked()).as("a fresh token isn't replaced").hasSize(1);
            clock.go(Duration.ofMinutes(5));
            assertThatThrownBy(() -> read(client, ANNA)).isInstanceOf(EwsFault.class);
            assertThat(ews.asked()).as("an older one is, once").hasSize(3);
            assertThat(endpoint.asked()).hasSize(2);
            assertThat(ews.asked().get(2).header("X-AnchorMailbox")).isEqualTo(ANNA);
        }
    }

    @Test
    void aWrongSecretIsTriedOnceByHoweverManyWorkers() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(12);
        try (EwsClient client = client(settings(secret("wrong")).build())) {
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                work.add(() -> {
                    assertThatThrownBy(() -> read(client, ANNA))
                            .hasMessageContaining("its value is wanted, not its id")
                            .hasMessageContaining("AADSTS7000215");
                    return null;
                });
            }
            for (Future<Void> done : workers.invokeAll(work)) {
                done.get();
            }
        } finally {
            workers.shutdownNow();
        }
        assertThat(tokensAsked()).hasSize(1);
    }

    @Test
    void whatCantWorkIsToldBeforeAnythingIsSent() {
        assertThatThrownBy(() -> client(settings(secret(SECRET))
                        .impersonation(Impersonation.NONE)
                        .build()))
                .hasMessageContaining("must impersonate");
        Authentication.OAuth plain = new Authentication.OAuth(
                URI.create("http://login.example/token"), "app", "x/.default", Secret.of(SECRET), null, null);
        assertThatThrownBy(() -> client(settings(plain).build()))
                .hasMessageContaining("readable for anyone")
                .hasMessageNotContaining(SECRET);
        assertThat(sandbox.server().connections()).isEmpty();
    }

    @Test
    void anAnswerThatIsHugeOrEndsEarlyIsNoToken() throws Exception {
        byte[] huge = new byte[1 << 20];
        for (StubServer.Reply reply : List.of(
                new StubServer.Reply(200, Map.of(), huge, huge.length),
                new StubServer.Reply(200, Map.of(), "{\"access_token\":".getBytes(StandardCharsets.UTF_8), 15))) {
            try (StubServer endpoint = StubServer.http().reply(reply);
                    EwsClient client = client(ConnectionSettings.builder(
                                    "online",
                                    URI.create(sandbox.server().ewsUrl()),
                                    new Authentication.OAuth(
                                            endpoint.url(), "app", "https://x/.default", Secret.of(SECRET), null, null))
                            .allowPlainHttp(true)
                            .build())) {
                assertThatThrownBy(() -> read(client, ANNA))
                        .hasMessageContaining("no token from " + endpoint.url())
                        .extracting(e -> ((EwsFault) e).code())
                        .isEqualTo("TokenUnavailable");
            }
        }
    }

    @Test
    void theAssertionSaysWhatItMust() throws Exception {
        Path file = CERTIFICATE.pkcs12(folder.resolve("app.p12"), "changeit");
        byte[] none = "{\"error\":\"invalid_client\"}".getBytes(StandardCharsets.UTF_8);
        try (StubServer endpoint = StubServer.http().reply(401, Map.of(), none);
                EwsClient client = client(ConnectionSettings.builder(
                                "online",
                                URI.create(sandbox.server().ewsUrl()),
                                new Authentication.OAuth(
                                        endpoint.url(),
                                        "app\"1",
                                        "https://x/.default",
                                        null,
                                        file,
                                        Secret.of("changeit")))
                        .allowPlainHttp(true)
                        .build())) {
            assertThatThrownBy(() -> read(client, ANNA)).isInstanceOf(EwsFault.class);
            String body = endpoint.asked().get(0).body();
            String assertion = body.substring(body.indexOf("client_assertion=") + 17);
            String[] parts = assertion.split("\\.");
            String header = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
            String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            assertThat(header).contains("\"alg\":\"PS256\"", "\"x5t#S256\":\"" + CERTIFICATE.thumbprint() + "\"");
            assertThat(claims)
                    .contains(
                            "\"aud\":\"" + endpoint.url() + "\"",
                            "\"iss\":\"app\\\"1\"",
                            "\"sub\":\"app\\\"1\"",
                            "\"jti\":\"",
                            "\"exp\":" + clock.instant().plusSeconds(300).getEpochSecond());
            assertThat(body).doesNotContain("client_secret");
        }
        assertThat(Files.exists(file)).isTrue();
    }
}
