package org.exchangesync.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.exchangesync.app.Outbox;
import org.exchangesync.crash.Points.Hold;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The program is killed by SIGKILL before and after each commit and each request by which a mail leaves, or put to sleep there
 * while another one takes its place: the server's ledger tells that the mail was sent once. The short form tries a few points,
 * {@code -Dcrash.points=all} every one.
 */
class OutgoingCrashTest {
    private static final String ANNA = "anna.lindqvist@nordwind.example";
    private static final String EMI = "emi.tanaka@nordwind.example";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<String> COMMITS =
            List.of("OutgoingStep.compose/begin", "OutgoingStep.drafted/drafted", "OutgoingDecision.sent/sent");
    private static final List<String> FEW_POINTS = List.of("after OutgoingStep.drafted/drafted", "hold-after SendItem");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private final Settings settings = Settings.read();
    private final List<SyncProgram> programs = new ArrayList<>();
    private SandboxProgram sandbox;
    private TestDatabase database;
    private Office office;
    private Outbox outbox;

    private void begin(String kind) throws Exception {
        begin(kind, SandboxProgram.start(folder, Office.files(folder.resolve("files"))));
    }

    private void begin(String kind, SandboxProgram started) throws Exception {
        sandbox = started;
        office = new Office(sandbox, List.of(ANNA, EMI), 7);
        database = TestDatabase.make(kind, folder);
        outbox = new Outbox(database.url(), database.user(), database.password());
    }

    private SyncProgram program(String name) throws Exception {
        SyncProgram program = new SyncProgram(folder.resolve(name), office.profiles(sandbox), database);
        programs.add(program);
        return program;
    }

    @AfterEach
    void stop() throws Exception {
        for (SyncProgram program : programs) {
            program.close();
        }
        if (sandbox != null) {
            sandbox.close();
        }
    }

    @Test
    void aMailIsSentOnceWhereverTheProgramIsKilled() throws Exception {
        begin(settings.database());
        SyncProgram program = program("program");
        Calm.comesOver(program, office, database);
        for (String point : points()) {
            try {
                killAt(point, program);
            } catch (Throwable e) {
                System.err.println(point + program.tails());
                throw e;
            }
        }
    }

    /** The program has 256 MB of heap; in an EWS request the mail takes 44 MB. */
    @Test
    void aLargeMailIsSentInLittleMemory() throws Exception {
        begin("h2", SandboxProgram.start(folder, Office.files(folder.resolve("files")), 0, 1024));
        SyncProgram program = program("program");
        Calm.comesOver(program, office, database);
        byte[] picture = new byte[24 << 20];
        new Random(24).nextBytes(picture);
        UUID mail = outbox.put(ANNA, "Large", EMI);
        outbox.run(
                "INSERT INTO content (sha256, size, bytes) VALUES (?, ?, ?)",
                "picture",
                (long) picture.length,
                picture);
        outbox.run(
                "INSERT INTO attachment (record_id, ordinal, name, content_type, is_inline, size, content_sha256)"
                        + " VALUES (?, 0, 'a.bin', 'application/octet-stream', FALSE, ?, 'picture')",
                mail,
                (long) picture.length);
        ChildProcess process = program.start();
        reaches("the mail's end", process, () -> sent(mail) > 0);
        Calm.comesOver(process, program, office);
        process.stop();
        assertThat(state(mail)).isEqualTo("SENT");
    }

    private List<String> points() {
        if (!settings.allPoints()) {
            return FEW_POINTS;
        }
        List<String> all = new ArrayList<>();
        COMMITS.forEach(commit -> all.addAll(List.of("before " + commit, "after " + commit)));
        for (String operation : List.of("CreateItem", "SendItem")) {
            all.addAll(List.of("hold-before " + operation, "hold-after " + operation));
        }
        return all;
    }

    private void killAt(String point, SyncProgram program) throws Exception {
        UUID mail = outbox.put(ANNA, "Killed " + point, EMI);
        boolean remote = point.startsWith("hold-");
        Hold hold = remote ? null : program.points().hold(point::equals);
        if (remote) {
            String[] words = point.split(" ");
            sandbox.hold(words[0], words[1]);
        }
        ChildProcess process = program.start();
        reaches(point, process, remote ? sandbox::isHolding : hold::isReached);
        process.kill();
        program.points().holdNothing();
        ChildProcess successor = program.start();
        reaches("the mail's end", successor, () -> sent(mail) > 0);
        sandbox.release(); // what was held is performed now
        Calm.comesOver(successor, program, office);
        successor.stop();

        assertThat(state(mail)).as("killed %s", point).isEqualTo("SENT");
        assertThat(sent(mail)).as("sent, killed %s", point).isEqualTo(1);
    }

    private static void reaches(String point, ChildProcess process, BooleanSupplier reached) {
        await(point).atMost(PATIENCE).until(() -> !process.isAlive() || reached.getAsBoolean());
        assertThat(process.isAlive()).as(process.tail()).isTrue();
    }

    private long sent(UUID mail) {
        return sandbox.doneByTheProgram(Set.of(ANNA)).stream()
                .filter(line -> line.path("action").asText().equals("send"))
                .map(line -> line.path("exchangeSyncKey"))
                .map(JsonNode::asText)
                .filter(mail.toString()::equals)
                .count();
    }

    private String state(UUID mail) {
        return database.query("SELECT state FROM outgoing_email WHERE record_id = '" + mail + "'")
                .get(0)
                .get("state")
                .toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"after OutgoingStep.compose/begin", "after OutgoingStep.drafted/drafted", "hold-before SendItem"
            })
    void whoSleptWhileAnotherSentTheMailSendsItNoMore(String point) throws Exception {
        begin("postgresql");
        SyncProgram sleeper = program("sleeper").with("exchangesync.lease", "8");
        SyncProgram other = program("other").with("exchangesync.lease", "120");
        Calm.comesOver(sleeper, office, database);
        UUID mail = outbox.put(ANNA, "Slept " + point, EMI);
        boolean remote = point.startsWith("hold-");
        Hold hold = remote ? null : sleeper.points().hold(point::equals);
        if (remote) {
            sandbox.hold("hold-before", "SendItem");
        }
        ChildProcess first = sleeper.start();
        reaches(point, first, remote ? sandbox::isHolding : hold::isReached);
        first.signal("STOP");
        if (!remote) {
            hold.release();
        }
        ChildProcess second = other.start();
        reaches("the mail's end", second, () -> state(mail).equals("SENT"));

        sandbox.release();
        first.signal("CONT");
        await("the word of the lost claim")
                .atMost(PATIENCE)
                .until(() -> first.said().contains("was lost"));
        Calm.comesOver(second, other, office);
        first.stop();
        second.stop();

        assertThat(sent(mail)).isEqualTo(1);
        assertThat(state(mail)).isEqualTo("SENT");
        assertThat(first.said() + second.said()).doesNotContain("\tat ");
    }
}
