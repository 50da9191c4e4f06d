package org.exchangesync.ews.autodiscover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.exchangesync.SettableClock;
import org.exchangesync.ews.client.EwsTransport;
import org.exchangesync.item.Change;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.Samples;
import org.exchangesync.sandbox.Logon;
import org.exchangesync.sandbox.SandboxExtension;
import org.exchangesync.sandbox.SandboxServer;
import org.exchangesync.sandbox.discovery.DiscoveryRule;
import org.exchangesync.sandbox.discovery.DiscoveryRule.Answer;
import org.exchangesync.sandbox.discovery.DiscoveryRule.Protocol;
import org.exchangesync.sandbox.discovery.Formerly;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ChangePage;
import org.exchangesync.transport.ChangeQuery;
import org.exchangesync.transport.ChangeSession;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.DeleteMode;
import org.exchangesync.transport.Discovery;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.MemoryServerLocations;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.SyncState;
import org.exchangesync.transport.Transport;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.WellKnownFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything over the wire: the sandbox tells where mailboxes are, and moves them. */
class DiscoveringTransportTest {
    private static final MailboxRef ANNA = MailboxRef.of(SandboxExtension.ANNA);
    private static final MailboxRef BEN = MailboxRef.of(SandboxExtension.BEN);
    private static final FolderRef INBOX = FolderRef.of(WellKnownFolder.INBOX);
    private static final FolderRef CALENDAR = FolderRef.of(WellKnownFolder.CALENDAR);

    @TempDir
    static Path home;

    @RegisterExtension
    final SandboxExtension sandbox = SandboxExtension.with(builder -> builder.folder(home));

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final MemoryServerLocations locations = new MemoryServerLocations();
    private final Map<URI, Transport> made = new HashMap<>();
    private Transport connection;

    private SandboxServer server() {
        return sandbox.server();
    }

    @BeforeEach
    void connect() {
        connection = connection(SandboxExtension.PASSWORD);
    }

    private Transport connection(String password) {
        ConnectionSettings settings = ConnectionSettings.builder(
                        "office", null, new Credentials(SandboxExtension.SERVICE, Secret.of(password)))
                .trustStore(server().certificateFile(), null)
                .discovery(Discovery.DEFAULT.withEndpoints(List.of(URI.create(server().autodiscoverUrl()))))
                .build();
        return new DiscoveringTransport(
                settings,
                new ServerFinder(new Autodiscover(), locations, clock),
                one -> made.computeIfAbsent(one.url(), url -> new EwsTransport(one)));
    }

    @AfterEach
    void close() {
        made.values().forEach(Transport::close);
    }

    private void deliver(String subject) throws Exception {
        server().deliver(
                        SandboxExtension.ANNA, Samples.email(subject).original().toByteArray());
    }

    private void movesToB(Formerly formerly) {
        server().administration().moveTo(SandboxExtension.ANNA, "b", formerly);
        clock.go(Duration.ofHours(2));
    }

    private URI main() {
        return URI.create(server().ewsUrl());
    }

    private URI b() {
        return URI.create(server().ewsUrl("b"));
    }

    private ChangeSession session(SyncState state, int most) {
        return connection.changes(ANNA, new ChangeQuery(INBOX, ItemKind.EMAIL, state, null, most, 1 << 20));
    }

    private static List<String> read(ChangeSession session, int pages) {
        List<String> subjects = new ArrayList<>();
        for (int i = 0; i < pages; i++) {
            ChangePage page = session.next();
            page.changes().stream().map(Change::item).forEach(item -> subjects.add(item.title()));
            session.committed(page);
        }
        return subjects;
    }

    @Test
    void mailboxesOfOneConnectionMayBeOnDifferentServers() {
        server().administration().moveTo(SandboxExtension.BEN, "b", Formerly.UNKNOWN);
        connection.serverInfo(ANNA);
        connection.serverInfo(BEN);
        connection.serverInfo(ANNA);
        assertThat(made.keySet()).containsExactlyInAnyOrder(main(), b());
        assertThat(locations.find(SandboxExtension.BEN).orElseThrow().url()).isEqualTo(b());
    }

