package org.exchangesync.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.camel.impl.DefaultCamelContext;
import org.exchangesync.ews.EwsComponent;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.item.TestMark;
import org.exchangesync.profile.Approval;
import org.exchangesync.profile.AuthenticationMethod;
import org.exchangesync.profile.CredentialRetrieval;
import org.exchangesync.profile.EmailServerProfile;
import org.exchangesync.profile.Mailbox;
import org.exchangesync.profile.ProfileSettings;
import org.exchangesync.profile.Profiles;
import org.exchangesync.profile.Regarding;
import org.exchangesync.profile.ServerType;
import org.exchangesync.profile.SyncMethod;
import org.exchangesync.sandbox.Logon;
import org.exchangesync.sandbox.SandboxExtension;
import org.exchangesync.sandbox.SandboxServer;
import org.exchangesync.sandbox.fault.FaultKind;
import org.exchangesync.sandbox.fault.FaultRule;
import org.exchangesync.sandbox.store.Account;
import org.exchangesync.store.JdbcDatabase;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.Discovered;
import org.exchangesync.transport.Discovery;
import org.exchangesync.transport.HttpProxy;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.Transport;
import org.exchangesync.transport.WireListener;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Test Connection against the sandbox: what is told when all is well, and for each trouble of the documents. */
class ConnectionTestTest {
    private static final String ANNA = SandboxExtension.ANNA;
    private static final String SERVICE = SandboxExtension.SERVICE;
    private static final String PASSWORD = "correct-horse";

    private static final List<String> WRITES = List.of("write", "draft", "appointment", "contact", "task");

    private static SandboxServer shared;

    private final DefaultCamelContext context = new DefaultCamelContext(false);
    private final EwsComponent ews = new EwsComponent();
    private final JdbcDatabase database = JdbcDatabase.open(
            new JdbcDatabase.Settings("jdbc:h2:mem:" + UUID.randomUUID(), "sa", "", 4), Clock.systemUTC());
    private final List<String> asked = new ArrayList<>();
    private SandboxServer sandbox;
    private Checks checks;
    private SandboxServer own;
    private ServerType type = ServerType.EXCHANGE_SERVER;
    private Clock clock = Clock.systemUTC();
    private SyncMethod others = SyncMethod.NONE;
    private Installation.AlertWay alertWay;
    private Mailbox checked;

    private final Installation installation = new Installation() {
        @Override
        public String database() {
            return database.state().describe();
        }

        @Override
        public Backlog backlog() {
            return new Backlog(0, 0, 0, 0, 0, 0, 0, List.of());
        }

        @Override
        public Optional<AlertWay> alertWay() {
            return Optional.ofNullable(alertWay);
        }

        @Override
        public Optional<Routes> routes() {
            return Optional.of(new Routes(3, List.of()));
        }
    };

    @BeforeEach
    void open() {
        ews.setCamelContext(context);
    }

    @AfterEach
    void close() throws IOException {
        context.close();
        database.close();
        if (own != null) {
            own.close();
        }
    }

    @AfterAll
    static void closeShared() {
        shared.close();
        shared = null;
    }

    /** The sandbox that most tests share, without faults. */
    private void start() {
        if (shared == null) {
            shared = sandbox(builder -> builder);
        }
        shared.faults().clear();
        shared.forgetLogons();
        sandbox = shared;
    }

    /** Another one, for this test alone. */
    private void start(UnaryOperator<SandboxServer.Builder> more) {
        own = sandbox(more);
        sandbox = own;
    }

    private static SandboxServer sandbox(UnaryOperator<SandboxServer.Builder> more) {
        return more.apply(SandboxServer.builder()
                        .mailbox(ANNA, "Anna Berg", PASSWORD, "a.berg@example.org")
                        .mailbox("ben@example.org", "Ben", PASSWORD)
                        .account(new Account("bare@example.org", PASSWORD, null, Account.Impersonation.NONE))
                        .serviceAccount("narrow@example.org", PASSWORD, List.of("ben@example.org"))
                        .serviceAccount(SERVICE, PASSWORD))
                .start();
    }

    private ConnectionSettings.Builder at(String url, String user, String password) {
        return ConnectionSettings.builder("office", URI.create(url), new Credentials(user, Secret.of(password)))
                .connectTimeout(Duration.ofSeconds(5))
                .trustStore(sandbox == null ? null : sandbox.certificateFile(), null);
    }

    private Report test(ConnectionSettings settings) {
        return test(settings, ANNA);
    }

