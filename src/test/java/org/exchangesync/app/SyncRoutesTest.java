package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.exchangesync.ews.EwsComponent;
import org.exchangesync.item.ItemFault;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.Samples;
import org.exchangesync.sync.KindCounts;
import org.exchangesync.transport.MemoryTransport;
import org.exchangesync.transport.TransportOperation;
import org.exchangesync.transport.WellKnownFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine's own routes, as they stand in the routes folder, over a server in memory and a real database. */
public class SyncRoutesTest {
    private static final String ANNA = "anna@example.org";
    private static final String BEN = "ben@example.org";
    private static final String PROFILES = """
            profiles:
              - name: office
                incomingServerLocation: https://mail.example.org/EWS/Exchange.asmx
                username: svc
                password: "{{test.password}}"
                moveFailedEmailsToUndeliverable: true
            mailboxes:
              - address: anna@example.org
                profile: office
              - address: ben@example.org
                profile: office
                deleteEmailsAfterProcessing: true
            """;

    @TempDir
    Path folder;

    private final MemoryTransport server = new MemoryTransport().mailbox(ANNA).mailbox(BEN);
    private Engine engine;

    @BeforeEach
    void start() {
        engine = start(Path.of("routes"), Map.of());
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private Engine start(Path routes, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put("test.password", "secret");
        properties.putIfAbsent("exchangesync.page.items", "3");
        properties.put("exchangesync.redelivery", "0");
        properties.put("redelivery.attempts", "0");
        return new Engine(folder, PROFILES, new EwsComponent(settings -> server), routes, properties);
    }

    @Test
    void everyItemOfEveryKindBecomesARecord() {
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("Offer"));
        server.put(ANNA, WellKnownFolder.CALENDAR, Samples.appointment("Meeting", Samples.RECEIVED));
        server.put(ANNA, WellKnownFolder.CONTACTS, Samples.contact("Zoë Brontë", null));
        server.put(ANNA, WellKnownFolder.TASKS, Samples.task("Call back", null));

        Summary first = engine.cycle();

        assertThat(first.successful()).isTrue();
        assertThat(first.totals().created()).isEqualTo(4);
        assertThat(engine.query("select kind, source_mailbox from record order by kind"))
                .containsExactly("appointment," + ANNA, "contact," + ANNA, "email," + ANNA, "task," + ANNA);
        assertThat(engine.query("select subject from email")).containsExactly("Offer");
    }

    @Test
    void aSecondCycleChangesNothing() {
        for (int i = 0; i < 10; i++) {
            server.put(ANNA, WellKnownFolder.INBOX, Samples.email("Offer " + i));
            server.put(ANNA, WellKnownFolder.TASKS, Samples.task("Task " + i, null));
        }
        engine.cycle();

        assertThat(engine.cycle().totals()).isEqualTo(KindCounts.NONE);
        assertThat(engine.query("select count(*) from record")).containsExactly("20");
        assertThat(server.openSessions()).isZero();
    }

    @Test
    void theSameMailInTwoMailboxesIsOneRecordWithTwoLinks() {
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("To both"));
        server.put(BEN, WellKnownFolder.INBOX, Samples.email("To both"));

        Summary summary = engine.cycle();

