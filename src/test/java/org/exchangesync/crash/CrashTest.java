package org.exchangesync.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.exchangesync.crash.Points.Hold;
import org.exchangesync.item.ItemKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program is killed by SIGKILL again and again, at random moments and at named points, while it works and the owners of
 * the mailboxes go on; in the end everything is there, once. The short form is part of every build; the long one is
 *
 * <pre>{@code
 * mvn test -Dtest=CrashTest -Dcrash.items=5000 -Dcrash.kills=20 -Dcrash.database=postgresql
 * }</pre>
 */
class CrashTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** A life is measured in commits begun and done, so that much is done in it on slow machines too. */
    private static final int LONGEST_LIFE = 200;

    private static final int YOUNG_MILLIS = 5000;
    private static final List<String> OPERATIONS =
            List.of("SyncFolderItems", "GetItem", "FindFolder", "CreateFolder", "MoveItem", "DeleteItem");
    private static final List<String> FEW_POINTS =
            List.of("after PageCommit.commit/inTransaction", "hold-after MoveItem");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private final Settings settings = Settings.read();
    private final Random random = new Random(settings.seed());
    private final List<SyncProgram> programs = new ArrayList<>();
    private final List<String> killedAt = new ArrayList<>();
    private final Instant begin = Instant.now();
    private TestDatabase database;
    private SandboxProgram sandbox;
    private Office office;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.make(settings.database(), folder);
        sandbox = SandboxProgram.start(folder, Office.files(folder.resolve("files")));
        office = new Office(sandbox, Office.EVERYBODY, settings.seed());
        for (int i = 1; i <= settings.processes(); i++) {
            programs.add(new SyncProgram(folder.resolve("program" + i), office.profiles(sandbox), database)
                    .with("exchangesync.page.items", "25"));
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (SyncProgram program : programs) {
            program.close();
        }
        sandbox.close();
    }

    @Test
    void whatWasPutInIsThereOnceHoweverOftenTheProgramWasKilled() throws Exception {
        try {
            office.arrivals().some(settings.items() * 6 / 10);
            killAtRandomMoments();
            for (List<String> more = namedPoints(); !more.isEmpty(); more = namedPoints()) {
                for (String point : more) {
                    killAt(point);
                }
            }
            sandbox.release();
            Calm.comesOver(programs.get(0), office, database);
            new Audit(office, sandbox, database).check();
        } catch (Throwable e) {
            programs.forEach(program -> System.err.println(program.tails()));
            throw e;
        }
        report();
    }

    /** The programs work side by side, each with its share of the kills; one after the other is killed and started again. */
    private void killAtRandomMoments() throws Exception {
        List<ChildProcess> running = new ArrayList<>();
        programs.forEach(program -> running.add(program.start()));
        for (int i = 0; i < settings.kills(); i++) {
            int which = i % running.size();
            SyncProgram program = programs.get(which);
            int life = program.points().reached() + random.nextInt(LONGEST_LIFE);
            boolean young = random.nextInt(10) == 0;
            office.arrivals().some(settings.items() * 4 / 10 / settings.kills());
            office.act(settings.items() / 10 / settings.kills());
            trouble();
            ChildProcess process = running.get(which);
            if (!young) {
                reaches("its end", process, () -> program.points().reached() >= life);
            }
            assertThat(process.endsWithin(random.nextInt(young ? YOUNG_MILLIS : 50)))
                    .as(process.tail())
                    .isFalse();
            process.kill();
            if (i + running.size() < settings.kills()) {
                running.set(which, program.start());
            }
        }
    }

    /** Now and then the server is overloaded, or has forgotten how far a folder was read. */
    private void trouble() {
        String mailbox = Office.EVERYBODY.get(random.nextInt(Office.EVERYBODY.size()));
        switch (random.nextInt(4)) {
            case 0 -> sandbox.failOnce(mailbox);
            case 1 -> forget(mailbox);
            default -> {
                // all is well
            }
        }
    }

    private void forget(String mailbox) {
        List<ItemKind> kinds =
                Office.MAIL_ONLY.contains(mailbox) ? List.of(ItemKind.EMAIL) : List.of(ItemKind.values());
        sandbox.forget(mailbox, Planted.home(kinds.get(random.nextInt(kinds.size()))));
        office.readAgain(mailbox);
    }

    private static void reaches(String point, ChildProcess process, BooleanSupplier reached) {
        await(point)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !process.isAlive() || reached.getAsBoolean());
        assertThat(process.isAlive()).as(process.tail()).isTrue();
    }

    /** The points at which it was not killed yet; a new kind of commit may have turned up meanwhile. */
    private List<String> namedPoints() {
        List<String> all = new ArrayList<>(settings.allPoints() ? hits().keySet() : FEW_POINTS);
        if (settings.allPoints()) {
            assertThat(all).as("commits were announced").contains(FEW_POINTS.get(0));
            for (String operation : OPERATIONS) {
                all.add("hold-before " + operation);
                all.add("hold-after " + operation);
            }
        }
        all.removeAll(killedAt);
        all.removeIf(point -> point.startsWith(Points.BEFORE_TABLE) || point.startsWith(Points.AFTER_TABLE));
        return all;
    }

    /** Kills the program when it comes to that point; there is something to do for every step. */
    private void killAt(String point) throws Exception {
        List<String> fresh = office.withoutPoison();
        office.arrivals()
                .oneOfEach(
                        point.endsWith("CreateFolder") && !fresh.isEmpty()
                                ? fresh.get(0)
                                : Office.EVERYBODY.get(killedAt.size() % Office.EVERYBODY.size()));
        if (point.contains("keep")) {
            office.arrivals().large(Office.EVERYBODY.get(0));
        }
        office.act(15);
        SyncProgram program = programs.get(0);
        boolean remote = point.startsWith("hold-");
        Hold hold = remote ? null : program.points().hold(point::equals);
        // what was held for the last one that was killed is done now, while its successor works
        ChildProcess process = program.start();
        sandbox.release();
        if (point.contains("fail") || point.contains("status") || point.contains("rouble")) {
            sandbox.failOnce(Office.EVERYBODY.get(0));
        }
        if (point.contains("restart")) {
            forget(Office.EVERYBODY.get(0));
        }
        if (remote) {
            String[] words = point.split(" ");
            sandbox.hold(words[0], words[1]);
        }
        reaches(point, process, remote ? sandbox::isHolding : hold::isReached);
        process.kill();
        program.points().holdNothing();
        killedAt.add(point);
    }

    private Map<String, Integer> hits() {
        Map<String, Integer> all = new TreeMap<>();
        programs.forEach(
                program -> program.points().hits().forEach((point, hits) -> all.merge(point, hits, Integer::sum)));
        return all;
    }

    private void report() {
        System.out.printf(
                "Crash test on %s, %d process(es): %d items, %d actions of their owners, %d kills at random moments, %d at"
                        + " named points, %d starts, %d s%n",
                settings.database(),
                settings.processes(),
                office.planted().size(),
                office.actions(),
                settings.kills(),
                killedAt.size(),
                programs.stream().mapToInt(program -> program.started().size()).sum(),
                Duration.between(begin, Instant.now()).toSeconds());
        hits().forEach((point, hits) -> System.out.println("  " + point + ": " + hits));
        killedAt.forEach(point -> System.out.println("  killed at " + point));
    }
}
