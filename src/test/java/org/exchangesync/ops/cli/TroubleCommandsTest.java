package org.exchangesync.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import org.exchangesync.alert.Alert;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.failure.ProfileBreaker;
import org.exchangesync.profile.Direction;
import org.exchangesync.sync.DirectionTrouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mailboxes, profiles, alerts and deletes as a person at a screen sees them. */
class TroubleCommandsTest {
    private static final String ANNA = "anna@example.org";
    private static final String BERT = "bert@example.org";

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
    void mailboxesAreListedWithWhatIsLeftAlone() {
        office.sql("UPDATE mailbox SET last_success_at = TIMESTAMP WITH TIME ZONE '2026-03-01 09:58:00+00:00', due_at ="
                + " TIMESTAMP WITH TIME ZONE '2026-03-01 10:05:00+00:00' WHERE mailbox = 'bert@example.org'");
        office.trouble(ANNA, "INCOMING", "DISABLED", "ErrorAccessDenied", null);
        office.trouble(ANNA, "APPOINTMENTS_CONTACTS_TASKS", "POSTPONED", "ErrorServerBusy", Duration.ofMinutes(20));
        assertThat(office.run("mailboxes", "test-and-enable", ANNA)).isZero();
        assertThat(office.out()).contains("1 mailbox is to be tested and enabled");
        assertThat(office.run("mailboxes", "list")).isZero();
        assertThat(office.out()).isEqualTo("""
                MAILBOX           PROFILE  LAST SUCCESS  NEXT      TESTED   TROUBLE
                anna@example.org  sales    never         due       waiting  incoming disabled (ErrorAccessDenied), …
                bert@example.org  sales    2 min ago     in 5 min  not run  -
                """);
        office.run("mailboxes", "list", "--failing");
        assertThat(office.out()).contains(ANNA).doesNotContain(BERT);
        office.run("mailboxes", "list", "--profile", "other");
        assertThat(office.out()).isEqualTo("There are no mailboxes.\n");
    }

    @Test
    void whatIsLeftAloneTellsWhenItIsTriedAgain() {
        office.trouble(ANNA, "INCOMING", "DISABLED", "ErrorAccessDenied", null);
        office.trouble(BERT, "INCOMING", "POSTPONED", "ErrorServerBusy", Duration.ofMinutes(20));
        assertThat(office.run("mailboxes", "postponed")).isZero();
        assertThat(office.out()).isEqualTo("""
                MAILBOX           DIRECTION  STATE      FAILED  NEXT TRY      CODE               REASON
                anna@example.org  incoming   disabled        4  when enabled  ErrorAccessDenied  folder inbox: no
                                                                                                 right to read it
                bert@example.org  incoming   postponed       4  in 20 min     ErrorServerBusy    folder inbox: no
                                                                                                 right to read it
                """);
    }

    @Test
    void oneMailboxTellsCauseAndCure() {
        office.trouble(ANNA, "INCOMING", "DISABLED", "ErrorAccessDenied", null);
        assertThat(office.run("mailboxes", "show", "ANNA@example.org")).isZero();
        assertThat(office.out())
                .contains(
                        "anna@example.org\n  profile",
                        "incoming is disabled",
                        "what to do",
                        "ErrorAccessDenied (mailbox)")
                .contains("none, until somebody enables it: exchange-sync mailboxes enable anna@example.org");
        assertThat(office.run("mailboxes", "show", BERT)).isZero();
        assertThat(office.out()).contains("trouble    none");
        assertThat(office.run("mailboxes", "show", "nobody@example.org")).isEqualTo(ExitCodes.FAILED);
        assertThat(office.err()).contains("There is no mailbox nobody@example.org.");
    }

