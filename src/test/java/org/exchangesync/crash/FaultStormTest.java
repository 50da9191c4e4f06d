package org.exchangesync.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fault that the sandbox can play, at random, while items come, change and go and the program is killed again and
 * again. When the faults end everything is there, once, and all mailboxes are well. The short form is part of every build;
 * the long one is
 *
 * <pre>{@code
 * mvn test -Dtest=FaultStormTest -Dstorm.items=10000 -Dstorm.mailboxes=50 -Dstorm.kills=20 -Dstorm.seconds=20
 * }</pre>
 */
class FaultStormTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int STRANGE_SECONDS = 6;

    private final int items = Integer.getInteger("storm.items", 100);
    private final int mailboxes = Integer.getInteger("storm.mailboxes", Office.EVERYBODY.size());
    private final int kills = Integer.getInteger("storm.kills", 2);
    private final int seconds = Integer.getInteger("storm.seconds", 4);
    private final long seed = Long.getLong("storm.seed", 1);
    private final String kind = System.getProperty("storm.database", "h2");
    private final Random random = new Random(seed);
    private final Instant begin = Instant.now();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void whatWasPutInIsThereOnceWhateverTheServerDid() throws Exception {
        int more = Math.max(0, mailboxes - Office.EVERYBODY.size());
        List<String> people = new ArrayList<>(Office.EVERYBODY);
        people.addAll(SandboxProgram.more(more));
        TestDatabase database = TestDatabase.make(kind, folder);
        try (SandboxProgram sandbox = SandboxProgram.start(folder, Office.files(folder.resolve("files")), more)) {
            Office office = new Office(sandbox, people, seed);
            Weather weather = new Weather(sandbox, seed);
            office.arrivals().some(items * 6 / 10);
            try (SyncProgram program = new SyncProgram(
                            folder.resolve("program"), Office.profiles(sandbox, people), database)
                    .with("exchangesync.page.items", "25")
                    .with("exchangesync.redelivery", "2")
                    .with("exchangesync.breaker.pause", "1")) {
                try {
                    storm(program, office, weather, sandbox);
                    Calm.comesOver(program, office, database);
                    new Audit(office, sandbox, database).check();
                    assertThat(database.query("SELECT * FROM profile_breaker")).isEmpty();
                    assertThat(database.query("SELECT * FROM mailbox_direction"))
                            .isEmpty();
                    report(program, office, weather);
                } catch (Throwable e) {
                    System.err.println(program.tails());
                    throw e;
                }
            }
        }
    }

    private void storm(SyncProgram program, Office office, Weather weather, SandboxProgram sandbox) throws Exception {
        office.mailboxes().keySet().forEach(office::readAgain); // any state may be refused
        for (int kill = 1; kill <= kills; kill++) {
            office.arrivals().some(items * 4 / 10 / kills);
            weather.changes();
            ChildProcess process = program.start();
            int calls = weather.calls();
            await("the first calls").atMost(PATIENCE).until(() -> weather.calls() > calls || !process.isAlive());
            Instant end = Instant.now().plusMillis(seconds * 500L + random.nextInt(seconds * 1000));
            while (Instant.now().isBefore(end)) {
                assertThat(process.endsWithin(500 + random.nextInt(1500)))
                        .as(process.tail())
                        .isFalse();
                weather.changes();
                office.act(Math.max(1, items / 200 / kills));
            }
            if (kill % 2 == 0) {
                strangersCertificate(process, sandbox);
            }
            process.kill();
        }
        weather.clears();
    }

    /** For a while the program meets a server that it must not talk to; then the server has a certificate of its own again. */
    private static void strangersCertificate(ChildProcess process, SandboxProgram sandbox) throws Exception {
        sandbox.showsStrangersCertificate(STRANGE_SECONDS);
        assertThat(process.endsWithin(STRANGE_SECONDS * 1000))
                .as(process.tail())
                .isFalse();
        await("the end of it").atMost(PATIENCE).until(sandbox::isTrusted);
    }

    private void report(SyncProgram program, Office office, Weather weather) {
        System.out.printf(
                "Fault storm on %s: %d mailboxes, %d items, %d actions of their owners, %d starts, %d kills, %d s%n",
                kind,
                office.mailboxes().size(),
                office.planted().size(),
                office.actions(),
                program.started().size(),
                kills,
                Duration.between(begin, Instant.now()).toSeconds());
        System.out.println("  calls that met a stranger's certificate: "
                + program.started().stream()
                        .mapToLong(process -> process.said()
                                .lines()
                                .filter(line -> line.contains(" WARN ") && line.contains("(Tls)"))
                                .count())
                        .sum());
        weather.hits().forEach((fault, hits) -> System.out.println("  " + fault + ": " + hits));
    }
}
