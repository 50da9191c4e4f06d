package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.exchangesync.app.Summary.MailboxResult;
import org.exchangesync.failure.Fault;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.DeleteHold;
import org.exchangesync.sync.FolderKey;
import org.exchangesync.sync.FolderLoss;
import org.exchangesync.sync.KindCounts;
import org.exchangesync.sync.MailboxCycle.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {
    private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");
    private static final KindCounts MAIL = new KindCounts(12, 3, 0, 2, 5, 1, 4);
    private static final KindCounts TASKS = new KindCounts(0, 0, 7, 0, 0, 0, 0);

    @TempDir
    Path folder;

    @Test
    void peopleSeeATableOfWhatChangedAndTheReasonsOfFailures() {
        String text = summary().toText();

        assertThat(text)
                .contains("2 mailboxes in 1.5 s", "mailbox", "created", "dead l.")
                .containsPattern("anna@example.org +email +12 +3 +0 +2 +4 +1\\.2")
                .containsPattern("anna@example.org +task +0 +0 +7 +0 +0 +1\\.2")
                .containsPattern("total +12 +3 +7 +2 +4 +1\\.5")
                .contains("FAILED ben@example.org, inbox: wrong password (Http401)")
                .contains("ASKS anna@example.org, calendar: 80 of 100 items vanished at once");
    }

    @Test
    void scriptsGetTheSameAsJson() throws IOException {
        Path file = folder.resolve("deep/summary.json");

        summary().write(file);

        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.at("/seconds").asDouble()).isEqualTo(1.5);
        assertThat(json.at("/mailboxes/0/mailbox").asText()).isEqualTo("anna@example.org");
        assertThat(json.at("/mailboxes/0/kinds/email/created").asInt()).isEqualTo(12);
        assertThat(json.at("/mailboxes/0/kinds/task/deleted").asInt()).isEqualTo(7);
        assertThat(json.at("/mailboxes/1/failures/0/code").asText()).isEqualTo("Http401");
        assertThat(json.at("/mailboxes/0/questions/0/records").asInt()).isEqualTo(80);
        assertThat(json.at("/totals/deadLetters").asInt()).isEqualTo(4);
    }

    @Test
    void whoeverLooksForTheSummaryFindsItAlsoWhileItIsWrittenAgain() throws Exception {
        Path file = folder.resolve("summary.json");
        summary().write(file);
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 300; i++) {
                summary().write(file);
            }
        });
        while (!writing.isDone()) {
            assertThat(file).exists();
        }
        writing.get();
    }

    @Test
    void aRoundIsToldWhenNothingMoreIsDueAndNobodyIsUnderWay() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean[] ended = {false};
        CycleBoard board = new CycleBoard(
                true,
                null,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                Clock.fixed(START, ZoneOffset.UTC),
                () -> List.of("anna@example.org is due at noon"),
                () -> ended[0] = true);

        board.claimed(0);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("no mailbox is due", "anna@example.org is due at noon");
        assertThat(ended[0]).isTrue();
        assertThat(board.successful()).isTrue();
    }

    private static Summary summary() {
        Fault wrongPassword =
                new Fault("Http401", FaultClass.PROFILE, "wrong password", FaultClass.PROFILE.advice(), Duration.ZERO);
        return new Summary(
                START,
                Duration.ofMillis(1500),
                List.of(
                        new MailboxResult(
                                "anna@example.org",
                                "office",
                                Duration.ofMillis(1200),
                                Map.of(ItemKind.EMAIL, MAIL, ItemKind.TASK, TASKS),
                                List.of(),
                                List.of(new DeleteHold(
                                        new FolderKey("anna@example.org", "ews", "calendar"),
                                        7,
                                        new FolderLoss(80, 100),
                                        null))),
                        new MailboxResult(
                                "ben@example.org",
                                "office",
                                Duration.ofMillis(300),
                                Map.of(),
                                List.of(new Failure("inbox", wrongPassword)),
                                List.of())),
                List.of());
    }
}