    @ParameterizedTest
    @EnumSource(Formerly.class)
    void aMovedMailboxIsFoundByItselfAndNothingIsLost(Formerly formerly) throws Exception {
        deliver("one");
        SyncState state;
        try (ChangeSession session = session(SyncState.START, 10)) {
            ChangePage page = session.next();
            assertThat(page.changes()).hasSize(1);
            session.committed(page);
            state = page.next();
        }
        movesToB(formerly);
        deliver("two");
        try (ChangeSession session = session(state, 10)) {
            assertThat(read(session, 1)).containsExactly("two");
        }
        assertThat(locations.find(SandboxExtension.ANNA).orElseThrow().url()).isEqualTo(b());
    }

    @ParameterizedTest
    @EnumSource(Formerly.class)
    void aSessionGoesOnAtTheNewServer(Formerly formerly) throws Exception {
        for (int i = 1; i <= 6; i++) {
            deliver("mail " + i);
        }
        try (ChangeSession session = session(SyncState.START, 2)) {
            List<String> subjects = new ArrayList<>(read(session, 1));
            movesToB(formerly);
            subjects.addAll(read(session, 2));
            assertThat(subjects).containsExactlyInAnyOrder("mail 1", "mail 2", "mail 3", "mail 4", "mail 5", "mail 6");
            assertThat(made).containsKey(b());
        }
    }

    @ParameterizedTest
    @EnumSource(value = Formerly.class, mode = EnumSource.Mode.EXCLUDE, names = "SILENT")
    void aChangeThatTheOldServerRefusedIsMadeAtTheNewOneOnce(Formerly formerly) {
        connection.serverInfo(ANNA);
        movesToB(formerly);
        ItemId id = connection.create(ANNA, CALENDAR, Samples.appointment("Review", clock.instant(), "record-7"));
        assertThat(server().items(SandboxExtension.ANNA, "calendar")).hasSize(1);
        connection.delete(ANNA, ItemKind.APPOINTMENT, id, DeleteMode.HARD);
        assertThat(server().items(SandboxExtension.ANNA, "calendar")).isEmpty();
    }

    @Test
    void aChangeOfUncertainOutcomeIsNotMadeTwiceButTheNextCallGoesToTheNewServer() {
        connection.serverInfo(ANNA);
        movesToB(Formerly.SILENT);
        assertThatThrownBy(() ->
                        connection.create(ANNA, CALENDAR, Samples.appointment("Review", clock.instant(), "record-7")))
                .isInstanceOfSatisfying(
                        TransportException.class, e -> assertThat(e.code()).isEqualTo(TransportException.NETWORK));
        assertThat(server().items(SandboxExtension.ANNA, "calendar")).isEmpty();
        connection.serverInfo(ANNA);
        assertThat(made).containsKey(b());
    }

    @Test
    void withinAnHourTheTroubleIsToldAndNobodyIsAsked() {
        connection.serverInfo(ANNA);
        server().administration().moveTo(SandboxExtension.ANNA, "b", Formerly.MOVING);
        server().discovery().add(DiscoveryRule.of(Answer.HTTP_STATUS, "500").times(1));
        clock.go(Duration.ofMinutes(59));
        assertThatThrownBy(() -> connection.serverInfo(ANNA))
                .isInstanceOfSatisfying(
                        TransportException.class, e -> assertThat(e.code()).isEqualTo("ErrorMailboxMoveInProgress"));
        assertThat(server().discovery().list()).as("nobody was asked").hasSize(1);
    }

    @Test
    void aTroubleThatIsNoneOfTheServersPlaceAsksNobody() {
        connection.serverInfo(ANNA);
        clock.go(Duration.ofHours(2));
        server().discovery().add(DiscoveryRule.of(Answer.HTTP_STATUS, "500").times(1));
        assertThatThrownBy(() -> connection.fetch(ANNA, ItemKind.EMAIL, new ItemId("AAMk", null)))
                .isInstanceOf(TransportException.class);
        assertThat(server().discovery().list()).hasSize(1);
    }

