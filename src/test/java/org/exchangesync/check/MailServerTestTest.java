package org.exchangesync.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.popsmtp.PopSmtpTransport;
import org.exchangesync.popsmtp.ScriptedPop3;
import org.exchangesync.popsmtp.ScriptedSmtp;
import org.exchangesync.profile.EmailServerProfile;
import org.exchangesync.profile.Profiles;
import org.exchangesync.profile.ProfilesFile;
import org.exchangesync.sandbox.http.CertificateAuthority;
import org.exchangesync.store.JdbcDatabase;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Discovered;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.Transport;
import org.exchangesync.transport.WireListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Test Connection and the doctor on servers of POP3 and SMTP. */
class MailServerTestTest {
    @TempDir
    Path folder;

    private final JdbcDatabase database = JdbcDatabase.open(
            new JdbcDatabase.Settings("jdbc:h2:mem:" + UUID.randomUUID(), "sa", "", 4), Clock.systemUTC());
    private CertificateAuthority authority;
    private ScriptedPop3 pop3;
    private ScriptedSmtp smtp;
    private Checks checks;

    @BeforeEach
    void start() {
        authority = CertificateAuthority.in(folder);
    }

    @AfterEach
    void stop() {
        pop3.close();
        smtp.close();
        database.close();
    }

    private void servers(boolean tlsAtOnce) {
        pop3 = new ScriptedPop3(authority.serverContext(), tlsAtOnce);
        smtp = new ScriptedSmtp(authority.serverContext(), tlsAtOnce);
    }

    private Report test(String encryption) throws IOException {
        Path file = Files.writeString(folder.resolve("profiles.yaml"), """
                profiles:
                  - {name: provider, serverType: pop3Smtp, credentials: userOrQueue, timeout: 3, trustStore: '%s',
                     incomingServerLocation: localhost, incomingPort: %d, incomingEncryption: %s,
                     outgoingServerLocation: localhost, outgoingPort: %d, outgoingEncryption: %s}
                mailboxes:
                  - {address: anna@example.org, profile: provider, username: anna, password: "{{secret}}"}
                """.formatted(
                        authority.pem(), pop3.port(), encryption, smtp.port(), encryption));
        Profiles profiles = new ProfilesFile(text -> text.replace("{{secret}}", "secret"), folder)
                .read(file, List.of())
                .profiles();
        checks = new Checks(
                () -> profiles,
                new PopSmtp(),
                database.checks(),
                new Installation() {
                    @Override
                    public String database() {
                        return "H2";
                    }

                    @Override
                    public Backlog backlog() {
                        return new Backlog(0, 0, 0, 0, 0, 0, 0, List.of());
                    }

                    @Override
                    public Optional<AlertWay> alertWay() {
                        return Optional.empty();
                    }

                    @Override
                    public Optional<Routes> routes() {
                        return Optional.empty();
                    }
                },
                FaultTable.builtIn(),
                Clock.systemUTC());
        return checks.testConnection("provider", null, "olga");
    }

    private static final class PopSmtp implements Servers {
        @Override
        public Transport shared(EmailServerProfile profile, ConnectionSettings settings) {
            return open(profile, settings, WireListener.NONE);
        }

        @Override
        public Transport open(EmailServerProfile profile, ConnectionSettings settings, WireListener listener) {
            return new PopSmtpTransport(settings, listener, Clock.systemUTC());
        }

        @Override
        public Optional<Discovered> discover(
                EmailServerProfile profile, ConnectionSettings settings, MailboxRef mailbox) {
            return Optional.empty();
        }
    }

    private static List<String> words(Report report) {
        return report.steps().stream()
                .map(step -> step.id() + " " + step.result())
                .toList();
    }

    @Test
    void bothServersAreLookedAtFromTheirNamesToTheSignIn() throws IOException {
        servers(true);
        Report report = test("ssl");
        assertThat(words(report))
                .containsExactly(
                        "secrets PASS",
                        "dns PASS",
                        "tcp PASS",
                        "tls PASS",
                        "greeting PASS",
                        "pop3 PASS",
                        "dns PASS",
                        "tcp PASS",
                        "tls PASS",
                        "greeting PASS",
                        "smtp PASS");
        assertThat(report.toString()).contains("offers USER, TOP, UIDL", "AUTH PLAIN LOGIN");
        assertThat(pop3.count("PASS")).as("the password is tried once").isEqualTo(1);
        assertThat(smtp.count("AUTH")).isEqualTo(1);
        assertThat(smtp.count("MAIL")).isZero();
    }

    @Test
    void withStartTlsTheGreetingComesBeforeTheCertificate() throws IOException {
        servers(false);
        assertThat(words(test("startTls")))
                .containsExactly(
                        "secrets PASS",
                        "dns PASS",
                        "tcp PASS",
                        "greeting PASS",
                        "tls PASS",
                        "pop3 PASS",
                        "dns PASS",
                        "tcp PASS",
                        "greeting PASS",
                        "tls PASS",
                        "smtp PASS");
    }

    @Test
    void aWrongKindOfEncryptionIsToldWithItsCure() throws IOException {
        servers(false);
        Report report = test("ssl");
        Step tls = report.trouble().orElseThrow();
        assertThat(tls.id()).isEqualTo("tls");
        assertThat(tls.cure()).isNotBlank();
        assertThat(pop3.count("PASS")).isZero();
    }

    @Test
    void aServerWithoutStartTlsIsToldNoPassword() throws IOException {
        pop3 = new ScriptedPop3();
        smtp = new ScriptedSmtp();
        Report report = test("startTls");
        Step greeting = report.trouble().orElseThrow();
        assertThat(greeting.id() + " " + greeting.code()).isEqualTo("greeting StartTlsMissing");
        assertThat(greeting.cause() + greeting.cure()).contains("STARTTLS", "995");
        assertThat(pop3.count("USER") + smtp.count("AUTH")).isZero();
    }

    @Test
    void aRefusedAccountIsToldAtTheServerThatRefusesIt() throws IOException {
        servers(true);
        smtp.script((command, wire) -> {
            if (command.startsWith("AUTH")) {
                wire.say("535 5.7.139 Authentication unsuccessful");
                return true;
            }
            return false;
        });
        Report report = test("ssl");
        assertThat(report.step("pop3").orElseThrow().result()).isEqualTo(Result.PASS);
        Step smtpStep = report.step("smtp").orElseThrow();
        assertThat(smtpStep.code()).isEqualTo("Smtp535");
        assertThat(smtpStep.cause()).contains("SMTP AUTH");
        assertThat(smtpStep.evidence().toString()).contains("535").doesNotContain("secret");
    }

    @Test
    void aServerWithoutUniqueIdsIsAWarning() throws IOException {
        servers(true);
        pop3.capabilities("USER\r\nTOP");
        Report report = test("ssl");
        assertThat(report.step("greeting").orElseThrow().code()).isEqualTo("NoUniqueIds");
        assertThat(report.step("pop3").orElseThrow().result()).isEqualTo(Result.PASS);
    }

    @Test
    void theDoctorLeavesOutWhatSuchServersDoNotHave() throws IOException {
        servers(true);
        test("ssl");
        Report report = checks.diagnose("provider", null, true).reports().get(1);
        assertThat(words(report))
                .contains("pop3 PASS", "smtp PASS", "folders SKIP", "sync PASS", "undeliverable SKIP", "write SKIP")
                .noneMatch(word -> word.endsWith("FAIL"));
    }
}
