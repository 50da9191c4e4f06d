package org.exchangesync.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.exchangesync.crash.Points.Hold;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program is killed while it makes its tables, and again when it tries anew; then it starts. */
class FirstStartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String PROFILES = """
            profiles:
              - name: office
                incomingServerLocation: https://localhost:1/EWS/Exchange.asmx
                username: nobody
                password: "{{env:CRASH_PASSWORD}}"
            mailboxes:
              - address: anna@example.org
                profile: office
            """;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    void aProgramThatWasKilledBetweenItsTablesMakesThemWhenItStartsAgain(String kind) throws Exception {
        TestDatabase database = TestDatabase.make(kind, folder);
        try (SyncProgram program = new SyncProgram(folder, PROFILES, database)) {
            killed(program, point -> point.startsWith(Points.BEFORE_TABLE + "TABLE link"));
            killed(program, point -> point.startsWith(Points.AFTER_TABLE + "TABLE dead_letter"));

            ChildProcess process = program.start();
            await().atMost(PATIENCE)
                    .until(() -> !process.isAlive() || process.said().contains("  mailbox "));

            assertThat(process.said()).contains("mailbox  anna@example.org");
            process.kill();
            assertThat(database.query("SELECT * FROM mailbox")).hasSize(1);
        }
    }

    private static void killed(SyncProgram program, Predicate<String> point) throws InterruptedException {
        Hold hold = program.points().hold(point);
        ChildProcess process = program.start();
        await("the point").atMost(PATIENCE).until(() -> !process.isAlive() || hold.isReached());
        assertThat(hold.isReached()).as(process.tail()).isTrue();
        process.kill();
    }
}
