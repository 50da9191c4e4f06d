package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.exchangesync.SettableClock;
import org.exchangesync.item.Samples;
import org.exchangesync.popsmtp.GreenMailServer;
import org.exchangesync.sandbox.SandboxExtension;
import org.exchangesync.sandbox.fault.FaultKind;
import org.exchangesync.sandbox.fault.FaultRule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Exchange goes away and comes back; meanwhile the same mail is on a server that speaks POP3 and SMTP. */
class FallbackTest {
    private static final String ANNA = SandboxExtension.ANNA;
    private static final String BEN = SandboxExtension.BEN;
    private static final String LINKS =
            "select e.subject, l.transport from email e join link l on l.record_id = e.record_id order by 1, 2";

    @TempDir
    Path folder;

    @RegisterExtension
    final SandboxExtension exchange = SandboxExtension.with(builder -> builder.folder(folder.resolve("sandbox")));

    private final SettableClock clock = new SettableClock(Instant.now());
    private final GreenMailServer backup = new GreenMailServer();
    private Engine engine;

    @BeforeEach
    void start() {
        backup.mailbox(ANNA);
        backup.mailbox(BEN);
        Map<String, String> properties = new HashMap<>(Map.of(
                "test.exchange", SandboxExtension.PASSWORD,
                "test.backup", GreenMailServer.PASSWORD,
                "exchangesync.breaker.mailboxes", "1",
                "exchangesync.redelivery", "0",
                "exchangesync.busyFloor", "0",
                "redelivery.attempts", "0"));
        engine = new Engine(folder, profiles(GreenMailServer.PASSWORD), null, Path.of("routes"), properties, clock);
        both("known", clock.instant());
        engine.cycle();
        assertThat(engine.query(LINKS)).containsExactly("known,ews");
    }

    private String profiles(String password) {
        return """
                profiles:
                  - {name: office, incomingServerLocation: "%s", trustStore: "%s", username: %s,
                     password: "{{test.exchange}}"}
                  - {name: backup, serverType: pop3Smtp, incomingServerLocation: 127.0.0.1, incomingPort: %d,
                     incomingEncryption: none, outgoingServerLocation: 127.0.0.1, outgoingPort: %d,
                     outgoingEncryption: none, allowPlainText: true, timeout: 5, username: "{mailbox}",
                     password: "{{env:NO_SUCH_VARIABLE:%s}}"}
                mailboxes:
                  - {address: %s, profile: office, fallbackProfile: backup}
                """.formatted(
                        exchange.server().ewsUrl(),
                        exchange.server().certificateFile(),
                        SandboxExtension.SERVICE,
                        backup.pop3().getPort(),
                        backup.smtp().getPort(),
                        password,
                        ANNA);
    }

    @AfterEach
    void stop() {
        engine.close();
        backup.close();
    }

