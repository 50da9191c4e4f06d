package org.exchangesync.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands over a database, as a person at a screen of 100 characters sees them. */
class CommandsTest {
    private final Office office = new Office();

    @BeforeEach
    void open() {
        office.open();
    }

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void deadLettersAreListedWithWhatIsOpenAndHowToGoOn() {
        office.letter(17, "anna@example.org", "email", "ErrorItemCorrupt", "Offer \u001b[31mred\u202e", "OPEN");
        office.letter(18, "bert@example.org", "task", "IllegalArgumentException", "件名は日本語です、とても長い件名がここにあります", "OPEN");
        office.letter(19, "bert@example.org", "task", "IllegalArgumentException", "done", "DISCARDED");
        assertThat(office.run("dead-letters", "list")).isZero();
        assertThat(office.out()).isEqualTo("""
                ID  STATE  MAILBOX           KIND   CODE                      TRIES  LAST       TITLE
                18  open   bert@example.org  task   IllegalArgumentException      2  5 min ago  件名は日本語です、…
                17  open   anna@example.org  email  ErrorItemCorrupt              2  5 min ago  Offer �[31mred�

                Open: 1 ErrorItemCorrupt, 1 IllegalArgumentException
                Why, and what to do: exchange-sync dead-letters show ID
                """);
        assertThat(office.out().lines()).allMatch(line -> Columns.width(line) <= 100);
    }

    @Test
    void deadLettersAreFoundByNumberCodeMailboxKindStateAndTime() {
        office.letter(1, "anna@example.org", "email", "ErrorItemCorrupt", "a", "OPEN");
        office.letter(2, "bert@example.org", "task", "IllegalArgumentException", "b", "REPLAYING");
        office.letter(3, "bert@example.org", "contact", "ErrorCorruptData", "c", "DISCARDED");
        assertThat(listed()).containsExactly(2, 1);
        assertThat(listed("--state", "all")).containsExactly(3, 2, 1);
        assertThat(listed("--state", "discarded")).containsExactly(3);
        assertThat(listed("3", "1")).containsExactly(3, 1);
        assertThat(listed("--code", "Error*", "--state", "all")).containsExactly(3, 1);
        assertThat(listed("--mailbox", "ANNA@example.org")).containsExactly(1);
        assertThat(listed("--kind", "task", "--kind", "email")).containsExactly(2, 1);
        assertThat(listed("--profile", "sales", "--limit", "1")).containsExactly(2);
        assertThat(listed("--since", "1m")).isEmpty();
        assertThat(listed("--since", "10m", "--until", "1m")).containsExactly(2, 1);
        assertThat(listed("--since", "2026-03-01")).containsExactly(2, 1);
    }

    @Test
    void oneLetterTellsCauseCureWhereAndWhatWasDone() {
        office.letter(17, "anna@example.org", "email", "ErrorItemCorrupt", "Offer", "OPEN");
        office.sql("UPDATE dead_letter SET exception = 'java.lang.IllegalStateException: broken\n\tat a.B.c(B.java:1)\n"
                + "Caused by: java.io.IOException: deeper\n\tat d.E.f(E.java:2)\n'");
        office.sql("INSERT INTO audit (at, who, act, subject, mailbox, details) VALUES (TIMESTAMP WITH TIME ZONE"
                + " '2026-03-01 09:58:00+00:00', 'maria', 'edited', 'dead-letter 17', 'anna@example.org', '12 bytes')");
        assertThat(office.run("dead-letters", "show", "17")).isZero();
        assertThat(office.out()).isEqualTo("""
                Dead letter 17: Offer
                  state       open
                  cause       parts of the item are damaged on the server, so that no program can read them as they
                              are
                  what to do  open it in Outlook; repair or delete it, then replay
                  code        ErrorItemCorrupt (item)
                  failed in   route receive-email, step http://crm
                  tried       2 times, first 2026-03-01 10:00:00 (60 min ago), last 2026-03-01 10:55:00 (5 min ago)
                  mailbox     anna@example.org, incoming, profile sales
                  item        email in inbox

                WHEN                 WHO    WHAT    DETAILS
                2026-03-01 10:58:00  maria  edited  12 bytes

                java.lang.IllegalStateException: broken
                Caused by: java.io.IOException: deeper
                (--trace shows where)
                """);
        assertThat(office.run("dead-letters", "show", "17", "--trace")).isZero();
        assertThat(office.out()).contains("    at d.E.f(E.java:2)");
    }

