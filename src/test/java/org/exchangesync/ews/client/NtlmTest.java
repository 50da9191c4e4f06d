package org.exchangesync.ews.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.exchangesync.ews.client.SignInCalls.read;
import static org.exchangesync.ews.client.SignInCalls.write;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;
import static org.exchangesync.sandbox.SandboxExtension.BEN;
import static org.exchangesync.sandbox.SandboxExtension.PASSWORD;
import static org.exchangesync.sandbox.SandboxExtension.SERVICE;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.exchangesync.sandbox.Logon;
import org.exchangesync.sandbox.SandboxExtension;
import org.exchangesync.sandbox.SandboxServer;
import org.exchangesync.sandbox.fault.FaultKind;
import org.exchangesync.sandbox.fault.FaultRule;
import org.exchangesync.sandbox.http.SeenConnection;
import org.exchangesync.sandbox.http.SignInAttempt;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.Impersonation;
import org.exchangesync.transport.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** NTLM against a server that knows connections apart. */
class NtlmTest {
    @RegisterExtension
    final SandboxExtension sandbox =
            SandboxExtension.with(builder -> builder.logon(Logon.NTLM).extendedProtection());

    private ConnectionSettings.Builder settings(String account, Secret password) {
        return ConnectionSettings.builder(
                        "office",
                        URI.create(sandbox.server().ewsUrl()),
                        new Authentication.Ntlm(new Credentials(account, password)))
                .trustStore(sandbox.server().certificateFile(), null)
                .readTimeout(Duration.ofSeconds(20));
    }

    private EwsClient client(String account) {
        boolean service = account.equals(SERVICE);
        return new EwsClient(settings(account, Secret.of(PASSWORD))
                .impersonation(service ? Impersonation.PRIMARY_SMTP_ADDRESS : Impersonation.NONE)
                .build());
    }

    @Test
    void anAccountIsGivenInEitherForm() {
        for (String account : List.of(ANNA, "EXAMPLE\\anna", "anna")) {
            try (EwsClient client = client(account)) {
                read(client, ANNA);
            }
        }
        assertThat(sandbox.server().signIns())
                .allMatch(SignInAttempt::accepted)
                .extracting(SignInAttempt::user)
                .containsExactly(ANNA, "EXAMPLE\\anna", "anna");
    }

    @Test
    void aConnectionSignsInOnceForAllItsRequests() {
        try (EwsClient client = client(SERVICE)) {
            for (int i = 0; i < 20; i++) {
                read(client, ANNA);
                read(client, BEN);
            }
        }
        assertThat(sandbox.server().signIns()).hasSize(1);
        assertThat(sandbox.server().connections())
                .as("one connection, with the request by which it signed in")
                .singleElement()
                .satisfies(connection -> assertThat(connection.requests()).containsEntry(SERVICE, 41));
    }

    @Test
    void aWriteIsSentOnceAndSignsInByTheWay() {
        try (EwsClient client = client(ANNA)) {
            for (int i = 0; i < 5; i++) {
                write(client, ANNA, "Folder " + i);
            }
        }
        assertThat(sandbox.server().ledger().entries())
                .filteredOn(entry -> entry.action().equals("create-folder"))
                .hasSize(5)
                .allMatch(entry -> entry.caller().equals(ANNA));
    }

    @Test
    void aWriteWhoseAnswerIsLostIsNotSentAgain() {
        try (EwsClient client = client(ANNA)) {
            write(client, ANNA, "Before");
            sandbox.server()
                    .faults()
                    .add(FaultRule.of(FaultKind.CUT)
                            .operation("CreateFolder")
                            .count(1)
                            .with("afterBytes", 0));
            assertThatThrownBy(() -> write(client, ANNA, "Lost"))
                    .extracting(e -> ((EwsFault) e).code())
                    .isEqualTo("Network");
            write(client, ANNA, "After");
        }
        assertThat(sandbox.server().ledger().entries())
                .extracting(entry -> entry.folderTo().replaceFirst(".*/", ""))
                .containsExactly("Before", "Lost", "After");
        assertThat(sandbox.server().signIns())
                .as("the lost connection's successor signed in too")
                .hasSize(2)
                .allMatch(SignInAttempt::accepted);
    }

    /** The JDK alone would keep five and make the others anew each time. */
    @Test
    void connectionsAreKeptForAsManyRequestsAsWereUnderWay() throws Exception {
        sandbox.server().faults().add(FaultRule.of(FaultKind.LATENCY).with("millis", 150));
        try (EwsClient client = new EwsClient(
                settings(SERVICE, Secret.of(PASSWORD)).maxConnections(20).build())) {
            for (int round = 0; round < 3; round++) {
                List<Callable<Void>> work = new ArrayList<>();
                for (int i = 0; i < 12; i++) {
                    work.add(() -> {
                        read(client, ANNA);
                        return null;
                    });
                }
                inParallel(12, work);
            }
        }
        assertThat(sandbox.server().connections()).hasSizeBetween(6, 12);
    }