        assertThat(summary.totals().created()).isEqualTo(1);
        assertThat(summary.totals().linked()).isEqualTo(1);
        assertThat(engine.query("select count(*) from email")).containsExactly("1");
    }

    @Test
    void anItemThatTheServerCannotReadIsADeadLetterAndGoesToUndeliverable() {
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("Before"));
        server.putUnreadable(
                ANNA,
                WellKnownFolder.INBOX,
                ItemKind.EMAIL,
                new ItemFault("ErrorItemCorrupt", "the server can't read it"),
                null);
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("After"));

        Summary summary = engine.cycle();

        assertThat(summary.successful()).isTrue();
        assertThat(summary.totals().created()).isEqualTo(2);
        assertThat(summary.totals().deadLetters()).isEqualTo(1);
        assertThat(engine.query("select code, cause, mailbox, kind from dead_letter"))
                .containsExactly("ErrorItemCorrupt,the server can't read it," + ANNA + ",email");
        assertThat(server.calls(TransportOperation.move)).isEqualTo(1);
        assertThat(engine.cycle().totals()).isEqualTo(KindCounts.NONE);
        assertThat(server.calls(TransportOperation.move)).isEqualTo(1);
    }

    @Test
    void aMoveThatFailsIsOwedAndDoneInALaterCycle() {
        server.putUnreadable(
                ANNA, WellKnownFolder.INBOX, ItemKind.EMAIL, new ItemFault("ErrorItemCorrupt", "broken"), null);
        server.failNext(TransportOperation.move, "ErrorServerBusy");
        engine.cycle();
        assertThat(engine.query("select state, attempts from remote_action")).containsExactly("OWED,1");
        makeDue("remote_action");
        engine.cycle();

        assertThat(engine.query("select state from remote_action where type = 'MOVE_TO_UNDELIVERABLE'"))
                .containsExactly("DONE");
        assertThat(server.calls(TransportOperation.move)).isEqualTo(2);
    }

    @Test
    void processedMailIsDeletedWhereTheMailboxWantsIt() {
        server.put(BEN, WellKnownFolder.INBOX, Samples.email("Short-lived"));

        engine.cycle();

        assertThat(server.items(BEN, WellKnownFolder.INBOX)).isEmpty();
        assertThat(engine.query("select subject from email")).containsExactly("Short-lived");
        assertThat(engine.cycle().totals()).isEqualTo(KindCounts.NONE);
    }

    @Test
    void aRecordOfProcessedMailIsGoneAlsoWhereTheDeleteWasNotNotedBeforeACrash() {
        server.put(BEN, WellKnownFolder.INBOX, Samples.email("Noted"));
        engine.cycle();
        server.put(BEN, WellKnownFolder.INBOX, Samples.email("Not noted"));
        server.failNext(TransportOperation.delete, "ErrorServerBusy");
        engine.cycle();

        server.delete(BEN, server.items(BEN, WellKnownFolder.INBOX).get(0).id());
        makeDue("remote_action");
        engine.cycle();

        assertThat(engine.query("select state from remote_action")).containsExactly("DONE", "DONE");
        assertThat(
                        engine.query(
                                "select subject from email e join record r on r.record_id = e.record_id where gone_at is not null order by 1"))
                .containsExactly("Not noted", "Noted");
        assertThat(engine.query("select count(*) from link")).containsExactly("0");
    }

    @Test
    void updatesReadFlagsAndDeletesArrive() {
        ItemId task = server.put(ANNA, WellKnownFolder.TASKS, Samples.task("Draft", null));
        ItemId gone = server.put(ANNA, WellKnownFolder.CONTACTS, Samples.contact("Ada Lovelace", null));
        ItemId mail = server.put(ANNA, WellKnownFolder.INBOX, Samples.email("Offer"));
        engine.cycle();

        server.replace(ANNA, task, Samples.task("Final", null));
        server.delete(ANNA, gone);
        server.markRead(ANNA, mail, true);
        Summary summary = engine.cycle();

        assertThat(summary.totals().updated()).isEqualTo(2);
        assertThat(summary.totals().deleted()).isEqualTo(1);
        assertThat(engine.query("select subject from task")).containsExactly("Final");
        assertThat(engine.query("select kind from record where gone_at is not null"))
                .containsExactly("contact");
        assertThat(engine.query("select is_read from link l join email e on e.record_id = l.record_id"))
                .containsExactly("TRUE");
    }

    @Test
    void aLostStateLeadsToASilentResyncWithoutDuplicates() {
        for (int i = 0; i < 7; i++) {
            server.put(ANNA, WellKnownFolder.INBOX, Samples.email("Mail " + i));
            server.put(ANNA, WellKnownFolder.CONTACTS, Samples.contact("Name " + i, null));
        }
        engine.cycle();
        ItemId known = server.items(ANNA, WellKnownFolder.CONTACTS).get(0).id();

        server.expireStates();
        server.delete(ANNA, known);
        Summary summary = engine.cycle();

        assertThat(summary.successful()).isTrue();
        assertThat(summary.totals().created()).isZero();
        assertThat(summary.totals().deleted()).isEqualTo(1);
        assertThat(engine.query("select count(*) from record where gone_at is null"))
                .containsExactly("13");
        assertThat(engine.query("select distinct generation from folder_state where mailbox = '" + ANNA + "'"))
                .containsExactly("2");
    }

    @Test
    void aDeadLetterKeepsItsOwnReasonInAResync() {
        server.putUnreadable(
                ANNA, WellKnownFolder.TASKS, ItemKind.TASK, new ItemFault("ErrorItemCorrupt", "damaged"), null);
        engine.cycle();
        server.expireStates();
        engine.cycle();

        assertThat(engine.query("select code, cause, attempts from dead_letter"))
                .containsExactly("ErrorItemCorrupt,damaged,2");
    }

    @Test
    void oneMailboxThatIsRefusedStopsNoOther() {
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("For Anna"));
        server.put(BEN, WellKnownFolder.INBOX, Samples.email("For Ben"));
        server.failMailbox(ANNA, "ErrorImpersonateUserDenied");

        Summary summary = engine.cycle();

        assertThat(summary.successful()).isFalse();
        assertThat(summary.totals().created()).isEqualTo(1);
        assertThat(summary.toText()).contains("FAILED " + ANNA, "ErrorImpersonateUserDenied");
        assertThat(engine.query("select mailbox, code, state, retry_at from mailbox_direction order by direction"))
                .containsExactly(
                        ANNA + ",ErrorImpersonateUserDenied,DISABLED,null",
                        ANNA + ",ErrorImpersonateUserDenied,DISABLED,null");
    }

    @Test
    void aFolderThatIsGoneDoesNotStopTheOthers() {
        server.failNext(TransportOperation.changes, "ErrorFolderNotFound");
        server.put(ANNA, WellKnownFolder.TASKS, Samples.task("Still here", null));
        server.put(BEN, WellKnownFolder.TASKS, Samples.task("Here too", null));

        Summary summary = engine.cycle();

        assertThat(summary.successful()).isFalse();
        assertThat(engine.query("select count(*) from task")).containsExactly("2");
    }

    @Test
    void aStepThatRefusesAnItemMakesItADeadLetterAndTheRestCommits() throws IOException {
        restartWith("receive-email", """
                - filter:
                    simple: "${body.subject} == 'Refused'"
                    steps:
                      - throwException:
                          exceptionType: java.lang.IllegalArgumentException
                          message: no such customer
                """);
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("Taken"));
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("Refused"));

        Summary summary = engine.cycle();

        assertThat(summary.successful()).isTrue();
        assertThat(engine.query("select subject from email")).containsExactly("Taken");
        assertThat(engine.query("select title, code, cause, route from dead_letter"))
                .containsExactly("Refused,IllegalArgumentException,no such customer,receive-email");
    }

    @Test
    void aTargetThatIsAwayMakesNoDeadLetterAndThePageComesAgain() throws IOException {
        Path flag = Files.createFile(folder.resolve("away"));
        away = flag;
        restartWith("receive-email", """
                - bean:
                    beanType: org.exchangesync.app.SyncRoutesTest
                    method: ask
                """);
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("Patient"));

        Summary first = engine.cycle();

        assertThat(first.successful()).isFalse();
        assertThat(engine.query("select count(*) from dead_letter")).containsExactly("0");
        assertThat(engine.query("select count(*) from email")).containsExactly("0");
        assertThat(server.calls(TransportOperation.move)).isZero();

        Files.delete(flag);
        makeDue("mailbox");
        engine.query("select count(*) from final table (update mailbox_direction"
                + " set retry_at = timestamp with time zone '2000-01-01 00:00:00Z')");
        assertThat(engine.cycle().totals().created()).isEqualTo(1);
    }

    @Test
    void aStepThatNamesARouteThatIsNotThereMakesNoDeadLetter() throws IOException {
        restartWith("receive-task", """
                - to:
                    uri: direct:tell-somebdy
                """);
        server.put(ANNA, WellKnownFolder.TASKS, Samples.task("Kept", null));

        Summary summary = engine.cycle();

        assertThat(summary.successful()).isFalse();
        assertThat(summary.toText()).contains("tell-somebdy");
        assertThat(engine.query("select count(*) from dead_letter")).containsExactly("0");
    }

    @Test
    void aCycleThatEndsBeforeItsLastStepFailedAndIsPostponed() throws IOException {
        edit("sync-mailbox", text -> text.substring(0, text.lastIndexOf("        - bean:")));
        server.put(ANNA, WellKnownFolder.TASKS, Samples.task("One", null));

        Summary summary = engine.cycle();

        assertThat(summary.toText()).contains("FAILED " + ANNA, "ended before its last step");
        assertThat(engine.query("select state, failures from mailbox_direction where mailbox = '" + ANNA + "'"))
                .containsExactly("POSTPONED,1", "POSTPONED,1");
    }

    @Test
    void aStepThatFailsBeforeTheFolderIsOpenedFailsTheFolder() throws IOException {
        edit("sync-folder", text -> text.replaceFirst("      steps:\n", """
                              steps:
                                - throwException:
                                    exceptionType: java.lang.IllegalStateException
                                    message: not today
                        """));

        Summary summary = engine.cycle();

        assertThat(summary.toText()).contains("FAILED " + ANNA + ", inbox: not today");
        assertThat(engine.query("select count(*) from mailbox_direction")).isNotEqualTo(List.of("0"));
    }

    @Test
    void aMistypedRouteBetweenThePagesEndsTheFolderOnceAndTheCycleToo() throws IOException {
        edit("sync-folder", text -> text.replace("direct:receive-item", "direct:recieve-item"));
        server.put(ANNA, WellKnownFolder.TASKS, Samples.task("One", null));
        server.put(ANNA, WellKnownFolder.TASKS, Samples.task("Two", null));

        Summary summary = engine.cycle();

        assertThat(summary.successful()).isFalse();
        assertThat(summary.toText()).containsOnlyOnce("recieve-item").contains("direct:");
        assertThat(engine.query(
                        "select count(*) from folder_state where folder = 'tasks' and mailbox = '" + ANNA + "'"))
                .containsExactly("0");
    }

    @Test
    void anItemThatARouteSwallowedIsAnErrorAndNothingIsCommitted() throws IOException {
        restartWith("receive-task", """
                - filter:
                    simple: "${body.subject} == 'Lost'"
                    steps:
                      - stop: {}
                """);
        server.put(ANNA, WellKnownFolder.TASKS, Samples.task("Kept", null));
        server.put(ANNA, WellKnownFolder.TASKS, Samples.task("Lost", null));

        Summary summary = engine.cycle();

        assertThat(summary.successful()).isFalse();
        assertThat(summary.toText()).contains("without an outcome", "receive-task");
        assertThat(engine.query("select count(*) from task")).containsExactly("0");
    }

    @Test
    void anItemThatIsSkippedIsNotStoredAndDoesNotComeAgain() throws IOException {
        restartWith("receive-email", """
                - filter:
                    simple: "${body.subject} contains 'Newsletter'"
                    steps:
                      - bean:
                          ref: outcome
                          method: skip(*, 'not wanted')
                """);
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("Newsletter 12"));
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("Order"));

        Summary summary = engine.cycle();

        assertThat(summary.totals().skipped()).isEqualTo(1);
        assertThat(engine.query("select subject from email")).containsExactly("Order");
        assertThat(engine.cycle().totals()).isEqualTo(KindCounts.NONE);
    }

    @Test
    void theSameMessageIdWithOtherContentIsASecondRecordWithAWarning() {
        Instant received = Instant.parse("2026-03-02T10:00:00Z");
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("Reused", received, "one text"));
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("Reused", received, "another text"));

        engine.cycle();

        assertThat(engine.query("select count(*) from email")).containsExactly("2");
        assertThat(engine.query("select warning from record where warning is not null"))
                .singleElement()
                .asString()
                .contains("stands on another mail");
    }

    @Test
    void repeatedChangesDoNothing() {
        for (int i = 0; i < 5; i++) {
            server.put(ANNA, WellKnownFolder.CALENDAR, Samples.appointment("Meeting " + i, Samples.RECEIVED));
        }
        server.repeatChanges(2);

        assertThat(engine.cycle().totals().created()).isEqualTo(5);
        assertThat(engine.query("select count(*) from appointment")).containsExactly("5");
    }

    private static volatile Path away;

    /** Stands for the call of another system that an integration team adds: it can't be reached while a file is there. */
    public static void ask() throws IOException {
        if (Files.exists(away)) {
            throw new ConnectException("connection refused");
        }
    }

    /** Starts the engine again with a step before the last one of a route. */
    private void restartWith(String route, String step) throws IOException {
        edit(route, text -> {
            int record = text.lastIndexOf("        - bean:");
            return text.substring(0, record) + step.indent(8) + text.substring(record);
        });
    }

    private void edit(String route, UnaryOperator<String> change) throws IOException {
        engine.close();
        Path edited = Files.createDirectory(folder.resolve("routes"));
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, edited.resolve(file.getFileName()));
            }
        }
        Path file = edited.resolve(route + ".camel.yaml");
        Files.writeString(file, change.apply(Files.readString(file)));
        engine = start(edited, Map.of());
    }

    private void makeDue(String table) {
        engine.query("select 1 from final table (update " + table
                + " set due_at = timestamp with time zone '2000-01-01 00:00:00Z')");
    }
}
