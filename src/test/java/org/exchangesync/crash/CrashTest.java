package org.exchangesync.crash;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
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
            Office office = new Office(sandbox, SEED);
            office.arrive(ITEMS * 6 / 10);
            System.out.println("planted after " + Duration.between(begin, Instant.now()));
            SyncProgram program = new SyncProgram(folder.resolve("program"), Office.profiles(sandbox), database, points)
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
                runToQuiescence(program, office, database);
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

    private static void runToQuiescence(SyncProgram program, Office office, TestDatabase database) throws Exception {
        for (int i = 0; i < 5; i++) {
            FileTime begin = FileTime.from(Instant.now());
            ChildProcess process = program.start();
            Map<String, Integer> quiet = new HashMap<>();
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        JsonNode summary = program.summaryAfter(begin);
                        return !process.isAlive() || summary != null && isQuiet(summary, quiet, office);
                    });
            process.stop();
            if (Audit.isSettled(database)) {
                return;
            }
        }
        throw new AssertionError("the program does not come to rest");
    }

    private static String lastSeen = "";

    private static boolean isQuiet(JsonNode summary, Map<String, Integer> quiet, Office office) {
        if (summary.path("startedAt").asText().equals(lastSeen)) {
            return false;
        }
        lastSeen = summary.path("startedAt").asText();
        for (JsonNode mailbox : summary.path("mailboxes")) {
            boolean changed = false;
            for (JsonNode kind : mailbox.path("kinds")) {
                for (String count : new String[] {"created", "updated", "deleted", "linked", "deadLetters"}) {
                    changed |= kind.path(count).asInt() > 0;
                }
            }
            boolean failed = !mailbox.path("failures").isEmpty();
            quiet.merge(mailbox.path("mailbox").asText(), changed || failed ? -1000 : 1, (a, b) -> b < 0 ? 0 : a + b);
            if (changed || failed) {
                quiet.put(mailbox.path("mailbox").asText(), 0);
            }
        }
        return quiet.size() == office.mailboxes().size()
                && quiet.values().stream().allMatch(n -> n >= 2);
    }
}