    @Test
    void noConnectionEverCarriesRequestsOfTwoAccounts() throws Exception {
        try (EwsClient anna = client(ANNA);
                EwsClient ben = client(BEN);
                EwsClient service = client(SERVICE);
                EwsClient nobody = new EwsClient(ConnectionSettings.builder(
                                "nobody",
                                URI.create(sandbox.server().ewsUrl()),
                                new Credentials(ANNA, Secret.of(PASSWORD)))
                        .trustStore(sandbox.server().certificateFile(), null)
                        .impersonation(Impersonation.NONE)
                        .build())) {
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String title = "Made " + i;
                String mailbox = i % 2 == 0 ? ANNA : BEN;
                work.add(() -> made(anna, ANNA, title));
                work.add(() -> made(ben, BEN, title));
                work.add(() -> made(service, mailbox, title + " by the service"));
                work.add(() -> {
                    assertThatThrownBy(() -> read(nobody, ANNA))
                            .as("Basic is not accepted, however many connections are signed in")
                            .isInstanceOf(EwsFault.class);
                    return null;
                });
            }
            inParallel(12, work);
        }
        assertThat(sandbox.server().connections())
                .extracting(SeenConnection::requests)
                .as("each connection is one account's, or nobody's")
                .allSatisfy(users -> assertThat(users).hasSizeLessThan(2))
                .hasSizeGreaterThan(3);
        assertThat(sandbox.server().ledger().entries())
                .filteredOn(entry -> entry.action().equals("create-folder"))
                .hasSize(180)
                .allSatisfy(entry -> assertThat(entry.caller())
                        .isEqualTo(entry.folderTo().endsWith("service") ? SERVICE : entry.mailbox()));
    }

    private static Void made(EwsClient client, String mailbox, String title) {
        write(client, mailbox, title);
        return null;
    }

    private static void inParallel(int threads, List<Callable<Void>> work) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            for (Future<Void> done : workers.invokeAll(work)) {
                done.get();
            }
        } finally {
            workers.shutdownNow();
        }
    }

    @Test
    void aWrongPasswordIsTriedOnceByHoweverManyWorkers() throws Exception {
        try (EwsClient client =
                new EwsClient(settings(SERVICE, Secret.of("wrong")).build())) {
            List<Callable<Void>> work = new ArrayList<>();
            List<EwsFault> faults = Collections.synchronizedList(new ArrayList<>());
            CyclicBarrier together = new CyclicBarrier(16);
            for (int i = 0; i < 16; i++) {
                int number = i;
                work.add(() -> {
                    together.await();
                    try {
                        write(client, number % 2 == 0 ? ANNA : BEN, "never");
                    } catch (EwsFault fault) {
                        faults.add(fault);
                    }
                    return null;
                });
            }
            inParallel(16, work);
            assertThat(faults)
                    .hasSize(16)
                    .allSatisfy(fault -> assertThat(fault)
                            .hasMessageContaining("HTTP 401")
                            .hasMessageContaining("NTLM")
                            .extracting(EwsFault::code)
                            .isEqualTo("Http401"));
        }
        assertThat(sandbox.server().signIns())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.refusal()).isEqualTo("wrong password"));
    }

    @Test
    void aPasswordThatWasChangedUnderManyWorkersIsTriedOnceToo() throws Exception {
        AtomicReference<String> password = new AtomicReference<>(PASSWORD);
        ConnectionSettings settings =
                settings(SERVICE, Secret.named("svc", password::get)).build();
        try (EwsClient client = new EwsClient(settings)) {
            read(client, ANNA);
            password.set("no longer good");
            sandbox.server().forgetLogons();
            List<Callable<Void>> work = new ArrayList<>();
            CyclicBarrier together = new CyclicBarrier(8);
            for (int i = 0; i < 8; i++) {
                work.add(() -> {
                    together.await();
                    assertThatThrownBy(() -> read(client, ANNA)).isInstanceOf(EwsFault.class);
                    return null;
                });
            }
            inParallel(8, work);
            assertThat(sandbox.server().signIns().stream().filter(a -> !a.accepted()))
                    .as("those that were on the way when the first was refused didn't try")
                    .hasSize(1);
            password.set(PASSWORD);
            read(client, ANNA);
        }
    }

    @Test
    void aServerThatDoesNotSpeakNtlmIsToldWithWhatItOffers() throws Exception {
        try (var basic = SandboxServer.builder().mailbox(ANNA, "Anna", PASSWORD).start();
                EwsClient client = new EwsClient(ConnectionSettings.builder(
                                "office",
                                URI.create(basic.ewsUrl()),
                                new Authentication.Ntlm(new Credentials(ANNA, Secret.of(PASSWORD))))
                        .trustStore(basic.certificateFile(), null)
                        .build())) {
            assertThatThrownBy(() -> read(client, ANNA))
                    .hasMessageContaining("NTLM is not enabled there; it offers Basic")
                    .hasMessageContaining("Choose one of these")
                    .hasMessageNotContaining(PASSWORD);
        }
    }
}
