package org.exchangesync.ews.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.exchangesync.ews.client.SignInCalls.read;
import static org.exchangesync.ews.client.SignInCalls.write;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;
import static org.exchangesync.sandbox.SandboxExtension.PASSWORD;
import static org.exchangesync.sandbox.SandboxExtension.SERVICE;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.exchangesync.sandbox.Logon;
import org.exchangesync.sandbox.SandboxExtension;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.HttpProxy;
import org.exchangesync.transport.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyTest {
    private static final String PROXY_PASSWORD = "proxy-word";

    @RegisterExtension
    final SandboxExtension sandbox = SandboxExtension.with(
            builder -> builder.logon(Logon.BASIC, Logon.NTLM, Logon.OAUTH).application("app", "app-secret"));

    private final Authentication basic = new Authentication.Basic(account());

    private static Credentials account() {
        return new Credentials(SERVICE, Secret.of(PASSWORD));
    }

    private ConnectionSettings settings(Authentication authentication, HttpProxy proxy) {
        return ConnectionSettings.builder("office", URI.create(sandbox.server().ewsUrl()), authentication)
                .trustStore(sandbox.server().certificateFile(), null)
                .readTimeout(Duration.ofSeconds(20))
                .proxy(proxy)
                .build();
    }

    private static HttpProxy proxy(ProxyServer server, String password, String... exceptions) {
        Credentials credentials = password == null ? null : new Credentials("proxy-user", Secret.of(password));
        return new HttpProxy("localhost", server.port(), credentials, List.of(exceptions));
    }

    @Test
    void everyWayToSignInGoesThroughTheProxyAndTheProxyPasswordToItAlone() throws Exception {
        Authentication.OAuth oauth = new Authentication.OAuth(
                URI.create(sandbox.server().tokenUrl()),
                "app",
                sandbox.server().tokenScope(),
                Secret.of("app-secret"),
                null,
                null);
        for (Authentication way : List.of(basic, new Authentication.Ntlm(account()), oauth)) {
            try (ProxyServer server = ProxyServer.wanting("proxy-user:" + PROXY_PASSWORD);
                    EwsClient client = new EwsClient(settings(way, proxy(server, PROXY_PASSWORD)))) {
                read(client, ANNA);
                write(client, ANNA, way.getClass().getSimpleName());
                assertThat(server.heads())
                        .as("for reading, for writing, and where there is a token for that")
                        .hasSize(way == oauth ? 3 : 2)
                        .allMatch(head -> head.startsWith("CONNECT localhost:"))
                        .allSatisfy(head -> assertThat(head).doesNotContain("\nAuthorization"));
            }
        }
        assertThat(sandbox.server().ledger().entries()).hasSize(3);
        assertThat(sandbox.server().connections()).isNotEmpty();
    }

    @Test
    void aProxyThatWantsAnAccountIsToldApartFromTheServer() throws Exception {
        try (ProxyServer server = ProxyServer.wanting("proxy-user:" + PROXY_PASSWORD)) {
            try (EwsClient client = new EwsClient(settings(basic, proxy(server, null)))) {
                assertThatThrownBy(() -> read(client, ANNA))
                        .hasMessageContaining(
                                "asks for credentials and none are configured; it offers Basic, Negotiate")
                        .extracting(e -> ((EwsFault) e).code())
                        .isEqualTo("Http407");
            }
            try (EwsClient client = new EwsClient(settings(basic, proxy(server, "wrong-word")))) {
                assertThatThrownBy(() -> write(client, ANNA, "never"))
                        .hasMessageContaining("does not accept the account proxy-user")
                        .hasMessageNotContaining("wrong-word")
                        .extracting(e -> ((EwsFault) e).code())
                        .isEqualTo("Http407");
            }
            assertThat(server.heads()).as("each tried once").hasSize(2);
        }
        assertThat(sandbox.server().connections()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP/1.1 403 Forbidden           | ProxyRefused | answered 403 when asked for a connection
            HTTP/1.1 502 Bad gateway         | Network      | answered 502 when asked for a connection
            nonsense                         | Network      | gave no proper answer
            """)
    void aProxyThatDoesNotLetUsThroughIsTold(String answer, String code, String words) throws IOException {
        try (ProxyServer server = ProxyServer.answering(answer);
                EwsClient client = new EwsClient(settings(basic, proxy(server, null)))) {
            assertThatThrownBy(() -> read(client, ANNA))
                    .hasMessageContaining(words)
                    .extracting(e -> ((EwsFault) e).code())
                    .isEqualTo(code);
        }
    }

    @Test
    void aProxyThatIsNotThereIsANetworkFault() throws Exception {
        HttpProxy gone;
        try (ProxyServer server = ProxyServer.wanting(null)) {
            gone = proxy(server, null);
        }
        try (EwsClient client = new EwsClient(settings(basic, gone))) {
            assertThatThrownBy(() -> read(client, ANNA))
                    .hasMessageContaining("the proxy localhost:" + gone.port() + " can't be reached")
                    .extracting(e -> ((EwsFault) e).code())
                    .isEqualTo("Network");
        }
    }

    @Test
    void exceptionsAreReachedWithoutTheProxy() throws Exception {
        try (ProxyServer server = ProxyServer.wanting(null);
                EwsClient client = new EwsClient(settings(basic, proxy(server, null, "*.example.org", "LOCALHOST")))) {
            read(client, ANNA);
            assertThat(server.heads()).isEmpty();
        }
        HttpProxy proxy = new HttpProxy("proxy", 8080, null, List.of("*.example.org", "intra"));
        assertThat(proxy.leadsTo("mail.EXAMPLE.org")).isFalse();
        assertThat(proxy.leadsTo("example.org")).isTrue();
        assertThat(proxy.leadsTo("notexample.org")).isTrue();
        assertThat(proxy.leadsTo("Intra")).isFalse();
    }

    /** The name is looked up by the proxy: behind one, there is often no other way. */
    @Test
    void theServersNameNeedsNoLookUpHere() throws Exception {
        URI unknown = URI.create(sandbox.server().ewsUrl().replace("localhost", "mail.unknown.invalid"));
        try (ProxyServer server = ProxyServer.wanting(null);
                EwsClient client =
                        new EwsClient(settings(basic, proxy(server, null)).at(unknown))) {
            assertThatThrownBy(() -> read(client, ANNA))
                    .as("the tunnel stands, only the certificate is for another name")
                    .extracting(e -> ((EwsFault) e).code())
                    .isEqualTo("Tls");
            assertThat(server.heads()).isNotEmpty().allMatch(head -> head.startsWith("CONNECT mail.unknown.invalid:"));
        }
    }
}
