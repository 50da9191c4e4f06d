package org.exchangesync.ews.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.exchangesync.ews.client.SignInCalls.read;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;
import static org.exchangesync.sandbox.SandboxExtension.BEN;
import static org.exchangesync.sandbox.SandboxExtension.PASSWORD;
import static org.exchangesync.sandbox.SandboxExtension.SERVICE;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.exchangesync.SettableClock;
import org.exchangesync.sandbox.SandboxExtension;
import org.exchangesync.sandbox.fault.FaultKind;
import org.exchangesync.sandbox.fault.FaultRule;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AccountPermitsTest {
    private static final CallContext CALL = new CallContext("office", ANNA, EwsOperation.GET_ITEM, "id");
    private static final EwsFault EXCEEDED = CALL.fault(AccountPermits.EXCEEDED, "too many", null);

    @RegisterExtension
    final SandboxExtension sandbox = new SandboxExtension();

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));

    @Test
    void theLimitIsHalvedOnceForAllThatWereUnderWayAndGrowsBackSlowly() {
        AccountPermits permits = new AccountPermits(8, Duration.ofMillis(50), clock);
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            numbers.add(permits.acquire(CALL));
        }
        assertThatThrownBy(() -> permits.acquire(CALL))
                .hasMessageContaining("all 8 connections of this account are busy");
        numbers.forEach(number -> permits.release(number, EXCEEDED));
        assertThat(permits.limit()).isEqualTo(4);

        permits.release(permits.acquire(CALL), EXCEEDED);
        assertThat(permits.limit()).isEqualTo(2);
        permits.release(permits.acquire(CALL), null);
        assertThat(permits.limit()).as("not at once").isEqualTo(2);
        for (int limit : List.of(3, 4, 5, 6, 7, 8, 8)) {
            clock.go(AccountPermits.STEP);
            permits.release(permits.acquire(CALL), null);
            permits.release(permits.acquire(CALL), null);
            assertThat(permits.limit()).isEqualTo(limit);
        }
    }

    @Test
    void oneConnectionIsLeftHoweverOftenTheServerComplains() {
        AccountPermits permits = new AccountPermits(3, Duration.ofSeconds(1), clock);
        for (int i = 0; i < 5; i++) {
            permits.release(permits.acquire(CALL), EXCEEDED);
        }
        assertThat(permits.limit()).isEqualTo(1);
    }

    /** Two mailboxes, each with ten connections of its own, share the account's three. */
    @Test
    void allMailboxesOfAConnectionShareTheAccountsLimit() throws Exception {
        ConnectionSettings settings = ConnectionSettings.builder(
                        "office", URI.create(sandbox.server().ewsUrl()), new Credentials(SERVICE, Secret.of(PASSWORD)))
                .trustStore(sandbox.server().certificateFile(), null)
                .maxAccountConnections(3)
                .build();
        ExecutorService workers = Executors.newFixedThreadPool(10);
        try (EwsClient client = new EwsClient(settings)) {
            read(client, ANNA);
            long rule = sandbox.server().faults().add(FaultRule.of(FaultKind.HOLD_BEFORE));
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                String mailbox = i % 2 == 0 ? ANNA : BEN;
                calls.add(workers.submit(() -> read(client, mailbox)));
            }
            Awaitility.await().until(() -> sandbox.server().faults().held().size() == 3);
            Awaitility.await()
                    .during(Duration.ofMillis(300))
                    .until(() -> sandbox.server().faults().held().size() == 3);
            sandbox.server().faults().remove(rule);
            for (Future<?> call : calls) {
                call.get();
            }
        } finally {
            workers.shutdownNow();
        }
    }

    @Test
    void aServerThatComplainsIsAskedByFewerAtOnce() {
        ConnectionSettings settings = ConnectionSettings.builder(
                        "office", URI.create(sandbox.server().ewsUrl()), new Credentials(SERVICE, Secret.of(PASSWORD)))
                .trustStore(sandbox.server().certificateFile(), null)
                .build();
        try (EwsClient client = new EwsClient(settings)) {
            for (String way : List.of("fault", "response")) {
                sandbox.server()
                        .faults()
                        .add(FaultRule.of(FaultKind.ERROR_CODE)
                                .with("code", AccountPermits.EXCEEDED)
                                .with("as", way)
                                .count(1));
                assertThatThrownBy(() -> read(client, ANNA))
                        .extracting(e -> ((EwsFault) e).code())
                        .isEqualTo(AccountPermits.EXCEEDED);
            }
            assertThat(client.accountLimit()).isEqualTo(12);
            read(client, ANNA);
        }
    }
}