    @Test
    void aLetterThatIsNotThereIsAFailureWithAWayOn() {
        assertThat(office.run("dead-letters", "show", "99")).isEqualTo(ExitCodes.FAILED);
        assertThat(office.err())
                .isEqualTo("exchange-sync: There is no dead letter 99 (any more)."
                        + " 'dead-letters list --state all' shows those that there are.\n");
        assertThat(office.out()).isEmpty();
    }

    @Test
    void anOriginalIsExportedEditedAndRestored() {
        office.mail(17, "Subject: broken\r\n\r\nbody");
        assertThat(office.run("dead-letters", "export", "17", "--to", "17.eml")).isZero();
        assertThat(office.files()).containsEntry("17.eml", "Subject: broken\r\n\r\nbody");

        office.files().put("mended.eml", "Subject: mended\r\n\r\nbody");
        assertThat(office.run("dead-letters", "edit", "17", "--from", "mended.eml", "--as", "maria"))
                .isZero();
        assertThat(office.out()).contains("is edited. To replay it: exchange-sync dead-letters replay 17 --wait");
        assertThat(office.run("dead-letters", "export", "17", "--edited", "--to=-"))
                .isZero();
        assertThat(office.out()).isEqualTo("Subject: mended\r\n\r\nbody");
        assertThat(office.run("dead-letters", "export", "17", "--to", "-")).isZero();
        assertThat(office.out()).isEqualTo("Subject: broken\r\n\r\nbody");

        assertThat(office.run("dead-letters", "show", "17")).isZero();
        assertThat(office.out()).contains("edited      by maria (ops), ");
        assertThat(office.run("dead-letters", "edit", "17", "--restore")).isZero();
        assertThat(office.run("dead-letters", "export", "17", "--edited", "--to", "x"))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(office.err()).contains("Nobody has edited dead letter 17");
        assertThat(office.files()).doesNotContainKey("x");
        assertThat(office.run("dead-letters", "edit", "17", "--restore")).isEqualTo(ExitCodes.FAILED);
    }