    @Test
    void redirectsOfAllKindsLeadToTheServer() {
        String soap = server().autodiscoverUrl().replace(".xml", ".svc");
        server().administration().moveTo(SandboxExtension.BEN, "b", Formerly.MOVING);
        server().discovery()
                .add(DiscoveryRule.of(Answer.HTTP_REDIRECT, soap.replace("/autodiscover/", "/b/autodiscover/"))
                        .over(Protocol.SOAP)
                        .times(1));
        server().discovery()
                .add(DiscoveryRule.of(Answer.REDIRECT_URL, soap.replace("/autodiscover/a", "/B/autodiscover/a"))
                        .over(Protocol.SOAP)
                        .times(1));
        server().discovery()
                .add(DiscoveryRule.of(Answer.REDIRECT_ADDRESS, "b.castro@example.org")
                        .over(Protocol.SOAP)
                        .times(1));
        server().discovery().add(DiscoveryRule.of(Answer.HTTP_STATUS, "404").over(Protocol.SOAP));
        server().store()
                .alias(
                        "b.castro@example.org",
                        server().store().byAnyAddress(SandboxExtension.BEN).orElseThrow());
        connection.serverInfo(BEN);
        assertThat(made.keySet()).containsExactly(b());
        assertThat(server().discovery().list())
                .as("only the one without end is left")
                .hasSize(1);
    }

    @Test
    void aWrongPasswordIsRefusedAndNotTold() {
        assertThatThrownBy(() -> connection("hush").serverInfo(ANNA))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("HTTP 401")
                .hasMessageNotContaining("hush");
        assertThat(made).isEmpty();
    }

    @Test
    void accountsThatSignInByNtlmAreFoundToo() {
        try (SandboxServer ntlm = SandboxServer.builder()
                .folder(home)
                .logon(Logon.NTLM)
                .mailbox(SandboxExtension.ANNA, "Anna Berg", SandboxExtension.PASSWORD)
                .serviceAccount(SandboxExtension.SERVICE, SandboxExtension.PASSWORD)
                .start()) {
            URI asked = URI.create(ntlm.autodiscoverUrl());
            Autodiscover autodiscover = new Autodiscover();
            assertThat(autodiscover
                            .discover(byNtlm(ntlm, asked, SandboxExtension.PASSWORD), ANNA.address())
                            .url())
                    .contains(URI.create(ntlm.ewsUrl()));
            AutodiscoverResult refused = autodiscover.discover(byNtlm(ntlm, asked, "hush"), ANNA.address());
            assertThat(refused.trail().get(0).outcome()).isEqualTo(Attempt.Outcome.UNAUTHORIZED);
            assertThat(refused.trailText()).contains("NTLM").doesNotContain("hush");
            assertThat(ntlm.signIns()).as("a wrong password is tried once").hasSize(2);
        }
    }

    @Test
    void applicationsWithTokensAreFoundToo() {
        try (SandboxServer tokens = SandboxServer.builder()
                .folder(home)
                .logon(Logon.OAUTH)
                .mailbox(SandboxExtension.ANNA, "Anna Berg", SandboxExtension.PASSWORD)
                .application("crm", "application secret")
                .start()) {
            Authentication application = new Authentication.OAuth(
                    URI.create(tokens.tokenUrl()),
                    "crm",
                    tokens.tokenScope(),
                    Secret.of("application secret"),
                    null,
                    null);
            ConnectionSettings settings = ConnectionSettings.builder("office", null, application)
                    .trustStore(tokens.certificateFile(), null)
                    .discovery(Discovery.DEFAULT.withEndpoints(List.of(URI.create(tokens.autodiscoverUrl()))))
                    .build();
            assertThat(new Autodiscover().discover(settings, ANNA.address()).url())
                    .contains(URI.create(tokens.ewsUrl()));
        }
    }

    private static ConnectionSettings byNtlm(SandboxServer server, URI endpoint, String password) {
        return ConnectionSettings.builder(
                        "office",
                        null,
                        new Authentication.Ntlm(new Credentials(SandboxExtension.SERVICE, Secret.of(password))))
                .trustStore(server.certificateFile(), null)
                .discovery(Discovery.DEFAULT.withEndpoints(List.of(endpoint)))
                .build();
    }

    @Test
    void aServerOfStrangersIsNeverToldThePassword() {
        server().discovery().add(DiscoveryRule.of(Answer.EWS_URL, "https://evil.example/EWS/Exchange.asmx"));
        assertThatThrownBy(() -> connection.serverInfo(ANNA))
                .isInstanceOfSatisfying(
                        TransportException.class,
                        e -> assertThat(e.code()).isEqualTo(AutodiscoverResult.HOST_NOT_ALLOWED));
        assertThat(made).isEmpty();
    }
}
