package org.exchangesync.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.exchangesync.crash.Points.Hold;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two processes on one PostgreSQL work on the same mailbox at the same time: the first one was put to sleep (SIGSTOP) until
 * its lease was over, the second one took the mailbox, the first one wakes and goes on.
 */
class LostRaceTest {
    private static final String ANNA = "anna.lindqvist@nordwind.example";
    private static final String EMI = "emi.tanaka@nordwind.example";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path sandboxFolder;

    private static SandboxProgram sandbox;

    private TestDatabase database;
    private Office office;
    private SyncProgram sleeper;
    private SyncProgram other;

    @BeforeAll
    static void startSandbox() throws Exception {
        sandbox = SandboxProgram.start(sandboxFolder, Office.files(sandboxFolder.resolve("files")));
    }

    @AfterAll
    static void stopSandbox() {
        sandbox.close();
    }

    /** Each test has a mailbox and a database of its own. */
    private void begin(String mailbox) throws Exception {
        database = TestDatabase.make("postgresql", folder);
        office = new Office(sandbox, List.of(mailbox), 7);
        office.arrivals().some(80);
        sleeper = program("sleeper").with("exchangesync.lease", "8");
        other = program("other").with("exchangesync.lease", "120");
    }

    private SyncProgram program(String name) throws Exception {
        return new SyncProgram(folder.resolve(name), office.profiles(sandbox), database)
                .with("exchangesync.page.items", "10");
    }

    @AfterEach
    void stop() throws Exception {
        sleeper.close();
        other.close();
    }

    @Test
    void whoSleptOverAPageCommitsNothingOfItWhileAnotherReadsTheSamePages() throws Exception {
        begin(ANNA);
        Hold beforeAPage = sleeper.points().hold(times(3, "after FolderStep.request/renew"::equals));
        ChildProcess first = sleeper.start();
        sleepAt(beforeAPage, first);
        Hold amidst = other.points().hold(times(2, "after FolderStep.request/renew"::equals));
        ChildProcess second = other.start();
        reached(amidst, second);

        first.signal("CONT");
        saysThatItLost(first);
        amidst.release();

        Calm.comesOver(second, other, office);
        stopped(first, second);
        check(first, second);
    }

    @Test
    void whoSleptOverOwedMovesLeavesThemToWhoDidThemMeanwhile() throws Exception {
        begin(EMI);
        Hold beforeTheMoves = sleeper.points().hold("after ActionStep.more/dueActions"::equals);
        ChildProcess first = sleeper.start();
        sleepAt(beforeTheMoves, first);
        ChildProcess second = other.start();
        Calm.comesOver(second, other, office);

        first.signal("CONT");
        saysThatItLost(first);

        stopped(first, second);
        check(first, second);
        assertThat(database.query("SELECT * FROM remote_action WHERE type = 'MOVE_TO_UNDELIVERABLE'"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row).containsEntry("attempts", 1))
                .allSatisfy(row ->
                        assertThat(row.get("new_item_id")).as("of %s", row).isNotNull());
    }

    @ParameterizedTest
    @CsvSource({"hold-before, sales@nordwind.example", "hold-after, eleni.papadaki@heliotrade.example"})
    void aMoveThatWasUnderWayWhenItsWorkerFellAsleepIsDoneOnce(String fault, String mailbox) throws Exception {
        begin(mailbox);
        sandbox.hold(fault, "MoveItem");
        ChildProcess first = sleeper.start();
        await("the move").atMost(PATIENCE).until(() -> sandbox.isHolding() || !first.isAlive());
        first.signal("STOP");
        ChildProcess second = other.start();
        Calm.comesOver(second, other, office);

        sandbox.release();
        first.signal("CONT");
        saysThatItLost(first);

        stopped(first, second);
        check(first, second);
    }

    private static Predicate<String> times(int number, Predicate<String> point) {
        int[] count = new int[1];
        return reached -> point.test(reached) && ++count[0] == number;
    }

    private static void sleepAt(Hold hold, ChildProcess process) throws Exception {
        reached(hold, process);
        process.signal("STOP");
        hold.release();
    }

    private static void reached(Hold hold, ChildProcess process) {
        await("the point").atMost(PATIENCE).until(() -> hold.isReached() || !process.isAlive());
        assertThat(hold.isReached()).as(process.tail()).isTrue();
    }

    private static void saysThatItLost(ChildProcess process) {
        await("the word of the lost claim")
                .atMost(PATIENCE)
                .until(() -> process.said().contains("was lost"));
    }

    private static void stopped(ChildProcess... processes) throws InterruptedException {
        for (ChildProcess process : processes) {
            process.stop();
        }
    }

    private void check(ChildProcess first, ChildProcess second) {
        assertThat(warnings(first)).as(first.tail()).singleElement().asString().contains("was lost");
        assertThat(warnings(second)).as(second.tail()).isEmpty();
        assertThat(first.said() + second.said()).doesNotContain("\tat ");
        new Audit(office, sandbox, database).check();
    }

    private static List<String> warnings(ChildProcess process) {
        return process.said()
                .lines()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .toList();
    }
}