    private Report test(ConnectionSettings settings, String address) {
        EmailServerProfile profile = new EmailServerProfile(
                "office",
                null,
                null,
                type,
                settings,
                settings,
                AuthenticationMethod.BASIC,
                CredentialRetrieval.PROFILE,
                null,
                Duration.ZERO,
                false,
                false,
                false,
                true);
        Mailbox mailbox = new Mailbox(
                address,
                address,
                null,
                new Regarding(Regarding.Type.USER, null),
                "office",
                null,
                address,
                SyncMethod.SERVER_SIDE_SYNCHRONIZATION,
                others,
                others,
                null,
                false,
                null,
                Approval.EMPTY,
                null,
                List.of());
        checked = mailbox;
        Profiles profiles = new Profiles(List.of(profile), List.of(mailbox), ProfileSettings.DEFAULT);
        checks = new Checks(
                () -> profiles, new Component(), database.checks(), installation, FaultTable.builtIn(), clock);
        return checks.testConnection("office", null, "olga");
    }

    /** What is told of a step that failed: all behind it is left out. */
    private static Step failure(Report report, String id) {
        assertThat(report.result()).as(report.toString()).isEqualTo(Result.FAIL);
        Step step = report.trouble().orElseThrow();
        assertThat(step.id()).as(report.toString()).isEqualTo(id);
        assertThat(step.cause()).isNotBlank();
        assertThat(step.cure()).isNotBlank();
        int index = report.steps().indexOf(step);
        assertThat(report.steps().subList(index + 1, report.steps().size()))
                .as(report.toString())
                .allMatch(later -> later.result() == Result.SKIP);
        return step;
    }

    @Test
    void aConnectionThatWorksPassesAllSteps() {
        start();
        Report report = test(at(sandbox.ewsUrl(), SERVICE, PASSWORD).build());
        assertThat(report.result()).as(report.toString()).isEqualTo(Result.PASS);
        assertThat(report.steps())
                .extracting(Step::id)
                .containsExactly(
                        "secrets", "autodiscover", "dns", "tcp", "tls", "http", "retirement", "ews", "mailbox");
        assertThat(report.step("tls").orElseThrow().detail()).contains("TLSv1.3", "localhost", "days left");
        assertThat(report.step("http").orElseThrow().detail()).contains("offers Basic");
        assertThat(report.step("mailbox").orElseThrow().detail())
                .contains("was impersonated by " + SERVICE, "Exchange2016");
        assertThat(report.steps()).allMatch(step -> step.evidence() == null);
    }

    @Test
    void theReportOfTheLastTestIsKept() {
        start();
        test(at(sandbox.ewsUrl(), SERVICE, PASSWORD).build());
        test(at(sandbox.ewsUrl(), SERVICE, "wrong-horse").build());
        assertThat(database.checks().lastTests()).singleElement().satisfies(last -> {
            assertThat(last.result()).isEqualTo(Result.FAIL);
            assertThat(last.code()).isEqualTo("Http401");
            assertThat(last.mailbox()).isEqualTo(ANNA);
            assertThat(last.who()).isEqualTo("olga");
        });
        assertThat(database.checks().lastReport("office").orElseThrow()).contains("\"id\":\"tls\"");
    }

    @Test
    void aWrongPasswordIsTriedOnceAndStandsNowhere() {
        start();
        int before = sandbox.signIns().size();
        Report report = test(at(sandbox.ewsUrl(), SERVICE, "wrong-horse").build());
        Step step = failure(report, "ews");
        assertThat(step.code()).isEqualTo("Http401");
        assertThat(step.cause()).contains("user name or password is wrong");
        assertThat(step.evidence().request())
                .contains("Authorization: ***", "ResolveNames")
                .doesNotContain("wrong-horse");
        assertThat(step.evidence().response()).contains("HTTP 401", "Basic");
        assertThat(sandbox.signIns().stream().skip(before)).singleElement().matches(attempt -> !attempt.accepted());
        assertThat(database.checks().lastReport("office").orElseThrow()).doesNotContain("wrong-horse");
    }

    @Test
    void aSecretThatIsNotThereIsToldBeforeAnythingIsSent() {
        start();
        Secret missing = Secret.named("{{env:NO_SUCH}}", () -> {
            throw new IllegalArgumentException("there is no environment variable NO_SUCH");
        });
        Step step = failure(
                test(at(sandbox.ewsUrl(), SERVICE, PASSWORD)
                        .build()
                        .as(new Authentication.Basic(new Credentials(SERVICE, missing)))),
                "secrets");
        assertThat(step.detail()).contains("NO_SUCH");
        assertThat(asked).isEmpty();
    }

