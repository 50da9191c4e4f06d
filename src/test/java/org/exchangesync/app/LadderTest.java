package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.exchangesync.SettableClock;
import org.exchangesync.ews.EwsComponent;
import org.exchangesync.item.Samples;
import org.exchangesync.transport.MemoryTransport;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.TransportOperation;
import org.exchangesync.transport.WellKnownFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left alone for how long when something is broken, by a clock that the tests set. */
public class LadderTest {
    private static final String ANNA = "anna@example.org";
    private static final Duration SIX_HOURS = Duration.ofHours(6);

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.now());
    private final MemoryTransport server = new MemoryTransport();
    private Engine engine;

    @AfterEach
    void stop() {
        if (engine != null) {
            engine.close();
        }
    }

    private void start(int mailboxes, Map<String, String> more) {
        StringBuilder yaml = new StringBuilder("""
                profiles:
                  - name: office
                    incomingServerLocation: https://mail.example.org/EWS/Exchange.asmx
                    username: svc
                    password: "{{test.password}}"
                    moveFailedEmailsToUndeliverable: true
                mailboxes:
                """);
        addresses(mailboxes).forEach(address -> {
            server.mailbox(address);
            yaml.append("  - {address: ").append(address).append(", profile: office}\n");
        });
        Map<String, String> properties = new HashMap<>(Map.of(
                "test.password", "secret",
                "redelivery.delay", "1",
                "exchangesync.workers", "64",
                "exchangesync.pollingInterval", "5"));
        properties.putAll(more);
        engine = new Engine(
                folder,
                yaml.toString(),
                new EwsComponent(settings -> server),
                properties.containsKey("routes") ? Path.of(properties.remove("routes")) : Path.of("routes"),
                properties,
                clock);
    }

    private static List<String> addresses(int mailboxes) {
        return Stream.concat(Stream.of(ANNA), IntStream.range(1, mailboxes).mapToObj(i -> "user" + i + "@example.org"))
                .toList();
    }

    private void calendarFails(String code) {
        server.listen(call -> {
            if (call.folder() != null && call.folder().wellKnown() == WellKnownFolder.CALENDAR) {
                throw new TransportException(code, "ordered by the test", null);
            }
        });
    }

    private List<String> directions() {
        return engine.query("select mailbox, direction, state, failures, code from mailbox_direction order by 1, 2");
    }

    private List<String> openAlerts() {
        return engine.query("select alert_key from alert where resolved_at is null order by 1");
    }

    @Test
    void aDirectionThatFailsOnAndOnClimbsTheLadderIsDisabledAndComesBackByItself() {
        start(1, Map.of());
        calendarFails("ErrorMailboxStoreUnavailable");
        int[] minutes = {1, 2, 5, 5, 10, 10, 20, 20, 30, 60};
        for (int i = 0; i < minutes.length; i++) {
            engine.tick();
            assertThat(directions())
                    .containsExactly(ANNA + ",APPOINTMENTS_CONTACTS_TASKS,POSTPONED," + (i + 1)
                            + ",ErrorMailboxStoreUnavailable");
            long calls = calendarCalls();
            clock.go(Duration.ofMinutes(minutes[i]).minusSeconds(1));
            engine.tick();
            assertThat(calendarCalls()).as("before step %d is over", i + 1).isEqualTo(calls);
            clock.go(Duration.ofMinutes(minutes[i]).dividedBy(10).plusSeconds(1)); // the jitter
        }
        assertThat(openAlerts()).isEmpty();
        engine.tick();
        assertThat(directions())
                .containsExactly(ANNA + ",APPOINTMENTS_CONTACTS_TASKS,DISABLED,11,ErrorMailboxStoreUnavailable");
        assertThat(openAlerts()).containsExactly("mailbox " + ANNA + " appointments-contacts-tasks");

        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("Still comes"));
        clock.go(Duration.ofHours(1));
        engine.tick();
        assertThat(engine.query("select subject from email")).containsExactly("Still comes");

        server.listen(call -> {});
        server.put(ANNA, WellKnownFolder.CALENDAR, Samples.appointment("Later", Samples.RECEIVED));
        clock.go(SIX_HOURS);
        engine.tick();
        assertThat(engine.query("select subject from appointment")).containsExactly("Later");
        assertThat(directions()).isEmpty();
        assertThat(openAlerts()).isEmpty();
    }

    private long calendarCalls() {
        return server.calls().stream()
                        .filter(call -> call.folder() != null && call.folder().wellKnown() == WellKnownFolder.CALENDAR)
                        .count()
                + refusedCalls.get();
    }

    private final AtomicInteger refusedCalls = new AtomicInteger();

    @Test
    void aPostponementSurvivesARestart() {
        start(1, Map.of());
        calendarFails("ErrorMailboxStoreUnavailable");
        engine.tick();
        List<String> before = directions();
        engine.close();
        start(1, Map.of());
        server.listen(call -> {
            if (call.folder() != null && call.folder().wellKnown() == WellKnownFolder.CALENDAR) {
                refusedCalls.incrementAndGet();
            }
        });
        clock.go(Duration.ofSeconds(50));
        engine.tick();
        assertThat(refusedCalls.get()).isZero();
        assertThat(directions()).isEqualTo(before).hasSize(1);
        clock.go(Duration.ofSeconds(20));
        engine.tick();
        assertThat(refusedCalls.get()).isPositive();
        assertThat(directions()).isEmpty();
    }

    @Test
    void whereOnlyAPersonCanHelpItIsDisabledAtOnceAndTheOtherDirectionGoesOn() {
        start(1, Map.of());
        calendarFails("ErrorAccessDenied");
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("Goes on"));
        engine.tick();
        assertThat(directions()).containsExactly(ANNA + ",APPOINTMENTS_CONTACTS_TASKS,DISABLED,1,ErrorAccessDenied");
        assertThat(engine.query("select subject from email")).containsExactly("Goes on");
        assertThat(engine.query("select text, cause, cure from alert"))
                .singleElement()
                .asString()
                .contains("appointments-contacts-tasks is disabled", "A person has to enable it", "permissions");
        server.listen(call -> {});
        clock.go(Duration.ofDays(3));
        engine.tick();
        assertThat(directions()).hasSize(1);
    }

    @Test
    void aPassingTroubleIsWaitedForWithinTheCall() {
        start(1, Map.of());
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("Second try"));
        server.failNext(TransportOperation.changes, "Network");
        server.failNext(TransportOperation.changes, "Network");
        Summary summary = engine.cycle();
        assertThat(summary.successful()).isTrue();
        assertThat(summary.totals().created()).isEqualTo(1);
    }

    @Test
    void aServerThatIsBusyIsLeftAloneForAsLongAsItAsksAndAtLeastForAWhile() {
        start(1, Map.of());
        server.failNext(TransportOperation.changes, busy(Duration.ofMinutes(3)));
        engine.tick();
        long calls = server.calls().size();
        clock.go(Duration.ofSeconds(179));
        engine.tick();
        assertThat(server.calls()).hasSize((int) calls);
        clock.go(Duration.ofSeconds(20));
        server.failNext(TransportOperation.changes, busy(Duration.ofMillis(1)));
        IntStream.range(0, 4).forEach(i -> server.failNext(TransportOperation.changes, busy(Duration.ofMillis(1))));
        engine.tick();
        calls = server.calls().size();
        clock.go(Duration.ofSeconds(4));
        engine.tick();
        assertThat(server.calls()).hasSize((int) calls);
        clock.go(Duration.ofSeconds(5));
        engine.tick();
        assertThat(directions()).isEmpty();
    }

    private static TransportException busy(Duration backOff) {
        return new TransportException("ErrorServerBusy", "busy", backOff, null, null);
    }

    @Test
    void aWrongPasswordIsOneTryOneBreakerAndOneAlert() {
        start(20, Map.of("exchangesync.workers", "1"));
        addresses(20).forEach(address -> server.failMailbox(address, "Http401"));
        engine.tick();
        assertThat(server.calls()).hasSize(1);
        assertThat(openAlerts()).containsExactly("profile office");
        assertThat(directions()).isEmpty();

        clock.go(SIX_HOURS.minusSeconds(1));
        engine.tick();
        assertThat(server.calls()).hasSize(1);
        clock.go(Duration.ofSeconds(2));
        engine.tick();
        assertThat(server.calls()).as("one mailbox tries").hasSize(2);

        addresses(20).forEach(server::mendMailbox);
        clock.go(SIX_HOURS.plusSeconds(1));
        engine.tick();
        clock.go(Duration.ofSeconds(10));
        engine.tick();
        assertThat(engine.query("select count(*) from mailbox where last_success_at is not null"))
                .containsExactly("20");
        assertThat(openAlerts()).isEmpty();
        assertThat(engine.query("select * from profile_breaker")).isEmpty();
    }

    @Test
    void aServerThatIsAwayIsTheProfilesTroubleAndDisablesNoMailbox() {
        start(20, Map.of("exchangesync.pollingInterval", "3600"));
        addresses(20).forEach(address -> server.failMailbox(address, "Network"));
        for (int minute = 0; minute < 300; minute++) {
            engine.tick();
            clock.go(Duration.ofMinutes(1));
        }
        assertThat(openAlerts()).containsExactly("profile office");
        assertThat(engine.query("select count(*) from alert")).containsExactly("1");
        assertThat(engine.query("select count(*) from mailbox_direction where state = 'DISABLED'"))
                .containsExactly("0");
        addresses(20).forEach(server::mendMailbox);
        addresses(20).forEach(address -> server.put(address, WellKnownFolder.INBOX, Samples.email("For " + address)));
        for (int minute = 0; minute < 70; minute++) {
            engine.tick();
            clock.go(Duration.ofMinutes(1));
        }
        assertThat(engine.query("select count(*) from email")).containsExactly("20");
        assertThat(openAlerts()).isEmpty();
        assertThat(directions()).isEmpty();
    }

    @Test
    void mailboxesThatMayNotBeImpersonatedAreEachTheirOwnTroubleWhileTheyAreFew() {
        start(20, Map.of());
        server.failMailbox("user1@example.org", "ErrorImpersonateUserDenied");
        server.failMailbox("user2@example.org", "ErrorImpersonateUserDenied");
        server.failMailbox("user3@example.org", "ErrorImpersonateUserDenied");
        engine.tick();
        assertThat(engine.query("select count(*) from mailbox_direction where state = 'DISABLED'"))
                .containsExactly("6");
        assertThat(engine.query("select * from profile_breaker")).isEmpty();
        assertThat(openAlerts()).hasSize(6);
    }

    @Test
    void mailboxesThatMayNotBeImpersonatedAreTheProfilesTroubleWhenTheyAreMany() {
        start(20, Map.of());
        addresses(20).forEach(address -> server.failMailbox(address, "ErrorImpersonateUserDenied"));
        engine.tick();
        assertThat(openAlerts()).containsExactly("profile office");
        assertThat(engine.query("select code, fault_class from profile_breaker"))
                .containsExactly("ErrorImpersonateUserDenied,MAILBOX");
        clock.go(SIX_HOURS.plusSeconds(1));
        engine.tick();
        assertThat(openAlerts()).containsExactly("profile office");
        addresses(20).forEach(server::mendMailbox);
        clock.go(SIX_HOURS.plusSeconds(1));
        engine.tick();
        clock.go(Duration.ofSeconds(10));
        engine.tick();
        assertThat(openAlerts()).isEmpty();
        assertThat(directions()).isEmpty();
    }

    private static volatile boolean crmAway;
    private static final AtomicInteger CRM_CALLS = new AtomicInteger();

    @Test
    void aCrmThatIsAwayForHalfAnHourEmptiesNoInbox() throws Exception {
        crmAway = true;
        CRM_CALLS.set(0);
        start(50, Map.of("routes", routesThatAskTheCrm().toString(), "exchangesync.pollingInterval", "3600"));
        engine.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask-crm").errorHandler(noErrorHandler()).to("seda:crm?waitForTaskToComplete=Always");
                from("seda:crm?concurrentConsumers=8")
                        .errorHandler(noErrorHandler())
                        .process(exchange -> {
                            CRM_CALLS.incrementAndGet();
                            if (crmAway) {
                                throw new ConnectException("Connection refused");
                            }
                        });
            }
        });
        addresses(50)
                .forEach(address -> IntStream.range(0, 4)
                        .forEach(i -> server.put(
                                address, WellKnownFolder.INBOX, Samples.email("Mail " + i + " of " + address))));
        for (int half = 0; half < 60; half++) {
            engine.tick();
            clock.go(Duration.ofSeconds(30));
        }
        assertThat(engine.query("select count(*) from email")).containsExactly("0");
        assertThat(CRM_CALLS.get()).as("it is left alone").isLessThan(200);
        crmAway = false;
        for (int half = 0; half < 10; half++) {
            engine.tick();
            clock.go(Duration.ofSeconds(30));
        }
        assertThat(engine.query("select count(*) from email")).containsExactly("200");
        assertThat(engine.query("select count(*) from dead_letter")).containsExactly("0");
        assertThat(server.calls(TransportOperation.move)).isZero();
        assertThat(engine.query("select alert_key, level from alert")).containsExactly("endpoint seda:crm,ERROR");
        assertThat(openAlerts()).isEmpty();
        assertThat(directions()).isEmpty();
    }

    private Path routesThatAskTheCrm() throws IOException {
        Path edited = Files.createDirectory(folder.resolve("routes"));
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, edited.resolve(file.getFileName()));
            }
        }
        Path file = edited.resolve("receive-email.camel.yaml");
        String text = Files.readString(file);
        int record = text.lastIndexOf("        - bean:");
        Files.writeString(
                file,
                text.substring(0, record) + "- to:\n    uri: direct:ask-crm\n".indent(8) + text.substring(record));
        return edited;
    }
}
