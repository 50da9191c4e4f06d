package org.exchangesync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.exchangesync.sandbox.RawConnection.Answer;
import org.exchangesync.sandbox.fault.FaultKind;
import org.exchangesync.sandbox.fault.FaultRule;
import org.exchangesync.sandbox.fault.Faults;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Faults that let time pass, and that they take nobody else's. */
class SlowFaultsTest {
    @RegisterExtension
    static final SandboxExtension SANDBOX = new SandboxExtension();

    private static final String GET_INBOX = """
            <m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>
            <m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder>""";

    private final ExecutorService clients = Executors.newCachedThreadPool();

    @AfterEach
    void clear() {
        SANDBOX.server().faults().clear();
        clients.shutdownNow();
    }

    private static Answer ask() {
        try {
            return RawConnection.ask(SANDBOX.server(), ANNA, GET_INBOX);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletableFuture<Answer> asking() {
        return CompletableFuture.supplyAsync(SlowFaultsTest::ask, clients);
    }

    private static Duration timeOf(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void anAnswerTakesAtLeastAsLongAsTheLatency() {
        for (String when : List.of("before", "after")) {
            long id = SANDBOX.server()
                    .faults()
                    .add(FaultRule.of(FaultKind.LATENCY).with("millis", 400).with("when", when));
            assertThat(timeOf(SlowFaultsTest::ask)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
            SANDBOX.server().faults().remove(id);
        }
    }

    @Test
    void deletingARuleEndsItsLatency() {
        long id = SANDBOX.server().faults().add(FaultRule.of(FaultKind.LATENCY).with("millis", 3_600_000));
        CompletableFuture<Answer> answer = asking();
        await().until(() -> SANDBOX.server().faults().list().get(0).hits() == 1);
        assertThat(answer).isNotDone();
        SANDBOX.server().faults().remove(id);
        assertThat(answer.join().headers()).startsWith("HTTP/1.1 200");
    }

    @Test
    void anAnswerComesAsSlowlyAsTheRuleSays() {
        int bytes = ask().bytes().length;
        SANDBOX.server().faults().add(FaultRule.of(FaultKind.SLOW_BYTES).with("bytesPerSecond", 2 * bytes));
        assertThat(timeOf(SlowFaultsTest::ask)).isGreaterThanOrEqualTo(Duration.ofMillis(450));
    }

    @Test
    void deletingARuleLetsASlowAnswerComeAtOnce() {
        SANDBOX.server().faults().add(FaultRule.of(FaultKind.SLOW_BYTES).with("bytesPerSecond", 1));
        CompletableFuture<Answer> answer = asking();
        await().until(() -> SANDBOX.server().faults().list().get(0).hits() == 1);
        assertThat(answer).isNotDone();
        SANDBOX.server().faults().clear();
        assertThat(answer.join().isWhole()).isTrue();
    }

    @Test
    void soManyCallsAreKeptWaitingAndOthersGoOnMeanwhile() {
        long id = SANDBOX.server()
                .faults()
                .add(FaultRule.of(FaultKind.HOLD_BEFORE).count(Faults.MOST_WAITING));
        List<CompletableFuture<Answer>> held = new ArrayList<>();
        for (int i = 0; i < Faults.MOST_WAITING; i++) {
            held.add(asking());
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> SANDBOX.server().faults().held().size() == Faults.MOST_WAITING);
        assertThat(ask().headers()).startsWith("HTTP/1.1 200");

        long one = SANDBOX.server().faults().add(FaultRule.of(FaultKind.LATENCY).with("millis", 1));
        Answer refused = ask();
        assertThat(refused.headers()).startsWith("HTTP/1.1 503");
        assertThat(refused.rawBody()).contains("already keeps 64 calls waiting");

        SANDBOX.server().faults().remove(one);
        SANDBOX.server().faults().remove(id);
        held.forEach(a -> assertThat(a.join().headers()).startsWith("HTTP/1.1 200"));
        assertThat(SANDBOX.server().faults().held()).isEmpty();
    }
}