    @Test
    void basicThatIsNotEnabledIsTold() {
        start(builder -> builder.logon(Logon.NTLM));
        Step step = failure(test(at(sandbox.ewsUrl(), SERVICE, PASSWORD).build()), "http");
        assertThat(step.detail()).contains("Basic is not enabled", "NTLM");
        assertThat(step.cure()).contains("-BasicAuthentication $true");
        assertThat(step.evidence().response()).containsIgnoringCase("WWW-Authenticate: NTLM");
    }

    @Test
    void aFormForPeopleIsTold() {
        start(builder -> builder.logon(Logon.FORM));
        Step step = failure(test(at(sandbox.ewsUrl(), SERVICE, PASSWORD).build()), "http");
        assertThat(step.code()).isEqualTo("FormLogin");
        assertThat(step.cure()).contains("form based authentication");
        assertThat(step.evidence().response()).contains("302", "/owa/auth/logon.aspx");
    }

    @Test
    void aWrongAddressIsTold() {
        start();
        Step step = failure(
                test(at(sandbox.ewsUrl().replace("/EWS/", "/nothing/"), SERVICE, PASSWORD)
                        .build()),
                "ews");
        assertThat(step.code()).isEqualTo("Http404");
        assertThat(step.cure()).contains("/EWS/Exchange.asmx");
    }

    @Test
    void aNameThatNobodyKnowsIsTold() {
        Step step = failure(
                test(at("https://mail.office.invalid/EWS/Exchange.asmx", SERVICE, PASSWORD)
                        .build()),
                "dns");
        assertThat(step.code()).isEqualTo("UnknownHost");
    }