    @Test
    void whatIsLeftAloneIsEnabledItsAlertClosedAndTheActNoted() throws IOException {
        office.trouble(ANNA, "INCOMING", "DISABLED", "ErrorAccessDenied", null);
        office.trouble(BERT, "INCOMING", "DISABLED", "ErrorNonExistentMailbox", null);
        office.database().alerts().raise(alert(DirectionTrouble.alertKey(ANNA, Direction.INCOMING)), false);

        assertThat(office.run("mailboxes", "enable")).isEqualTo(ExitCodes.USAGE);
        assertThat(office.run("mailboxes", "enable", "--code", "ErrorAccessDenied", "--as", "maria"))
                .isZero();
        assertThat(office.out()).isEqualTo("anna@example.org: incoming is enabled, and tried at once.\n");
        assertThat(office.database().directions().all())
                .extracting(DirectionTrouble::mailbox)
                .containsExactly(BERT);
        office.run("alerts", "list");
        assertThat(office.out()).isEqualTo("No alert is open.\n");
        assertThat(office.json("audit", "list").get("audit")).singleElement().satisfies(act -> {
            assertThat(act.get("who").asText()).isEqualTo("maria (ops)");
            assertThat(act.get("act").asText()).isEqualTo("enabled");
            assertThat(act.get("subject").asText()).isEqualTo("incoming");
            assertThat(act.get("mailbox").asText()).isEqualTo(ANNA);
        });

        office.run("mailboxes", "enable", ANNA);
        assertThat(office.out()).isEqualTo("Nothing is left alone there; there is nothing to enable.\n");
        office.run("mailboxes", "enable", BERT, "--direction", "outgoing");
        assertThat(office.out()).isEqualTo("bert@example.org: outgoing was not left alone.\n");
        assertThat(office.json("audit", "list").get("audit")).hasSize(1);
        assertThat(office.run("mailboxes", "enable", "nobody@example.org")).isEqualTo(ExitCodes.FAILED);
        assertThat(office.run("mailboxes", "enable", BERT, "--direction", "sideways"))
                .isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void aDirectionIsDisabledWithAReason() throws IOException {
        assertThat(office.run("mailboxes", "disable", ANNA)).isEqualTo(ExitCodes.USAGE);
        assertThat(office.run("mailboxes", "disable", ANNA, "--direction", "incoming", "--reason", "is being moved"))
                .isZero();
        JsonNode troubles = office.json("mailboxes", "postponed").get("troubles");
        assertThat(troubles).singleElement().satisfies(trouble -> {
            assertThat(trouble.get("state").asText()).isEqualTo("disabled");
            assertThat(trouble.get("reason").asText()).isEqualTo("is being moved");
            assertThat(trouble.get("retryAt").isNull()).isTrue();
        });
        assertThat(office.json("audit", "list").at("/audit/0/details").asText()).isEqualTo("is being moved");
        assertThat(office.run("mailboxes", "disable", ANNA, "nobody@example.org", "--reason", "x"))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(office.json("mailboxes", "postponed").get("troubles")).hasSize(1);
    }

    @Test
    void aStoppedProfileIsExplainedAndResumed() throws IOException {
        stopSales();
        assertThat(office.run("profiles", "list")).isZero();
        assertThat(office.out()).isEqualTo("""
                PROFILE  MAILBOXES  IN TROUBLE  FALLEN BACK  STATE    NEXT TRY  CODE     LAST TEST
                sales            2           0            0  stopped  in 6 h    Http401  never

                Profile sales is stopped: none of its mailboxes is worked on.
                  reason       401 for svc-sync
                  cause        the server does not accept the account or its password
                  what to do   check user name and password of the profile; it is not tried again and again, so that
                               the account isn't locked
                  since        2026-03-01 10:00:00 (60 min ago)
                  next try     2026-03-01 17:00:00 (in 6 h), by one mailbox
                  when mended  exchange-sync profiles resume sales
                """);
        office.run("mailboxes", "list");
        assertThat(office.out()).contains("stopped", "profile stopped: 401 for svc-sync");

        assertThat(office.run("profiles", "resume", "sales")).isZero();
        assertThat(office.json("profiles", "list")
                        .at("/profiles/0/stopped/retryAt")
                        .asText())
                .isEqualTo("2026-03-01T10:00:00Z");
        assertThat(office.run("profiles", "resume", "sales", "--all-mailboxes")).isZero();
        assertThat(office.json("profiles", "list").at("/profiles/0/stopped").isNull())
                .isTrue();
        assertThat(office.run("profiles", "resume", "sales")).isEqualTo(ExitCodes.FAILED);
        assertThat(office.err()).contains("Profile 'sales' is not stopped");
        assertThat(office.json("audit", "list", "--on", "profile sales").get("audit"))
                .extracting(act -> act.get("details").asText())
                .containsExactly("all mailboxes at once", "one mailbox tries");
    }

    @Test
    void resumingAllMailboxesClosesTheAlertOfTheProfile() {
        stopSales();
        office.database().alerts().raise(alert("profile sales"), false);
        office.run("profiles", "resume", "sales");
        assertThat(office.database().alerts().list(false, 10)).hasSize(1);
        office.run("profiles", "resume", "sales", "--all-mailboxes");
        assertThat(office.database().alerts().list(false, 10)).isEmpty();
    }

    @Test
    void alertsTellCauseAndCure() {
        office.database().alerts().raise(alert("mailbox anna@example.org incoming"), false);
        office.database().alerts().raise(alert("mailbox anna@example.org incoming"), false);
        assertThat(office.run("alerts", "list")).isZero();
        assertThat(office.out()).isEqualTo("""
                ERROR now: mailbox anna@example.org incoming
                  what        Mailbox anna@example.org: incoming is disabled.
                  cause       the account may not read it
                  what to do  grant the right
                  code        ErrorAccessDenied
                  since       2026-03-01 11:00:00 (now), 2 times
                  number      1

                """);
        office.database().alerts().resolve("mailbox anna@example.org incoming");
        office.run("alerts", "list");
        assertThat(office.out()).isEqualTo("No alert is open.\n");
        office.run("alerts", "list", "--all");
        assertThat(office.out()).contains("(has passed)", "passed");
    }

    @Test
    void questionsAboutDeletesAreAnswered() throws IOException {
        office.sql(
                "INSERT INTO delete_hold (mailbox, transport, folder, up_to, records, items, asked_at) VALUES"
                        + " ('anna@example.org', 'ews', 'calendar', 7, 25, 60, TIMESTAMP WITH TIME ZONE '2026-03-01 07:00:00+00:00')");
        assertThat(office.run("deletes", "list")).isZero();
        assertThat(office.out()).isEqualTo("""
                MAILBOX           FOLDER    RECORDS LOST  OF ITEMS  ASKED    ANSWER
                anna@example.org  calendar            25        60  3 h ago  -

                They are gone indeed:  exchange-sync deletes apply MAILBOX FOLDER
                It was an accident:    exchange-sync deletes keep MAILBOX FOLDER
                """);
        assertThat(office.run("deletes", "apply", ANNA, "calendar", "--reason", "she left"))
                .isZero();
        assertThat(office.out())
                .isEqualTo("anna@example.org, calendar: the next cycle of the mailbox marks 25 records as gone.\n");
        assertThat(office.json("audit", "list").at("/audit/0/details").asText())
                .isEqualTo("25 records, of 60 items that the folder held: she left");
        assertThat(office.run("deletes", "keep", ANNA, "inbox")).isEqualTo(ExitCodes.FAILED);
        assertThat(office.err()).contains("Nothing is asked about folder 'inbox' of mailbox anna@example.org");
    }

    private void stopSales() {
        office.database()
                .profileBreakers()
                .open(new ProfileBreaker(
                        "sales",
                        FaultClass.PROFILE,
                        "Http401",
                        "401 for svc-sync",
                        1,
                        Office.NOW.minus(Duration.ofHours(1)),
                        Office.NOW.plus(Duration.ofHours(6))));
    }

    private static Alert alert(String key) {
        return new Alert(
                key,
                Alert.Level.ERROR,
                "sales",
                ANNA,
                "ErrorAccessDenied",
                "Mailbox anna@example.org: incoming is disabled.",
                "the account may not read it",
                "grant the right");
    }
}
