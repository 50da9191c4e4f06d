package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.component.mock.MockEndpoint;
import org.exchangesync.SettableClock;
import org.exchangesync.check.Installation;
import org.exchangesync.ews.EwsComponent;
import org.exchangesync.sync.notification.OwnerNotification;
import org.exchangesync.transport.MemoryTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is told of what is in trouble, by a real mail server and by others. */
class AlertsTest {
    private static final String PROFILES = """
            profiles:
              - name: office
                owner: olga@example.org
                notifyOwner: true
                incomingServerLocation: https://mail.example.org/EWS/Exchange.asmx
                username: svc
                password: "{{env:NO_SUCH_VARIABLE:secret}}"
            mailboxes:
              - {address: anna@example.org, profile: office, owner: anna-boss@example.org}
              - {address: ben@example.org, profile: office}
              - {address: dora@example.org, profile: office}
            """;

    private final GreenMail mail = new GreenMail(ServerSetupTest.SMTP.dynamicPort());

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final MemoryTransport server = new MemoryTransport()
            .mailbox("anna@example.org")
            .mailbox("ben@example.org")
            .mailbox("dora@example.org");
    private Engine engine;

    @BeforeEach
    void startMailServer() {
        mail.start();
    }

    private void start(String to, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put("send-alert.to", to);
        properties.put("send-alert.from", "direct:send-alerts");
        properties.put("exchangesync.pollingInterval", "60");
        engine = new Engine(folder, PROFILES, new EwsComponent(any -> server), Path.of("routes"), properties, clock);
    }

    private String smtp() {
        return "smtp://localhost:" + mail.getSmtp().getPort() + "?from=sync@example.org";
    }

    private void send() {
        engine.context().createProducerTemplate().sendBody("direct:send-alerts", null);
    }

    private void lookAtOwners() {
        engine.context().createProducerTemplate().sendBody("direct:notify-owners", null);
    }

    @AfterEach
    void stop() {
        if (engine != null) {
            engine.close();
        }
        mail.stop();
    }

    private static List<String> to(MimeMessage message) throws Exception {
        return Arrays.stream(message.getRecipients(Message.RecipientType.TO))
                .map(Object::toString)
                .toList();
    }

    @Test
    void ownersOfMailboxAndProfileGetOneMailForOneTrouble() throws Exception {
        start(smtp(), Map.of("exchangesync.alerts.to", "staff@example.org"));
        server.failMailbox("anna@example.org", "ErrorNonExistentMailbox");
        engine.tick();
        send();
        send();

        MimeMessage[] received = mail.getReceivedMessages();
        // incoming, and appointments, contacts and tasks, each for two people
        assertThat(received).hasSize(4);
        assertThat(to(received[0])).containsExactly("anna-boss@example.org", "olga@example.org");
        assertThat(received[0].getSubject())
                .startsWith("Exchange Sync error: anna@example.org: Mailbox anna@example.org");
        assertThat(received[0].getContent().toString())
                .contains("is disabled after 1 failure", "What to do: ", "Code: ErrorNonExistentMailbox");
    }

    @Test
    void aMailServerThatIsAwayGetsThemLater() {
        start("smtp://localhost:1?from=sync@example.org", Map.of("exchangesync.alerts.to", "staff@example.org"));
        server.failMailbox("ben@example.org", "ErrorNonExistentMailbox");
        engine.tick();
        send();
        assertThat(engine.query("select send_attempts from alert where send_due_at is not null"))
                .containsExactly("1", "1");
        engine.close();
        start(smtp(), Map.of());
        send();
        assertThat(mail.getReceivedMessages()).as("not before half a minute").isEmpty();
        clock.go(Duration.ofSeconds(31));
        send();
        await().until(() -> mail.getReceivedMessages().length == 2);
        assertThat(engine.query("select count(*) from alert where send_due_at is not null"))
                .containsExactly("0");
    }

