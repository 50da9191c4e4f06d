package org.exchangesync.crash;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Waits until the program has nothing more to do: by its summaries, as a script of its users would. */
final class Calm {
    private static final int CYCLES = 2;
    private static final int STARTS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final List<String> COUNTS = List.of("created", "updated", "deleted", "linked", "deadLetters");

    private final SyncProgram program;
    private final Set<String> mailboxes;
    private final FileTime begin = FileTime.from(Instant.now());
    private final Map<String, Integer> quietCycles = new HashMap<>();
    private String lastSeen = "";

    private Calm(SyncProgram program, Set<String> mailboxes) {
        this.program = program;
        this.mailboxes = mailboxes;
    }

    /** Starts the program until it has nothing more to do and owes nothing, and stops it. */
    static void comesOver(SyncProgram program, Office office, TestDatabase database) throws InterruptedException {
        for (int i = 0; i < STARTS; i++) {
            ChildProcess process = program.start();
            comesOver(process, program, office);
            process.stop();
            if (Audit.isSettled(database)) {
                return;
            }
        }
        throw new AssertionError("the program owes something still after it was started " + STARTS + " times");
    }

    /** Waits until the running program has changed nothing in two cycles of each mailbox. */
    static void comesOver(ChildProcess process, SyncProgram program, Office office) {
        Calm calm = new Calm(program, office.mailboxes().keySet());
        await("two quiet cycles of each mailbox")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !process.isAlive() || calm.isReached());
        if (!process.isAlive()) {
            throw new AssertionError("the program ended by itself, with code " + process.exitCode());
        }
    }

    private boolean isReached() {
        JsonNode summary = program.summaryAfter(begin);
        String now = summary == null ? lastSeen : summary.path("startedAt").asText();
        if (!now.equals(lastSeen)) {
            lastSeen = now;
            summary.path("mailboxes").forEach(this::count);
        }
        return mailboxes.stream().allMatch(mailbox -> quietCycles.getOrDefault(mailbox, 0) >= CYCLES);
    }

    private void count(JsonNode mailbox) {
        boolean quiet = mailbox.path("failures").isEmpty();
        for (JsonNode kind : mailbox.path("kinds")) {
            quiet &= COUNTS.stream().allMatch(count -> kind.path(count).asInt() == 0);
        }
        quietCycles.merge(mailbox.path("mailbox").asText(), quiet ? 1 : 0, quiet ? Integer::sum : (a, b) -> 0);
    }
}
