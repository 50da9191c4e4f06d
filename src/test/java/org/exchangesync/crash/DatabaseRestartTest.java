package org.exchangesync.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL dies while mailboxes are drained, and comes back: the program waits for it, says so once, goes on by itself, and
 * in the end everything is there once.
 */
class DatabaseRestartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int RESTARTS = Integer.getInteger("chaos.databaseRestarts", 2);
    private static final int AWAY_MILLIS = 4000;
    private static final int PAGES = 6;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void theProgramWaitsForItsDatabaseAndGoesOn() throws Exception {
        try (RestartablePostgres postgres = new RestartablePostgres(folder);
                SandboxProgram sandbox = SandboxProgram.start(folder, Office.files(folder.resolve("files")))) {
            Office office = new Office(sandbox, Office.EVERYBODY, 1);
            office.arrivals().some(90);
            try (SyncProgram program = new SyncProgram(
                            folder.resolve("program"), office.profiles(sandbox), postgres.database())
                    .with("exchangesync.page.items", "10")) {
                ChildProcess process = program.start();
                for (int restart = 1; restart <= RESTARTS; restart++) {
                    int pages = pages(program) + PAGES;
                    office.arrivals().some(60); // enough for these pages, whatever was done before
                    await("work").atMost(PATIENCE).until(() -> !process.isAlive() || pages(program) >= pages);
                    postgres.kill();
                    office.arrivals().some(30);
                    office.act(10);
                    int times = restart;
                    await("the word that the database can not be used")
                            .atMost(PATIENCE)
                            .until(() -> told(process, "can't be used:").size() == times || !process.isAlive());
                    assertThat(process.endsWithin(AWAY_MILLIS))
                            .as(process.tail())
                            .isFalse();
                    postgres.startAgain();
                    await("the word that it is back")
                            .atMost(PATIENCE)
                            .until(() ->
                                    told(process, "can be used again, after").size() == times || !process.isAlive());
                }
                Calm.comesOver(process, program, office);
                await("that nothing is owed")
                        .atMost(PATIENCE)
                        .until(() -> Audit.isSettled(postgres.database()) || !process.isAlive());
                process.stop();

                new Audit(office, sandbox, postgres.database()).check();
                assertThat(told(process, "can't be used:"))
                        .hasSize(RESTARTS)
                        .allSatisfy(line -> assertThat(line).contains("goes on by itself"));
                assertThat(warnings(process)).hasSizeLessThanOrEqualTo(2 * RESTARTS);
            }
        }
    }

    private static int pages(SyncProgram program) {
        return program.points().hits().getOrDefault("after PageCommit.commit/inTransaction", 0);
    }

    private static List<String> told(ChildProcess process, String words) {
        return process.said()
                .lines()
                .filter(line -> line.contains(" Outage - ") && line.contains(words))
                .toList();
    }

    private static List<String> warnings(ChildProcess process) {
        return process.said()
                .lines()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .filter(line -> !line.contains("was lost: its lease ran out") && !line.contains(" Alerts - "))
                .toList();
    }
}