    /** A mail reaches Anna, who has it on both servers. */
    private void both(String subject, Instant received) {
        try {
            exchange.server().deliver(ANNA, mail(subject));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        backup.arrive(ANNA, mail(subject), received);
    }

    /** Exchange answers nothing but 503 from now on, and is noticed to be away. */
    private void exchangeGoes() {
        exchange.server().faults().add(FaultRule.of(FaultKind.HTTP_STATUS).with("status", 503));
        engine.cycle();
        assertThat(engine.query("select profile from profile_breaker")).containsExactly("office");
    }

    private void exchangeComesBack() {
        exchange.server().faults().clear();
        clock.go(Duration.ofHours(1));
        engine.cycle();
    }

    /** The breaker has been open for long enough; Exchange is tried in vain meanwhile. */
    private void longEnough() {
        clock.go(Duration.ofMinutes(16));
        engine.tick();
        engine.tick();
    }

    private List<String> alerts() {
        return engine.query("select alert_key from alert where resolved_at is null order by 1");
    }

    @Test
    void mailGoesByTheSecondProfileWhileTheFirstIsAwayAndReturns() {
        exchangeGoes();
        both("meanwhile", clock.instant());
        backup.arrive(ANNA, mail("years old"), clock.instant().minus(Duration.ofDays(900)));
        clock.go(Duration.ofMinutes(10));
        engine.tick();
        assertThat(engine.query(LINKS)).as("not yet").containsExactly("known,ews");

        longEnough();
        assertThat(engine.query(LINKS)).containsExactly("known,ews", "known,pop-smtp", "meanwhile,pop-smtp");
        assertThat(alerts()).contains("fallback of profile office");
        assertThat(engine.query("select state from mailbox_direction")).isEmpty();
        assertThat(engine.query("select fallback_profile from mailbox where fell_back_at is not null"))
                .containsExactly("backup");

        exchangeComesBack();
        assertThat(engine.query(LINKS)).containsExactly("known,ews", "meanwhile,ews");
        assertThat(engine.query("select count(*) from record where gone_at is not null"))
                .containsExactly("0");
        assertThat(alerts()).isEmpty();
        assertThat(engine.query("select mailbox from mailbox where fell_back_at is not null"))
                .isEmpty();
        both("afterwards", clock.instant());
        clock.go(Duration.ofMinutes(1));
        engine.cycle();
        assertThat(engine.query(LINKS)).containsExactly("afterwards,ews", "known,ews", "meanwhile,ews");
    }

    @Test
    void whatWasDeletedBeforeExchangeCameBackIsGone() {
        exchangeGoes();
        backup.arrive(ANNA, mail("only there"), clock.instant());
        longEnough();
        assertThat(engine.query(LINKS)).contains("only there,pop-smtp");
        exchangeComesBack();
        assertThat(engine.query(LINKS)).containsExactly("known,ews");
        assertThat(
                        engine.query(
                                "select e.subject from email e join record r on r.record_id = e.record_id where r.gone_at is not null"))
                .containsExactly("only there");
    }

    @Test
    void mailLeavesByTheSecondProfileButWhatWasBegunByTheFirstWaitsForIt() {
        UUID begun = outbox().put(ANNA, "begun", BEN);
        clock.go(Duration.ofMinutes(1)); // what is due is due by the database's clock
        exchange.server()
                .faults()
                .add(FaultRule.of(FaultKind.HTTP_STATUS).operation("SendItem").with("status", 503));
        engine.cycle();
        assertThat(state(begun)).isEqualTo("SENDING,office");
        exchange.server().faults().add(FaultRule.of(FaultKind.HTTP_STATUS).with("status", 503));
        UUID fresh = outbox().put(ANNA, "fresh", BEN);
        longEnough();
        assertThat(state(fresh)).isEqualTo("SENT,backup");
        assertThat(state(begun)).isEqualTo("SENDING,office");
        assertThat(backup.count(BEN)).isEqualTo(1);

        exchangeComesBack();
        clock.go(Duration.ofHours(7));
        engine.cycle();
        assertThat(state(begun)).isEqualTo("SENT,office");
        assertThat(state(fresh)).isEqualTo("SENT,backup");
        assertThat(backup.count(BEN)).isEqualTo(1);
        assertThat(exchange.server().ledger().entries().stream()
                        .filter(entry -> entry.action().equals("send")))
                .hasSize(1);
    }

    @Test
    void aSecondProfileThatFailsTooLeavesTheMailboxAlone() {
        engine.close();
        engine = new Engine(
                folder,
                profiles("wrong"),
                null,
                Path.of("routes"),
                Map.of(
                        "test.exchange",
                        SandboxExtension.PASSWORD,
                        "exchangesync.breaker.mailboxes",
                        "1",
                        "exchangesync.redelivery",
                        "0",
                        "redelivery.attempts",
                        "0"),
                clock);
        exchangeGoes();
        both("meanwhile", clock.instant());
        longEnough();
        assertThat(engine.query(LINKS)).containsExactly("known,ews");
        assertThat(engine.query("select state from mailbox_direction")).isEmpty();
        assertThat(engine.query("select profile from profile_breaker order by 1"))
                .containsExactly("backup", "office");
        assertThat(alerts()).contains("profile backup");
        exchangeComesBack();
        assertThat(engine.query(LINKS)).containsExactly("known,ews", "meanwhile,ews");
    }

    @Test
    void aSecondProfileOfTheSameKindIsRefused() {
        assertThatThrownBy(() -> new Engine(
                        Files.createDirectory(folder.resolve("other")), """
                                profiles:
                                  - {name: a, incomingServerLocation: "https://a.example/EWS", username: u, password: "{{env:P:p}}"}
                                  - {name: b, incomingServerLocation: "https://b.example/EWS", username: u, password: "{{env:P:p}}"}
                                mailboxes:
                                  - {address: anna@example.org, profile: a, fallbackProfile: b}
                                """, null, Path.of("routes"), Map.of()))
                .hasStackTraceContaining("profiles 'a' and 'b' reach mailboxes the same way");
    }

    private static byte[] mail(String subject) {
        try {
            return Samples.email(subject).original().toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outbox outbox() {
        return new Outbox("jdbc:h2:file:" + folder.resolve("db").toAbsolutePath(), "sa", "");
    }

    private String state(UUID mail) {
        return engine.query("select state, profile from outgoing_email where record_id = '" + mail + "'")
                .get(0);
    }
}
