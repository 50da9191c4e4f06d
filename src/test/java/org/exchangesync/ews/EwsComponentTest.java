package org.exchangesync.ews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.URISupport;
import org.exchangesync.item.Email;
import org.exchangesync.item.Samples;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Connections;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.Impersonation;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.MemorySyncStateRepository;
import org.exchangesync.transport.MemoryTransport;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.ServerInfo;
import org.exchangesync.transport.SyncStateRepository;
import org.exchangesync.transport.TransportHeaders;
import org.exchangesync.transport.WellKnownFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How {@code ews:} comes to its connections; what it does with them is tested with the transports. */
class EwsComponentTest {
    private static final String ANNA = "anna@example.org";
    private static final String INLINE =
            "serviceUrl=https://mail.example.org/EWS/Exchange.asmx&username=svc&password=RAW(s&cret+1)&mailbox=" + ANNA;

    private final List<ConnectionSettings> made = new ArrayList<>();
    private final List<MemoryTransport> transports = new ArrayList<>();
    private final CamelContext camel = new DefaultCamelContext();

    @AfterEach
    void stop() {
        camel.stop();
    }

    private void start() {
        camel.addComponent("ews", new EwsComponent(settings -> {
            made.add(settings);
            transports.add(new MemoryTransport().mailbox(ANNA));
            return transports.get(transports.size() - 1);
        }));
        camel.start();
    }

