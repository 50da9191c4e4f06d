package org.exchangesync.crash;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program is killed again and again while it works and its users go on; in the end everything is there, once.
 */
class CrashTest {
    private static final int ITEMS = Integer.getInteger("crash.items", 300);
    private static final int KILLS = Integer.getInteger("crash.kills", 4);
    private static final long SEED = Long.getLong("crash.seed", 1L);
    private static final String DATABASE = System.getProperty("crash.database", "h2");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void whatWasPutInIsThereOnceHoweverOftenTheProgramWasKilled() throws Exception {
        Instant begin = Instant.now();
        try (TestDatabase database = TestDatabase.start(DATABASE, folder);
                SandboxProgram sandbox = SandboxProgram.start(folder, Office.files(folder.resolve("files")));
                Points points = new Points()) {
            Office office = new Office(sandbox, Office.EVERYBODY, SEED);
            office.arrive(ITEMS * 6 / 10);
            System.out.println("planted after " + Duration.between(begin, Instant.now()));
            SyncProgram program = new SyncProgram(folder.resolve("program"), office.profiles(sandbox), database, points)
                    .with("exchangesync.page.items", "25");
            try {
                Random random = new Random(SEED);
                for (int i = 0; i < KILLS; i++) {
                    ChildProcess process = program.start();
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> !process.isAlive() || process.said().contains("profile"));
                    office.arrive(ITEMS * 4 / 10 / KILLS);
                    office.act(ITEMS / 10 / KILLS);
                    if (process.endsWithin(random.nextInt(2000))) {
                        throw new AssertionError("ended by itself\n" + process.tail());
                    }
                    process.kill();
                }
                Calm.comesOver(program, office, database);
                System.out.println(points.hits());
                new Audit(office, database).check();
            } catch (Throwable e) {
                System.err.println(program.tails());
                throw e;
            } finally {
                program.close();
            }
            System.out.println("planted " + office.planted().size() + " actions " + office.actions() + " took "
                    + Duration.between(begin, Instant.now()));
        }
    }
}