    @Test
    void whatCannotBeAContentIsRefused() {
        office.mail(17, "Subject: broken\r\n\r\n");
        office.letter(18, "bert@example.org", "task", "IllegalArgumentException", "b", "OPEN");
        office.files().put("empty", "");
        assertThat(office.run("dead-letters", "edit", "17", "--from", "empty")).isEqualTo(ExitCodes.FAILED);
        assertThat(office.err()).contains("The content is empty");
        assertThat(office.run("dead-letters", "edit", "17", "--from", "missing"))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(office.err()).contains("there is no file missing");
        assertThat(office.run("dead-letters", "export", "18", "--to", "18.json"))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(office.err()).contains("neither bytes nor properties could be kept");
        assertThat(office.run("dead-letters", "edit", "17", "--from", "empty", "--restore"))
                .isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void aReplayIsAskedForAndWhatIsRefusedIsTold() throws IOException {
        office.letter(1, "anna@example.org", "email", "ErrorItemCorrupt", "a", "OPEN");
        office.letter(2, "anna@example.org", "email", "ErrorVirusDetected", "b", "OPEN");
        office.letter(3, "anna@example.org", "email", "ErrorItemCorrupt", "c", "DISCARDED");

        assertThat(office.run("dead-letters", "dry-run", "1", "2", "3", "4")).isEqualTo(ExitCodes.FAILED);
        assertThat(office.out())
                .contains(
                        "1  anna@example.org  email  would be taken as the mailbox has it now, through all steps",
                        "refused: a virus scanner")
                .contains("4  -");
        assertThat(listed()).containsExactly(2, 1);
        assertThat(office.json("dead-letters", "show", "1").at("/letter/state").asText())
                .isEqualTo("open");

        assertThat(office.run("dead-letters", "replay", "1", "2", "--as", "maria"))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(office.out()).isEqualTo("1 dead letter to be replayed: 1\n");
        assertThat(office.err()).contains("dead letter 2: a virus scanner found malware in it");
        JsonNode letter = office.json("dead-letters", "show", "1").get("letter");
        assertThat(letter.get("state").asText()).isEqualTo("replaying");
        assertThat(letter.get("replayRequestedBy").asText()).isEqualTo("maria (ops)");

        assertThat(office.run("dead-letters", "cancel", "1")).isZero();
        assertThat(office.json("dead-letters", "show", "1").at("/letter/state").asText())
                .isEqualTo("open");
        assertThat(office.json("audit", "list", "--on", "dead-letter 1").get("audit"))
                .extracting(
                        act -> act.get("act").asText() + " " + act.get("who").asText())
                .containsExactly("replay-cancelled ops", "replay-requested maria (ops)");
    }

    @Test
    void waitingForReplaysTellsTheResultOfEach() throws Exception {
        office.letter(1, "anna@example.org", "email", "ErrorItemCorrupt", "a", "OPEN");
        office.letter(2, "anna@example.org", "task", "IllegalArgumentException", "b", "OPEN");
        CompletableFuture<Integer> command =
                CompletableFuture.supplyAsync(() -> office.run("dead-letters", "replay", "1", "2", "--wait"));
        office.await("SELECT COUNT(*) FROM dead_letter WHERE state = 'REPLAYING'", "2");
        office.sql(
                "UPDATE dead_letter SET state = 'REPLAYED', last_replay_at = last_seen, last_replay_result = 'stored as a"
                        + " record' WHERE dead_letter_id = 1");
        office.sql(
                "UPDATE dead_letter SET state = 'OPEN', last_replay_at = last_seen, last_replay_result = 'refused again:"
                        + " due date is not a date' WHERE dead_letter_id = 2");
        assertThat(command.get(20, TimeUnit.SECONDS)).isEqualTo(ExitCodes.FAILED);
        assertThat(office.out()).isEqualTo("""
                ID  STATE     MAILBOX           RESULT
                 1  replayed  anna@example.org  stored as a record
                 2  open      anna@example.org  refused again: due date is not a date
                """);
    }

    @Test
    void waitingEndsWithItsTimeAndSaysThatItIsNotDoneYet() {
        office.letter(1, "anna@example.org", "email", "ErrorItemCorrupt", "a", "OPEN");
        assertThat(office.run("dead-letters", "replay", "1", "--wait", "--timeout", "1"))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(office.out()).contains("replaying", "still waiting; it is done as soon as it can be");
    }

    @Test
    void whereNobodyReplaysWaitingIsRefused() {
        office.engineRuns(false);
        office.letter(1, "anna@example.org", "email", "ErrorItemCorrupt", "a", "OPEN");
        assertThat(office.run("dead-letters", "replay", "1", "--wait")).isEqualTo(ExitCodes.USAGE);
        assertThat(office.err()).contains("the program does not run");
        assertThat(office.run("dead-letters", "replay", "1")).isZero();
    }

    @Test
    void lettersAreDiscardedWithAReasonOnly() throws IOException {
        office.letter(1, "anna@example.org", "email", "ErrorItemCorrupt", "a", "OPEN");
        office.letter(2, "anna@example.org", "email", "ErrorItemCorrupt", "b", "OPEN");
        assertThat(office.run("dead-letters", "discard", "1")).isEqualTo(ExitCodes.USAGE);
        assertThat(office.run("dead-letters", "discard", "--reason", "spam")).isEqualTo(ExitCodes.USAGE);
        assertThat(office.err()).contains("Which letters?");
        assertThat(office.run("dead-letters", "discard", "--code", "ErrorItemCorrupt", "--reason", "spam"))
                .isZero();
        assertThat(office.out()).isEqualTo("2 dead letters discarded: 2 1\n");
        assertThat(listed()).isEmpty();
        assertThat(office.json("audit", "list").get("audit"))
                .allMatch(act -> act.get("act").asText().equals("discarded")
                        && act.get("details").asText().equals("spam"))
                .hasSize(2);
    }

    @Test
    void everyCommandHasHelpWithAnExample() {
        Map<String, String> without = new TreeMap<>();
        for (List<String> command : office.commands()) {
            List<String> arguments = new ArrayList<>(command);
            arguments.add("--help");
            assertThat(office.run(arguments.toArray(String[]::new)))
                    .as(command.toString())
                    .isZero();
            if (!office.out().contains("exchange-sync " + String.join(" ", command) + " ")
                    || !office.out().contains("Example")) {
                without.put(command.toString(), office.out());
            }
        }
        assertThat(without).isEmpty();
    }

    @Test
    void whatCannotBeUnderstoodIsToldOnStandardErrorWithAWayOn() {
        assertThat(office.run("dead-letters", "lst")).isEqualTo(ExitCodes.USAGE);
        assertThat(office.err()).contains("dead-letters list", "Try: exchange-sync dead-letters --help");
        assertThat(office.out()).isEmpty();
        assertThat(office.run("dead-letters", "list", "--since", "yesterday")).isEqualTo(ExitCodes.USAGE);
        assertThat(office.err()).contains("'yesterday' is no time; write 2h");
        assertThat(office.run("dead-letters", "list", "--kind", "fax")).isEqualTo(ExitCodes.USAGE);
        assertThat(office.run("dead-letters", "list", "--limit", "0")).isEqualTo(ExitCodes.USAGE);
        assertThat(office.run("dead-letters", "show", "seventeen")).isEqualTo(ExitCodes.USAGE);
        assertThat(office.run("dead-letters")).isEqualTo(ExitCodes.USAGE);
        assertThat(office.run()).isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void filesOfArgumentsAreNotReadBecauseTheyWouldBeTheProgramsOwn() {
        assertThat(office.run("@/etc/hostname")).isEqualTo(ExitCodes.USAGE);
        assertThat(office.err()).contains("@/etc/hostname");
    }

    @Test
    void withoutAScreenNothingIsCut() {
        office.letter(1, "anna@example.org", "email", "ErrorItemCorrupt", "x".repeat(300), "OPEN");
        office.width(Terminal.UNLIMITED);
        office.run("dead-letters", "list");
        assertThat(office.out()).contains("x".repeat(300));
    }

    private List<Integer> listed(String... more) {
        List<String> arguments = new ArrayList<>(List.of("dead-letters", "list", "--json"));
        arguments.addAll(List.of(more));
        assertThat(office.run(arguments.toArray(String[]::new)))
                .as(office.err())
                .isZero();
        try {
            List<Integer> ids = new ArrayList<>();
            new ObjectMapper()
                    .readTree(office.out().getBytes(StandardCharsets.UTF_8))
                    .get("letters")
                    .forEach(letter -> ids.add(letter.get("id").asInt()));
            return ids;
        } catch (IOException e) {
            throw new AssertionError(office.out(), e);
        }
    }

    @Test
    void timesAreSaidAsPeopleSayThem() {
        assertThat(Times.length(Duration.ofSeconds(119))).isEqualTo("119 s");
        assertThat(Times.length(Duration.ofMinutes(2))).isEqualTo("2 min");
        assertThat(Times.length(Duration.ofHours(47))).isEqualTo("47 h");
        assertThat(Times.length(Duration.ofDays(2))).isEqualTo("2 d");
    }
}