    @Test
    void everyOptionOfTheConnectionReachesTheTransport() {
        start();
        serverInfo("ews:serverInfo?" + INLINE + "&impersonation=principal-name&connectingId=anna@corp.example.org"
                + "&trustStore=ca.pem&trustStorePassword=pw&allowPlainHttp=true&connectTimeout=5s&readTimeout=2m&gzip=true"
                + "&maxConnections=3&spoolThreshold=77&spoolDirectory=/var/spool/ews");
        ConnectionSettings settings = made.get(0);
        assertThat(settings.url()).isEqualTo(URI.create("https://mail.example.org/EWS/Exchange.asmx"));
        assertThat(settings.authentication().account()).isEqualTo("svc");
        assertThat(((Authentication.Basic) settings.authentication())
                        .credentials()
                        .password()
                        .value())
                .isEqualTo("s&cret+1");
        assertThat(settings.impersonation()).isEqualTo(Impersonation.PRINCIPAL_NAME);
        assertThat(settings.trustStore()).isEqualTo(Path.of("ca.pem"));
        assertThat(settings.trustStorePassword().value()).isEqualTo("pw");
        assertThat(settings.allowPlainHttp()).isTrue();
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.readTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.gzip()).isTrue();
        assertThat(settings.maxConnections()).isEqualTo(3);
        assertThat(settings.spoolThreshold()).isEqualTo(77);
        assertThat(settings.spoolDirectory()).isEqualTo(Path.of("/var/spool/ews"));
    }

    @Test
    void anAccountSignsInByNtlmOverAProxy() {
        start();
        serverInfo(
                "ews:serverInfo?" + INLINE + "&authentication=ntlm&proxyHost=proxy.example.org&proxyPort=3128"
                        + "&proxyUsername=us&proxyPassword=RAW(p&w)&proxyExceptions=intra,*.example.net&maxAccountConnections=7");
        ConnectionSettings settings = made.get(0);
        assertThat(settings.authentication()).isInstanceOf(Authentication.Ntlm.class);
        assertThat(settings.proxy().host()).isEqualTo("proxy.example.org");
        assertThat(settings.proxy().port()).isEqualTo(3128);
        assertThat(settings.proxy().credentials().password().value()).isEqualTo("p&w");
        assertThat(settings.proxy().exceptions()).containsExactly("intra", "*.example.net");
        assertThat(settings.maxAccountConnections()).isEqualTo(7);
    }

    @Test
    void anApplicationSignsInByOAuth() {
        start();
        String common = "ews:serverInfo?mailbox=" + ANNA + "&serviceUrl=https://outlook.office365.com/EWS/Exchange.asmx"
                + "&authentication=oauth&clientId=app&tokenEndpoint=https://login.microsoftonline.com/t/oauth2/v2.0/token";
        serverInfo(common + "&clientSecret=RAW(s~1)");
        serverInfo(common + "&keyStore=app.p12&keyStorePassword=pw&scope=https://mail.example.org/.default");
        Authentication.OAuth secret = (Authentication.OAuth) made.get(0).authentication();
        assertThat(secret.scope()).isEqualTo("https://outlook.office365.com/.default");
        assertThat(secret.clientSecret().value()).isEqualTo("s~1");
        Authentication.OAuth certificate = (Authentication.OAuth) made.get(1).authentication();
        assertThat(certificate.keyStore()).isEqualTo(Path.of("app.p12"));
        assertThat(certificate.keyStorePassword().value()).isEqualTo("pw");
        assertThat(certificate.scope()).isEqualTo("https://mail.example.org/.default");
        assertThatThrownBy(() -> serverInfo(common)).rootCause().hasMessageContaining("clientSecret or by keyStore");
    }

    @Test
    void endpointsWithTheSameConnectionShareATransportThatIsClosedWithTheComponent() {
        start();
        serverInfo("ews:serverInfo?" + INLINE);
        serverInfo("ews:serverInfo?" + INLINE + "&maxItems=3");
        assertThat(made).hasSize(1);
        serverInfo("ews:serverInfo?" + INLINE.replace("cret", "CRET"));
        assertThat(made).hasSize(2);
        camel.stop();
        assertThat(transports).allMatch(MemoryTransport::isClosed);
    }

    @Test
    void aConnectionIsLookedUpByItsNameAndTheHeaderWins() {
        camel.getRegistry().bind("connections", (Connections) EwsComponentTest::connection);
        start();
        serverInfo("ews:serverInfo?connection=sales&mailbox=" + ANNA);
        serverInfo("ews:serverInfo?connection=sales&mailbox=" + ANNA);
        assertThat(made).extracting(ConnectionSettings::name).containsExactly("sales");
        camel.createProducerTemplate()
                .requestBodyAndHeader(
                        "ews:serverInfo?connection=sales&mailbox=" + ANNA, null, EwsConstants.PROFILE, "support");
        assertThat(made).extracting(ConnectionSettings::name).containsExactly("sales", "support");
    }

    @Test
    void changedSettingsLeadToANewTransportButAChangedPasswordDoesNot() {
        int[] timeout = {10};
        String[] password = {"old"};
        camel.getRegistry().bind("connections", (Connections) (name, mailbox) -> ConnectionSettings.builder(
                        name,
                        URI.create("https://h/"),
                        new Credentials("svc", Secret.named("password", () -> password[0])))
                .readTimeout(Duration.ofSeconds(timeout[0]))
                .build());
        start();
        String uri = "ews:serverInfo?connection=sales&mailbox=" + ANNA;
        serverInfo(uri);
        password[0] = "new";
        serverInfo(uri);
        assertThat(made).hasSize(1);
        assertThat(((Authentication.Basic) made.get(0).authentication())
                        .credentials()
                        .password()
                        .value())
                .isEqualTo("new");
        timeout[0] = 20;
        serverInfo(uri);
        assertThat(made).hasSize(2);
        assertThat(transports.get(0).isClosed()).isFalse();
    }

    @Test
    void whatIsMissingOrUnknownIsNamed() {
        start();
        assertThatThrownBy(() -> serverInfo("ews:serverInfo?mailbox=" + ANNA))
                .hasStackTraceContaining(
                        "option 'serviceUrl' is missing. Set serviceUrl (or autodiscover), username and password, or name a"
                                + " connection by option 'connection' or header 'CamelTransportProfile'");
        assertThatThrownBy(() -> serverInfo("ews:serverInfo?connection=sales&mailbox=" + ANNA))
                .hasStackTraceContaining("connection 'sales' can't be looked up: bind a bean of type");
        assertThatThrownBy(() -> camel.getEndpoint("ews:fetchAll"))
                .hasStackTraceContaining(
                        "ews:fetchAll is no operation: use ews: with one of [changes, fetch, present, find,");
    }

    @Test
    void passwordsAreMaskedWhereverAnEndpointIsShown() {
        start();
        String uri = "ews:changes?" + INLINE + "&trustStore=ca.p12&trustStorePassword=hush";
        assertThat(camel.getEndpoint(uri).toString())
                .doesNotContain("cret", "hush")
                .contains("password=xxxxxx");
        assertThat(URISupport.sanitizeUri(uri)).doesNotContain("cret", "hush");
        EwsEndpoint endpoint = camel.getEndpoint(uri, EwsEndpoint.class);
        assertThat(endpoint.getConfiguration().connectionSettings().toString()).doesNotContain("cret", "hush");
    }

    @Test
    void optionsOfTheComponentHoldForAllEndpoints() {
        EwsComponent component = new EwsComponent(settings -> {
            made.add(settings);
            return new MemoryTransport().mailbox(ANNA);
        });
        camel.addComponent("ews", component);
        component.getConfiguration().setServiceUrl("https://mail.example.org/EWS/Exchange.asmx");
        component.getConfiguration().setUsername("svc");
        component.getConfiguration().setPassword("pw");
        camel.start();
        assertThat(camel.createProducerTemplate()
                        .requestBodyAndHeader("ews:serverInfo", null, TransportHeaders.MAILBOX, ANNA))
                .isInstanceOf(ServerInfo.class);
        assertThat(camel.getEndpoint("ews:changes?username=other", EwsEndpoint.class)
                        .getConfiguration()
                        .getUsername())
                .isEqualTo("other");
        assertThat(component.getConfiguration().getUsername()).isEqualTo("svc");
    }

    @Test
    void aRouteReadsChangesAndKeepsItsStateInTheRegistrysRepository() throws Exception {
        MemorySyncStateRepository states = new MemorySyncStateRepository();
        camel.getRegistry().bind("states", SyncStateRepository.class, states);
        MemoryTransport server = new MemoryTransport();
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("Offer"));
        camel.addComponent("ews", new EwsComponent(settings -> server));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("ews:changes?folder=inbox&initialDelay=0&" + INLINE)
                        .setBody(exchange ->
                                exchange.getMessage().getBody(Email.class).subject())
                        .to("mock:out");
            }
        });
        MockEndpoint out = camel.getEndpoint("mock:out", MockEndpoint.class);
        out.expectedBodiesReceived("Offer");
        camel.start();
        out.assertIsSatisfied();
        String key = "ews:changes/https://mail.example.org/EWS/Exchange.asmx/anna@example.org/inbox/email";
        await().until(() -> !states.load(key).isStart());
    }

    @Test
    void aPollHappensEachMinuteUnlessSaidOtherwise() {
        start();
        assertThat(camel.getEndpoint("ews:changes", EwsEndpoint.class).getDelay())
                .isEqualTo(60_000);
        assertThat(camel.getEndpoint("ews:changes?delay=5m", EwsEndpoint.class).getDelay())
                .isEqualTo(300_000);
    }

    private void serverInfo(String uri) {
        assertThat(camel.createProducerTemplate().requestBodyAndHeaders(uri, null, Map.of()))
                .isInstanceOf(ServerInfo.class);
    }

    private static ConnectionSettings connection(String name, MailboxRef mailbox) {
        return ConnectionSettings.builder(
                        name, URI.create("https://" + name + "/"), new Credentials("svc", Secret.of("pw")))
                .build();
    }
}