    @Test
    void aPortWhereNobodyListensIsTold() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Step step = failure(
                test(at("https://localhost:" + port + "/EWS/Exchange.asmx", SERVICE, PASSWORD)
                        .build()),
                "tcp");
        assertThat(step.code()).isEqualTo("ConnectionRefused");
    }

    @Test
    void aProxyThatIsNotThereIsTold() throws IOException {
        start();
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Step step = failure(
                test(at(sandbox.ewsUrl(), SERVICE, PASSWORD)
                        .proxy(new HttpProxy("localhost", port, null, List.of()))
                        .build()),
                "tcp");
        assertThat(step.detail()).contains("localhost:" + port);
    }

    @Test
    void aCertificateOfAStrangerIsTold() {
        start(builder -> builder.tokenLifetime(Duration.ofHours(1)));
        Path trusted = sandbox.certificateFile();
        start();
        Step step = failure(
                test(at(sandbox.ewsUrl(), SERVICE, PASSWORD)
                        .trustStore(trusted, null)
                        .build()),
                "tls");
        assertThat(step.code()).isEqualTo("CertificateUntrusted");
        assertThat(step.cure()).contains("trustStore");
    }

    @Test
    void aCertificateThatLacksTheNameIsTold() {
        start();
        Step step = failure(
                test(at(sandbox.ewsUrl().replace("localhost", "0.0.0.0"), SERVICE, PASSWORD)
                        .build()),
                "tls");
        assertThat(step.code()).isEqualTo("CertificateName");
        assertThat(step.detail()).contains("lacks the name 0.0.0.0", "localhost");
    }

    @Test
    void aCertificateThatExpiresSoonIsAWarningAndAnExpiredOneAFailure() {
        start();
        clock = Clock.fixed(Instant.now().plus(Duration.ofDays(390)), ZoneOffset.UTC);
        Report soon = test(at(sandbox.ewsUrl(), SERVICE, PASSWORD).build());
        assertThat(soon.result()).as(soon.toString()).isEqualTo(Result.WARN);
        assertThat(soon.trouble().orElseThrow().code()).isEqualTo("CertificateExpiresSoon");
        clock = Clock.fixed(Instant.now().plus(Duration.ofDays(400)), ZoneOffset.UTC);
        Step step = failure(test(at(sandbox.ewsUrl(), SERVICE, PASSWORD).build()), "tls");
        assertThat(step.code()).isEqualTo("CertificateExpired");
    }

    @Test
    void noRightToImpersonateAndAMailboxOutOfScopeAreTwoThings() {
        start();
        Step role =
                failure(test(at(sandbox.ewsUrl(), "bare@example.org", PASSWORD).build()), "mailbox");
        assertThat(role.code()).isEqualTo("ErrorImpersonationDenied");
        assertThat(role.cure()).contains("New-ManagementRoleAssignment");
        Step scope = failure(
                test(at(sandbox.ewsUrl(), "narrow@example.org", PASSWORD).build()), "mailbox");
        assertThat(scope.code()).isEqualTo("ErrorImpersonateUserDenied");
        assertThat(scope.cure()).contains("management scope");
    }

    @Test
    void anAliasAndAMailboxThatIsNotThereAreTold() {
        start();
        ConnectionSettings settings = at(sandbox.ewsUrl(), SERVICE, PASSWORD).build();
        assertThat(failure(test(settings, "a.berg@example.org"), "mailbox").code())
                .isEqualTo("ErrorNonPrimarySmtpAddress");
        assertThat(failure(test(settings, "nobody@example.org"), "mailbox").code())
                .isEqualTo("ErrorNonExistentMailbox");
    }

    @Test
    void ewsBlockedByPolicyAndAServerErrorWithItsHintAreTold() {
        start();
        ConnectionSettings settings = at(sandbox.ewsUrl(), SERVICE, PASSWORD).build();
        sandbox.faults().add(FaultRule.of(FaultKind.HTTP_STATUS).with("status", 403));
        assertThat(failure(test(settings), "ews").cure()).contains("EwsAllowedAppIDs");
        sandbox.faults().clear();
        sandbox.faults().add(FaultRule.of(FaultKind.HTTP_STATUS).with("status", 500));
        assertThat(failure(test(settings), "ews").cause()).contains("certificate");
    }

    @Test
    void exchangeOnlineIsToldThatEwsEnds() {
        start();
        type = ServerType.EXCHANGE_ONLINE;
        Report report = test(at(sandbox.ewsUrl(), SERVICE, PASSWORD).build());
        Step step = report.step("retirement").orElseThrow();
        assertThat(step.result()).isEqualTo(Result.WARN);
        assertThat(step.detail()).contains("2027-04-01");
        assertThat(step.cure()).contains("EwsAllowedAppIDs", "Graph");
    }

    @Test
    void theServerIsFoundByAutodiscoverWhereNoAddressIsGiven() {
        start();
        Report report = test(ConnectionSettings.builder("office", null, new Credentials(SERVICE, Secret.of(PASSWORD)))
                .trustStore(sandbox.certificateFile(), null)
                .discovery(Discovery.DEFAULT.withEndpoints(List.of(URI.create(sandbox.autodiscoverUrl()))))
                .build());
        assertThat(report.step("autodiscover").orElseThrow().detail())
                .as(report.toString())
                .contains(sandbox.ewsUrl());
        assertThat(report.result()).isEqualTo(Result.PASS);
    }

    @Test
    void theDoctorFindsAHealthyInstallationAndWritesNothingUnlessToldTo() {
        start();
        test(at(sandbox.ewsUrl(), SERVICE, PASSWORD).build());
        int before = sandbox.ledger().entries().size();
        Diagnosis diagnosis = checks.diagnose(null, null, false);
        assertThat(diagnosis.result()).as(diagnosis.toString()).isEqualTo(Result.PASS);
        assertThat(diagnosis.reports().get(0).steps())
                .extracting(Step::id)
                .containsExactly("config", "database", "routes", "backlog", "alerts");
        assertThat(diagnosis.reports().get(0).step("database").orElseThrow().detail())
                .contains("H2", "tables of version");
        assertThat(diagnosis.reports().get(1).step("clock").orElseThrow().result())
                .isEqualTo(Result.PASS);
        assertThat(diagnosis.reports().get(1).step("sync").orElseThrow().result())
                .isEqualTo(Result.PASS);
        assertThat(diagnosis.reports().get(1).step("write").orElseThrow().result())
                .isEqualTo(Result.SKIP);
        assertThat(diagnosis.reports().get(1).step("owner").orElseThrow().result())
                .isEqualTo(Result.SKIP);
        assertThat(sandbox.ledger().entries()).hasSize(before);
        assertThat(database.checks().lastTests())
                .as("the row that proves that the database can be written to is taken back")
                .hasSize(1);
    }

    @Test
    void theDoctorWritesATestItemAndRemovesItWhenToldTo() {
        start();
        test(at(sandbox.ewsUrl(), SERVICE, PASSWORD).build());
        Diagnosis diagnosis = checks.diagnose("office", ANNA, true);
        assertThat(diagnosis.result()).as(diagnosis.toString()).isEqualTo(Result.PASS);
        assertThat(sandbox.ledger().entries())
                .extracting(entry -> entry.action())
                .contains("create", "delete");
        assertThat(sandbox.count(ANNA, "outbox")).isZero();
    }

    @Test
    void theDoctorMakesReadsAndRemovesAnItemOfEachKindThatIsServed() {
        start();
        others = SyncMethod.SERVER_SIDE_SYNCHRONIZATION;
        test(at(sandbox.ewsUrl(), SERVICE, PASSWORD).build());
        int before = sandbox.ledger().entries().size();
        List<String> folders =
                List.of("outbox", "drafts", "calendar", "contacts", "tasks", "deleteditems", "sentitems");
        List<Integer> items =
                folders.stream().map(folder -> sandbox.count(ANNA, folder)).toList();

        Report report = checks.diagnose("office", ANNA, true).reports().get(1);

        assertThat(report.steps())
                .filteredOn(step -> WRITES.contains(step.id()))
                .extracting(step -> step.id() + " " + step.result())
                .as(report.toString())
                .containsExactly("write PASS", "draft PASS", "appointment PASS", "contact PASS", "task PASS");
        assertThat(report.step("draft").orElseThrow().detail()).contains("changed by its version");
        assertThat(sandbox.ledger().entries().stream()
                        .skip(before)
                        .map(entry -> entry.action())
                        .filter(action -> !action.equals("config"))
                        .toList())
                .as("nothing is sent, and nobody notified")
                .contains("create", "update", "delete")
                .doesNotContain("send");
        assertThat(folders.stream().map(folder -> sandbox.count(ANNA, folder)).toList())
                .isEqualTo(items);
    }

    @Test
    void theDoctorLeavesAloneWhatTheMailboxHasNotToBeServed() {
        start();
        test(at(sandbox.ewsUrl(), SERVICE, PASSWORD).build());
        Report report = checks.diagnose("office", ANNA, true).reports().get(1);
        assertThat(report.steps())
                .filteredOn(step -> WRITES.contains(step.id()))
                .extracting(step -> step.id() + " " + step.result())
                .containsExactly("write PASS", "draft SKIP", "appointment SKIP", "contact SKIP", "task SKIP");
    }

    @Test
    void aTestItemThatCanNotBeRemovedIsToldWithItsFolderAndSubject() {
        start();
        others = SyncMethod.SERVER_SIDE_SYNCHRONIZATION;
        test(at(sandbox.ewsUrl(), SERVICE, PASSWORD).build());
        sandbox.faults()
                .add(FaultRule.of(FaultKind.HTTP_STATUS)
                        .operation("DeleteItem")
                        .count(FaultRule.ALWAYS)
                        .with("status", 500));
        Report report = checks.diagnose("office", ANNA, true).reports().get(1);
        Step step = report.step("task").orElseThrow();
        assertThat(step.code()).isEqualTo("NotRemoved");
        assertThat(step.detail()).contains("tasks", ANNA, TestItems.TITLE);
        assertThat(step.cure()).contains("by hand");
    }

    @Test
    void aMailToTheMailboxItselfGoesThroughDraftsAndLeavesNothing() {
        start();
        test(at(sandbox.ewsUrl(), SERVICE, PASSWORD).build());
        Transport transport = ews.shared(at(sandbox.ewsUrl(), SERVICE, PASSWORD).build());
        List<String> folders = List.of("inbox", "drafts", "sentitems", "deleteditems");
        List<Integer> items =
                folders.stream().map(folder -> sandbox.count(ANNA, folder)).toList();
        String seen = new MailToSelf(
                        transport,
                        checked,
                        new MailboxTests.Claim(ANNA, "t", 0, MailboxTests.Wish.SEND, "olga", clock.instant()),
                        new TestMark(database.checks().installationId()),
                        ArrivalWait.of(Duration.ofSeconds(20)),
                        clock)
                .run();
        assertThat(seen).contains("arrived within", "was removed");
        assertThat(sandbox.ledger().entries())
                .extracting(entry -> entry.action())
                .contains("send");
        assertThat(folders.stream().map(folder -> sandbox.count(ANNA, folder)).toList())
                .isEqualTo(items);
    }

    private Authentication.OAuth application(String secret) {
        return new Authentication.OAuth(
                URI.create(sandbox.tokenUrl()), "app", sandbox.tokenScope(), Secret.of(secret), null, null);
    }

    @Test
    void whatStandsInTheTokenOfAnApplicationIsToldWithoutTheToken() {
        start(builder -> builder.logon(Logon.OAUTH).application("app", PASSWORD));
        Report report = test(at(sandbox.ewsUrl(), SERVICE, PASSWORD).build().as(application(PASSWORD)));
        assertThat(report.result()).as(report.toString()).isEqualTo(Result.PASS);
        assertThat(report.steps()).extracting(Step::id).containsSubsequence("retirement", "token", "ews", "mailbox");
        assertThat(report.step("token").orElseThrow().detail())
                .contains("audience https://", "roles full_access_as_app", "application app", "good until")
                .doesNotContain("eyJ");
    }

    @Test
    void anApplicationWhoseSecretIsWrongIsToldBeforeEwsIsAsked() {
        start(builder -> builder.logon(Logon.OAUTH).application("app", PASSWORD));
        Step step =
                failure(test(at(sandbox.ewsUrl(), SERVICE, PASSWORD).build().as(application("wrong-horse"))), "token");
        assertThat(step.code()).isEqualTo("TokenRefused");
        assertThat(step.detail()).contains("secret").doesNotContain("wrong-horse");
    }

    @Test
    void theDoctorTellsWhereTheMailboxIsAndThatTheProfileSaysOtherwise() {
        start();
        test(at(sandbox.ewsUrl(), SERVICE, PASSWORD).build());
        Step fits = checks.diagnose("office", null, false)
                .reports()
                .get(1)
                .step("where")
                .orElseThrow();
        assertThat(fits.result()).isEqualTo(Result.PASS);
        assertThat(fits.detail()).contains("on an Exchange Server", "version 15.1");
        type = ServerType.EXCHANGE_ONLINE;
        test(at(sandbox.ewsUrl(), SERVICE, PASSWORD).build());
        Step other = checks.diagnose("office", null, false)
                .reports()
                .get(1)
                .step("where")
                .orElseThrow();
        assertThat(other.code()).isEqualTo("ServerType");
        assertThat(other.cure()).contains("serverType");
    }

    @Test
    void aTestAlertIsSentOnlyWhenTheDoctorMayWrite() {
        start();
        List<String> calls = new ArrayList<>();
        alertWay = new AlertTrialTest.Way(calls, 0);
        test(at(sandbox.ewsUrl(), SERVICE, PASSWORD).build());
        Step dry = checks.diagnose("office", null, false)
                .reports()
                .get(0)
                .step("alerts")
                .orElseThrow();
        assertThat(dry.result()).isEqualTo(Result.SKIP);
        assertThat(dry.detail()).contains("--write");
        assertThat(calls).isEmpty();
        Step sent = checks.diagnose("office", null, true)
                .reports()
                .get(0)
                .step("alerts")
                .orElseThrow();
        assertThat(sent.result()).as(sent.toString()).isEqualTo(Result.PASS);
        assertThat(calls).containsExactly("send", "close");
    }

    @Test
    void aClockThatIsWrongIsTold() {
        start();
        clock = Clock.fixed(Instant.now().plus(Duration.ofMinutes(10)), ZoneOffset.UTC);
        test(at(sandbox.ewsUrl(), SERVICE, PASSWORD).build());
        Step step = checks.diagnose(null, null, false)
                .reports()
                .get(1)
                .step("clock")
                .orElseThrow();
        assertThat(step.code()).isEqualTo("ClockSkew");
        assertThat(step.cure()).contains("NTP");
    }

    @Test
    void theDoctorLeavesOutWhatAWrongPasswordMakesMeaningless() {
        start();
        test(at(sandbox.ewsUrl(), SERVICE, "wrong-horse").build());
        Report report = checks.diagnose("office", null, true).reports().get(1);
        assertThat(report.trouble().orElseThrow().id()).isEqualTo("ews");
        assertThat(report.step("write").orElseThrow().result()).isEqualTo(Result.SKIP);
    }

    private final class Component implements Servers {
        @Override
        public Transport shared(EmailServerProfile profile, ConnectionSettings settings) {
            return ews.shared(settings);
        }

        @Override
        public Transport open(EmailServerProfile profile, ConnectionSettings settings, WireListener listener) {
            asked.add(settings.toString());
            return ews.open(settings, listener);
        }

        @Override
        public Optional<Discovered> discover(
                EmailServerProfile profile, ConnectionSettings settings, MailboxRef mailbox) {
            return ews.discover(settings, mailbox);
        }
    }
}