    @Test
    void anotherSystemGetsThemAsJson() throws Exception {
        start("mock:ops", Map.of());
        server.failMailbox("anna@example.org", "ErrorNonExistentMailbox");
        engine.tick();
        send();
        MockEndpoint ops = engine.context().getEndpoint("mock:ops", MockEndpoint.class);
        assertThat(ops.getReceivedExchanges()).hasSize(2);
        JsonNode alert = new ObjectMapper()
                .readTree(ops.getReceivedExchanges().get(0).getMessage().getBody(String.class));
        assertThat(alert.path("mailbox").asText()).isEqualTo("anna@example.org");
        assertThat(alert.path("level").asText()).isEqualTo("ERROR");
        assertThat(alert.path("cure").asText()).isNotEmpty();
        assertThat(ops.getReceivedExchanges().get(0).getMessage().getHeader("key", String.class))
                .isEqualTo("alert-" + alert.path("id").asText());
    }

    @Test
    void whatIsBelowTheLevelIsNotSent() {
        start("mock:ops", Map.of("exchangesync.alerts.level", "error"));
        lookAtOwners();
        server.failMailbox("anna@example.org", "Network");
        server.failMailbox("ben@example.org", "Network");
        engine.tick();
        lookAtOwners();
        assertThat(engine.query("select alert_key, send_due_at from alert"))
                .containsExactly("notification office,null");
    }

    @Test
    void theOwnerHearsOnceAnHourThatMoreThanHalfOfTheMailboxesFailed() throws Exception {
        start(smtp(), Map.of());
        server.failMailbox("anna@example.org", "Network");
        engine.tick();
        lookAtOwners();
        assertThat(engine.query("select * from alert")).as("one of three").isEmpty();

        server.failMailbox("ben@example.org", "Network");
        for (int minute = 0; minute < 130; minute += 10) {
            clock.go(Duration.ofMinutes(10));
            engine.tick();
            lookAtOwners();
            send();
        }
        List<String> mails = Arrays.stream(mail.getReceivedMessages())
                .map(message -> {
                    try {
                        return to(message) + " " + message.getSubject();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                })
                .filter(text -> text.contains("processed in the last"))
                .toList();
        assertThat(mails).hasSize(2).allSatisfy(text -> assertThat(text).startsWith("[olga@example.org]"));
    }

    @ParameterizedTest
    @CsvSource({"15, 10, true", "40, 30, true", "1000, 300, false", "2, 1, false", "1, 1, true", "0, 0, false"})
    void tooManyAreMoreThanHalf(int processed, int failed, boolean told) {
        assertThat(OwnerNotification.Rule.DEFAULT.isBroken(processed, failed)).isEqualTo(told);
    }

    @Test
    void theDoctorsTestAlertGoesTheWayOfAllAlertsAtWhateverLevelTheseBegin() throws Exception {
        start(smtp(), Map.of("exchangesync.alerts.to", "staff@example.org", "exchangesync.alerts.level", "error"));
        Installation.AlertWay way = way().orElseThrow();
        assertThat(way.hasRecipient()).isTrue();
        way.send();
        assertThat(way.arrived()).isFalse();
        send();
        assertThat(way.arrived()).isTrue();
        assertThat(mail.getReceivedMessages()).singleElement().satisfies(message -> {
            assertThat(to(message)).containsExactly("staff@example.org");
            assertThat(message.getSubject()).contains("information", "test of the way");
        });
        way.close();
        assertThat(engine.database().alerts().list(false, 10)).isEmpty();
    }

    @Test
    void aTestAlertThatNobodyTakesDoesNotArrive() {
        start("direct:nobody-listens-there", Map.of());
        Installation.AlertWay way = way().orElseThrow();
        way.send();
        send();
        assertThat(way.arrived()).isFalse();
    }

    @Test
    void mailWithoutAddresseeAndAlertsThatAreOffAreToldApart() {
        start(smtp(), Map.of());
        assertThat(way().orElseThrow().hasRecipient()).isFalse();
        engine.close();
        start("off", Map.of());
        assertThat(way()).isEmpty();
    }

    private Optional<Installation.AlertWay> way() {
        return InstallationState.of(engine.database(), engine.context()).alertWay();
    }
}
