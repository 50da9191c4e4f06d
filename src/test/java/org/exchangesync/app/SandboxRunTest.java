package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.exchangesync.item.Content;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.KindCounts;
import org.exchangesync.sync.deadletter.DeadLetterStore;
import org.exchangesync.sync.deadletter.LetterQuery;
import org.exchangesync.sync.deadletter.ReplayOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who starts the program without an Exchange: everything is real, over TLS, from wire to table. */
class SandboxRunTest {
    private static final String ANNA = "anna.lindqvist@nordwind.example";

    @TempDir
    Path folder;

    @Test
    void theDemonstrationIsSynchronisedAndASecondCycleChangesNothing() {
        try (Engine engine = start(Map.of())) {
            Summary first = engine.cycle();

            assertThat(first.successful()).as(first.toText()).isTrue();
            assertThat(first.mailboxes()).hasSizeGreaterThanOrEqualTo(6);
            assertThat(first.totals().created()).isGreaterThan(200);
            assertThat(first.mailboxes().get(0).kinds()).containsOnlyKeys(ItemKind.values());
            assertThat(engine.query("select code from dead_letter group by code order by code"))
                    .containsExactly("ErrorContentConversionFailed", "ErrorItemCorrupt");
            assertThat(engine.query("select count(*) from appointment where recurrence_rule is not null"))
                    .doesNotContain("0");
            assertThat(engine.sandbox().count(ANNA, "Undeliverable")).isPositive();

            assertThat(engine.cycle().totals().changedAnything()).isFalse();
        }
    }

    @Test
    void aNewMessageIsThereAfterThePoll() throws IOException {
        try (Engine engine = start(Map.of())) {
            engine.cycle();
            engine.sandbox()
                    .deliver(
                            ANNA,
                            "From: ben@example.org\r\nTo: anna\r\nSubject: Just now\r\nMessage-ID: <now@example.org>\r\n\r\nHello\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));

            KindCounts totals = engine.cycle().totals();

            assertThat(totals.created()).isEqualTo(1);
            assertThat(engine.query("select subject from email where message_id = '<now@example.org>'"))
                    .containsExactly("Just now");
        }
    }

    @Test
    void aMailThatTheServerCannotConvertIsReplayedFromAMendedCopyAndGoesBackToTheInbox() {
        try (Engine engine = start(Map.of())) {
            engine.cycle();
            DeadLetterStore letters = engine.database().deadLetterStore();
            long id = Long.parseLong(
                    engine.query("select dead_letter_id from dead_letter where kind = 'email' and mailbox = '" + ANNA
                                    + "' order by dead_letter_id")
                            .get(0));
            int refused = engine.sandbox().count(ANNA, "Undeliverable");
            int inbox = engine.sandbox().count(ANNA, "Inbox");
            String mended = "From: ben@example.org\r\nTo: anna\r\nSubject: Mended\r\n"
                    + "Message-ID: <mended@example.org>\r\n\r\nHello\r\n";
            letters.editOriginal(id, Content.of(mended.getBytes(StandardCharsets.US_ASCII)), "olga");
            letters.requestReplay(LetterQuery.of(List.of(id)), ReplayOptions.DEFAULT, "olga");
            engine.cycle();

            assertThat(letters.get(id).orElseThrow().replay().lastResult())
                    .startsWith("stored as record ")
                    .endsWith("goes back to the Inbox");
            assertThat(engine.sandbox().count(ANNA, "Undeliverable")).isEqualTo(refused - 1);
            assertThat(engine.sandbox().count(ANNA, "Inbox")).isEqualTo(inbox + 1);
            assertThat(engine.query("select subject from email where message_id = '<mended@example.org>'"))
                    .containsExactly("Mended");

            engine.cycle();
            assertThat(engine.query("select l.folder from link l join email e on e.record_id = l.record_id"
                            + " where e.message_id = '<mended@example.org>'"))
                    .containsExactly("inbox");
            assertThat(engine.query("select count(*) from dead_letter where kind = 'email' and state = 'OPEN'"
                            + " and mailbox = '" + ANNA + "'"))
                    .containsExactly("0");
        }
    }

    @Test
    void faultsCanBeOrderedWhereAControlPasswordIsGiven() throws Exception {
        try (Engine engine = start(Map.of("exchangesync.sandbox.controlPassword", "let me in"))) {
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(engine.sandbox().clientContext())
                    .build();
            HttpRequest.Builder order = HttpRequest.newBuilder(
                            URI.create(engine.sandbox().controlUrl() + "faults"))
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"fault\": \"http-status\", \"status\": 503, \"mailbox\": \"" + ANNA + "\"}"));
            assertThat(client.send(order.build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(401);
            assertThat(engine.cycle().successful()).isTrue();

            String account = Base64.getEncoder().encodeToString("control:let me in".getBytes(StandardCharsets.UTF_8));
            order.header("Authorization", "Basic " + account);
            assertThat(client.send(order.build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(201);
            assertThat(engine.cycle().toText()).contains("FAILED " + ANNA, "Http503");
        }
    }

    @Test
    void aRestartChangesNothingAlthoughTheSandboxForgotItsStates() {
        KindCounts before;
        try (Engine engine = start(Map.of())) {
            before = engine.cycle().totals();
        }
        try (Engine engine = start(Map.of())) {
            KindCounts after = engine.cycle().totals();

            assertThat(after.changedAnything()).isFalse();
            assertThat(after.unchanged()).isGreaterThanOrEqualTo(before.created());
        }
    }

    @Test
    void ownFilesEndAsRecordsLinksOrDeadLettersAndNoneDisappears() throws IOException {
        Path data = Path.of(System.getProperty("exchangesync.testdata", "../shared/data"));
        assumeTrue(Files.isDirectory(data.resolve("mail")), "no test data at " + data.toAbsolutePath());
        Path own = Files.createDirectory(folder.resolve("own"));
        for (String kind : List.of("mail", "ics", "vcf")) {
            copy(data.resolve(kind), Files.createDirectory(own.resolve(kind)));
        }
        try (Engine engine = start(Map.of("exchangesync.sandbox.data", own.toString()))) {
            Summary first = engine.cycle();

            assertThat(first.successful()).as(first.toText()).isTrue();
            assertThat(accountedFor(first, ItemKind.EMAIL)).isEqualTo(count(own.resolve("mail"), ".eml"));
            assertThat(accountedFor(first, ItemKind.APPOINTMENT) + accountedFor(first, ItemKind.TASK))
                    .isEqualTo(engine.sandbox().mailboxes().stream()
                            .mapToInt(mailbox -> engine.sandbox().count(mailbox, "calendar")
                                    + engine.sandbox().count(mailbox, "tasks"))
                            .sum());
            assertThat(accountedFor(first, ItemKind.CONTACT)).isGreaterThanOrEqualTo(count(own.resolve("vcf"), ".vcf"));
            assertThat(engine.query("select cause from dead_letter"))
                    .allSatisfy(cause -> assertThat(cause).hasSizeGreaterThan(20));
            assertThat(engine.cycle().totals().changedAnything()).isFalse();
        }
    }

    private static int accountedFor(Summary summary, ItemKind kind) {
        return summary.mailboxes().stream()
                .map(mailbox -> mailbox.kinds().get(kind))
                .mapToInt(counts -> counts.created() + counts.linked() + counts.deadLetters())
                .sum();
    }

    private static int count(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return (int) files.filter(file -> file.toString().endsWith(suffix)).count();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private Engine start(Map<String, String> more) {
        return new Engine(folder, null, null, Path.of("routes"), more);
    }
}
