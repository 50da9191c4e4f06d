package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.exchangesync.ews.EwsComponent;
import org.exchangesync.ews.client.EwsTransport;
import org.exchangesync.item.Appointment;
import org.exchangesync.item.Email;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.Samples;
import org.exchangesync.sandbox.SandboxServer;
import org.exchangesync.sandbox.fault.FaultKind;
import org.exchangesync.sandbox.fault.FaultRule;
import org.exchangesync.sandbox.fault.FaultStatus;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.store.Mailbox;
import org.exchangesync.sandbox.store.WellKnown;
import org.exchangesync.sync.KindCounts;
import org.exchangesync.transport.ChangeQuery;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.DeleteMode;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.Transport;
import org.exchangesync.transport.WellKnownFolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people do with their items between and during polls, over the whole way from the wire to the tables, one change a
 * page. Each test has a mailbox of its own. Subclasses say in which order the server tells what changed.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class MovesAndDeletes {
    private static final String PASSWORD = "secret";
    private static final int MAILBOXES = 22;
    private static final FolderRef INBOX = FolderRef.of(WellKnownFolder.INBOX);
    private static final FolderRef CALENDAR = FolderRef.of(WellKnownFolder.CALENDAR);
    private static final FolderRef CONTACTS = FolderRef.of(WellKnownFolder.CONTACTS);
    private static final FolderRef TASKS = FolderRef.of(WellKnownFolder.TASKS);
    private static final FolderRef CUSTOMERS = FolderRef.below(WellKnownFolder.CONTACTS, "Customers");
    private static final FolderRef TEAM = FolderRef.below(WellKnownFolder.CALENDAR, "Team");
    private static final FolderRef ELSEWHERE = FolderRef.of(WellKnownFolder.DELETED_ITEMS);

    private SandboxServer sandbox;
    private Engine engine;
    private Transport user;
    private final Map<FolderRef, Runnable> whenRead = new HashMap<>();
    private int mailboxes;
    private MailboxRef mailbox;

    /** Says in which order the server tells what changed. */
    abstract void describe(SandboxServer sandbox);

    @BeforeAll
    void start(@TempDir Path folder) {
        SandboxServer.Builder builder = SandboxServer.builder().serviceAccount("svc", PASSWORD);
        StringBuilder profiles = new StringBuilder("mailboxes:\n");
        for (int i = 1; i <= MAILBOXES; i++) {
            builder.mailbox(address(i), "Box " + i, PASSWORD);
            profiles.append("  - {address: ").append(address(i)).append(", profile: office");
            profiles.append(", folders: [Contacts/Customers, Calendar/Team]}\n");
        }
        sandbox = builder.start();
        describe(sandbox);
        ConnectionSettings settings = ConnectionSettings.builder(
                        "user", URI.create(sandbox.ewsUrl()), new Credentials("svc", Secret.of(PASSWORD)))
                .trustStore(sandbox.certificateFile(), null)
                .build();
        user = new EwsTransport(settings);
        for (int i = 1; i <= MAILBOXES; i++) {
            makeFolder(address(i), WellKnown.CONTACTS, "Customers", "IPF.Contact");
            makeFolder(address(i), WellKnown.CALENDAR, "Team", "IPF.Appointment");
        }
        profiles.append("""
                profiles:
                  - name: office
                    incomingServerLocation: %s
                    username: svc
                    password: "{{test.password}}"
                    trustStore: '%s'
                """.formatted(sandbox.ewsUrl(), sandbox.certificateFile()));
        engine = new Engine(
                folder,
                profiles.toString(),
                new EwsComponent(connection -> listening(new EwsTransport(connection))),
                Path.of("routes"),
                Map.of(
                        "exchangesync.database.url",
                        "jdbc:h2:mem:" + getClass().getSimpleName() + ";DB_CLOSE_DELAY=-1",
                        "test.password",
                        PASSWORD,
                        "exchangesync.page.items",
                        "1",
                        "exchangesync.workers",
                        Integer.toString(MAILBOXES + 1),
                        "exchangesync.deletes.least",
                        "4",
                        "exchangesync.deletes.percent",
                        "50"));
    }

    @AfterAll
    void stop() {
        engine.close();
        user.close();
        sandbox.close();
    }

    @BeforeEach
    void aNewMailbox() {
        mailbox = MailboxRef.of(address(++mailboxes));
        sandbox.faults().clear();
    }

    private static String address(int number) {
        return "box" + number + "@example.org";
    }

    /** A transport that runs what a test ordered when a folder begins to be read. */
    private Transport listening(Transport transport) {
        return (Transport) Proxy.newProxyInstance(
                Transport.class.getClassLoader(), new Class<?>[] {Transport.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("changes") && arguments[0].equals(mailbox)) {
                        Runnable act = whenRead.remove(((ChangeQuery) arguments[1]).folder());
                        if (act != null) {
                            act.run();
                        }
                    }
                    try {
                        return method.invoke(transport, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    // ---- contacts and tasks: recognised by their content ----

    @Test
    void aMoveIntoAFolderThatIsReadLater() {
        ItemId contact = user.create(mailbox, CONTACTS, Samples.contact("Ada Lovelace", null));
        staysTheSameRecord(ItemKind.CONTACT, () -> user.move(mailbox, contact, CUSTOMERS));
    }

    @Test
    void aMoveIntoAFolderThatIsReadEarlier() {
        ItemId contact = user.create(mailbox, CUSTOMERS, Samples.contact("Ada Lovelace", null));
        staysTheSameRecord(ItemKind.CONTACT, () -> user.move(mailbox, contact, CONTACTS));
    }

    @Test
    void aMoveWhileTheCycleIsBetweenTheFoldersThatIsSeenFirstWhereTheItemCame() {
        ItemId contact = user.create(mailbox, CONTACTS, Samples.contact("Ada Lovelace", null));
        staysTheSameRecord(
                ItemKind.CONTACT, () -> whenRead.put(CUSTOMERS, () -> user.move(mailbox, contact, CUSTOMERS)));
    }

    @Test
    void aMoveWhileTheCycleIsBetweenTheFoldersThatIsSeenFirstWhereTheItemLeft() {
        ItemId contact = user.create(mailbox, CUSTOMERS, Samples.contact("Ada Lovelace", null));
        staysTheSameRecord(
                ItemKind.CONTACT, () -> whenRead.put(CUSTOMERS, () -> user.move(mailbox, contact, CONTACTS)));
    }

    @Test
    void outOfTheFolderAndBackBetweenTwoPolls() {
        ItemId task = user.create(mailbox, TASKS, Samples.task("Call back", null));
        staysTheSameRecord(ItemKind.TASK, () -> user.move(mailbox, user.move(mailbox, task, ELSEWHERE), TASKS));
    }

    @Test
    void outOfTheFolderAndBackAfterAPoll() {
        ItemId task = user.create(mailbox, TASKS, Samples.task("Call back", null));
        cycle();
        List<String> before = records(ItemKind.TASK);
        ItemId moved = user.move(mailbox, task, ELSEWHERE);
        cycle();
        assertThat(gone(ItemKind.TASK)).hasSize(1);
        user.move(mailbox, moved, TASKS);
        cycle();
        assertThat(records(ItemKind.TASK)).isEqualTo(before);
        assertThat(gone(ItemKind.TASK)).isEmpty();
    }

    @Test
    void manyMovesAtOnceEachKeepTheirRecord() {
        List<ItemId> contacts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            contacts.add(user.create(mailbox, i % 2 == 0 ? CONTACTS : CUSTOMERS, Samples.contact("Name " + i, null)));
        }
        staysTheSameRecord(ItemKind.CONTACT, () -> {
            for (int i = 0; i < 6; i++) {
                user.move(mailbox, contacts.get(i), i % 2 == 0 ? CUSTOMERS : CONTACTS);
            }
        });
    }

    @Test
    void aTwinIsARecordOfItsOwn() {
        user.create(mailbox, CONTACTS, Samples.contact("Ada Lovelace", null));
        cycle();
        user.create(mailbox, CUSTOMERS, Samples.contact("Ada Lovelace", null));
        cycle();
        assertThat(records(ItemKind.CONTACT)).hasSize(2);
        assertThat(gone(ItemKind.CONTACT)).isEmpty();
    }

    @Test
    void whatIsDeletedIsGoneAndNothingElse() {
        ItemId task = user.create(mailbox, TASKS, Samples.task("Deleted", null));
        user.create(mailbox, TASKS, Samples.task("Stays", null));
        cycle();
        user.delete(mailbox, ItemKind.TASK, task, DeleteMode.HARD);
        cycle();
        assertThat(records(ItemKind.TASK)).hasSize(2);
        assertThat(gone(ItemKind.TASK)).hasSize(1);
        assertThat(parked()).isEqualTo("0");
    }

    // ---- appointments: recognised by their UID ----

    @Test
    void aMeetingThatIsMovedAndChangedIsTheSameRecord() {
        for (List<FolderRef> way : List.of(List.of(CALENDAR, TEAM), List.of(TEAM, CALENDAR))) {
            String subject = "Review from " + way.get(0);
            ItemId meeting = user.create(mailbox, way.get(0), Samples.appointment(subject, Samples.RECEIVED));
            cycle();
            List<String> before = records(ItemKind.APPOINTMENT);
            ItemId moved = user.move(mailbox, meeting, way.get(1));
            Appointment there = (Appointment)
                    user.fetch(mailbox, ItemKind.APPOINTMENT, moved).item();
            user.update(mailbox, ItemId.of(moved.id()), later(there));
            cycle();
            cycle();
            assertThat(records(ItemKind.APPOINTMENT)).isEqualTo(before);
            assertThat(gone(ItemKind.APPOINTMENT)).isEmpty();
        }
        assertThat(engine.query("select count(*) from appointment a join record r on r.record_id = a.record_id"
                        + " where a.subject like 'Later%' and r.source_mailbox = '" + mailbox.address() + "'"))
                .containsExactly("2");
    }

    private static Appointment later(Appointment before) {
        return new Appointment(
                before.uid(),
                before.recurrenceId(),
                "Later: " + before.subject(),
                before.body(),
                before.start().plusSeconds(3600),
                before.end().plusSeconds(3600),
                before.timeZone(),
                before.allDay(),
                before.location(),
                before.organizer(),
                before.attendees(),
                before.showAs(),
                before.sensitivity(),
                before.importance(),
                before.reminderMinutesBeforeStart(),
                before.categories(),
                before.cancelled(),
                before.myResponse(),
                before.recurrence(),
                before.exceptions(),
                before.deletedOccurrences(),
                before.attachments(),
                before.syncKey());
    }

    // ---- mail: recognised by Message-ID and content ----

    @Test
    void mailOutOfTheInboxAndBackIsSeenAndIsTheSameRecord() {
        ItemId mail = user.create(mailbox, INBOX, mail("Offer"));
        cycle();
        List<String> before = records(ItemKind.EMAIL);
        ItemId away = user.move(mailbox, mail, ELSEWHERE);
        cycle();
        assertThat(gone(ItemKind.EMAIL)).hasSize(1);
        ItemId back = user.move(mailbox, away, INBOX);
        cycle();
        assertThat(gone(ItemKind.EMAIL)).isEmpty();
        user.move(mailbox, user.move(mailbox, back, ELSEWHERE), INBOX);
        cycle();
        assertThat(records(ItemKind.EMAIL)).isEqualTo(before);
        assertThat(gone(ItemKind.EMAIL)).isEmpty();
    }

    // ---- the guard ----

    @Test
    void tooManyDeletesAskAndApplyWhenTheAnswerSaysSo() {
        List<ItemId> tasks = fill(9);
        tasks.subList(0, 6).forEach(task -> user.delete(mailbox, ItemKind.TASK, task, DeleteMode.HARD));
        Summary summary = cycle();
        assertThat(summary.toText()).contains("ASKS " + mailbox.address() + ", tasks: 6 of 9 items vanished at once");
        assertThat(gone(ItemKind.TASK)).isEmpty();
        assertThat(openAlerts()).containsExactly("deletes " + mailbox.address() + " tasks");
        user.create(mailbox, TASKS, Samples.task("Meanwhile", null));
        cycle();
        assertThat(records(ItemKind.TASK)).hasSize(10);
        answer("APPLY");
        cycle();
        assertThat(gone(ItemKind.TASK)).hasSize(6);
        assertThat(engine.query("select * from delete_hold")).isEmpty();
        assertThat(openAlerts()).isEmpty();
    }

    @Test
    void tooManyDeletesAreForgottenWhenTheAnswerSaysSoAndTheItemsAreRecognisedLater() {
        List<ItemId> tasks = fill(9);
        List<String> before = records(ItemKind.TASK);
        List<ItemId> away = new ArrayList<>();
        tasks.subList(0, 6).forEach(task -> away.add(user.move(mailbox, task, ELSEWHERE)));
        cycle();
        answer("KEEP");
        cycle();
        assertThat(gone(ItemKind.TASK)).isEmpty();
        assertThat(engine.query("select * from delete_hold")).isEmpty();
        user.delete(mailbox, ItemKind.TASK, tasks.get(8), DeleteMode.HARD);
        cycle();
        assertThat(gone(ItemKind.TASK)).hasSize(1);
        away.forEach(task -> user.move(mailbox, task, TASKS));
        cycle();
        assertThat(records(ItemKind.TASK)).isEqualTo(before);
    }

    @Test
    void itemsThatComeBackTakeTheQuestionAway() {
        List<ItemId> tasks = fill(9);
        List<String> before = records(ItemKind.TASK);
        List<ItemId> away = new ArrayList<>();
        tasks.subList(0, 6).forEach(task -> away.add(user.move(mailbox, task, ELSEWHERE)));
        cycle();
        assertThat(engine.query("select records from delete_hold")).containsExactly("6");
        away.forEach(task -> user.move(mailbox, task, TASKS));
        assertThat(cycle().toText()).doesNotContain("ASKS");
        assertThat(engine.query("select * from delete_hold")).isEmpty();
        assertThat(openAlerts()).isEmpty();
        assertThat(records(ItemKind.TASK)).isEqualTo(before);
        assertThat(gone(ItemKind.TASK)).isEmpty();
        assertThat(parked()).isEqualTo("0");
    }

    // ---- states that the server no longer knows ----

    @Test
    void aLostStateIsReadAgainSilentlyAndWhatIsMissingIsGone() {
        List<ItemId> tasks = fill(5);
        ItemId contact = user.create(mailbox, CONTACTS, Samples.contact("Ada Lovelace", null));
        ItemId mail = user.create(mailbox, INBOX, mail("Offer"));
        user.create(mailbox, CALENDAR, Samples.appointment("Review", Samples.RECEIVED));
        cycle();
        List<String> before = allRecords();
        user.delete(mailbox, ItemKind.TASK, tasks.get(2), DeleteMode.HARD);
        user.move(mailbox, contact, CUSTOMERS);
        user.move(mailbox, user.move(mailbox, mail, ELSEWHERE), INBOX);
        for (String read : List.of("inbox", "calendar", "contacts", "tasks")) {
            sandbox.faults().add(expiredState(read));
        }
        KindCounts totals = cycle().totals();
        cycle();
        assertThat(totals.created()).isZero();
        assertThat(totals.updated()).isZero();
        assertThat(allRecords()).isEqualTo(before);
        assertThat(gone(ItemKind.TASK)).hasSize(1);
        assertThat(gone(ItemKind.CONTACT)).isEmpty();
        assertThat(gone(ItemKind.EMAIL)).isEmpty();
        assertThat(parked()).isEqualTo("0");
    }

    @Test
    void aStateThatIsLostAgainWhileTheFolderIsReadAgainIsReadOnceMore() {
        List<ItemId> tasks = fill(6);
        List<String> before = records(ItemKind.TASK);
        user.delete(mailbox, ItemKind.TASK, tasks.get(0), DeleteMode.HARD);
        sandbox.faults().add(expiredState("tasks"));
        sandbox.faults().add(expiredState("tasks").skip(3));
        for (int i = 0; i < 3; i++) {
            cycle();
            makeTroubleDue();
        }
        assertThat(sandbox.faults().list()).extracting(FaultStatus::hits).containsExactly(1L, 1L);
        assertThat(records(ItemKind.TASK)).isEqualTo(before);
        assertThat(gone(ItemKind.TASK)).hasSize(1);
    }

    @Test
    void aReadingFromTheBeginningThatMissesTooMuchAsksFirst() {
        List<ItemId> tasks = fill(9);
        tasks.subList(0, 6).forEach(task -> user.delete(mailbox, ItemKind.TASK, task, DeleteMode.HARD));
        sandbox.faults().add(expiredState("tasks"));
        assertThat(cycle().toText()).contains("ASKS " + mailbox.address());
        assertThat(gone(ItemKind.TASK)).isEmpty();
        answer("APPLY");
        cycle();
        assertThat(gone(ItemKind.TASK)).hasSize(6);
    }

    @Test
    void aMailboxThatWasRestoredFromABackupDoublesNothing() {
        fill(4);
        user.create(mailbox, CONTACTS, Samples.contact("Ada Lovelace", null));
        user.create(mailbox, CUSTOMERS, Samples.contact("Grace Hopper", null));
        user.create(mailbox, CALENDAR, Samples.appointment("Review", Samples.RECEIVED));
        user.create(mailbox, TEAM, Samples.appointment("Retrospective", Samples.RECEIVED));
        user.create(mailbox, INBOX, mail("Offer"));
        user.create(mailbox, INBOX, mail("Order"));
        cycle();
        List<String> before = allRecords();
        assertThat(before).hasSize(10);
        for (boolean otherFolders : List.of(false, true)) {
            sandbox.administration().restore(mailbox.address(), null, otherFolders);
            Summary summary = cycle();
            cycle();
            assertThat(summary.successful()).as(summary.toText()).isTrue();
            assertThat(summary.totals().created()).isZero();
            assertThat(allRecords()).isEqualTo(before);
            assertThat(allGone()).isEmpty();
            assertThat(parked()).isEqualTo("0");
        }
    }

    @Test
    void aMailboxThatWasRestoredToAnEarlierDayHasWhatItHadThen() {
        List<ItemId> tasks = fill(4);
        sandbox.administration().snapshot(mailbox.address(), "monday");
        user.delete(mailbox, ItemKind.TASK, tasks.get(0), DeleteMode.HARD);
        user.create(mailbox, TASKS, Samples.task("On Tuesday", null));
        cycle();
        List<String> before = records(ItemKind.TASK);
        assertThat(before).hasSize(5);
        assertThat(gone(ItemKind.TASK)).hasSize(1);
        sandbox.administration().restore(mailbox.address(), "monday", false);
        cycle();
        cycle();
        assertThat(records(ItemKind.TASK)).isEqualTo(before);
        assertThat(engine.query("select t.subject from task t join record r on r.record_id = t.record_id"
                        + " where r.gone_at is not null and r.source_mailbox = '" + mailbox.address() + "'"))
                .containsExactly("On Tuesday");
    }

    private List<String> openAlerts() {
        return engine.query("select alert_key from alert where resolved_at is null and mailbox = '" + mailbox.address()
                + "' order by alert_key");
    }

    private FaultRule expiredState(String folder) {
        return FaultRule.of(FaultKind.EXPIRED_STATE).mailbox(mailbox.address()).with("folder", folder);
    }

    // ---- folders ----

    @Test
    void aFolderThatVanishedKeepsItsRecordsAndTheOthersGoOn() {
        user.create(mailbox, CUSTOMERS, Samples.contact("Ada Lovelace", null));
        cycle();
        deleteFolder("Customers");
        user.create(mailbox, TASKS, Samples.task("Goes on", null));
        Summary summary = cycle();
        assertThat(summary.toText()).contains("contacts/Customers", "deleted, moved or renamed");
        assertThat(records(ItemKind.TASK)).hasSize(1);
        assertThat(gone(ItemKind.CONTACT)).isEmpty();
        assertThat(engine.query("select * from mailbox_direction")).isEmpty();
        assertThat(openAlerts()).containsExactly("folder " + mailbox.address() + " contacts/Customers");
        assertThat(cycle().successful()).as("left out for a while").isTrue();

        makeFolder(mailbox.address(), WellKnown.CONTACTS, "Customers", "IPF.Contact");
        user.create(mailbox, CUSTOMERS, Samples.contact("Ada Lovelace", null));
        makeTroubleDue();
        cycle();
        assertThat(engine.query("select * from folder_trouble")).isEmpty();
        assertThat(openAlerts()).isEmpty();
        assertThat(records(ItemKind.CONTACT)).hasSize(1);
        assertThat(gone(ItemKind.CONTACT)).isEmpty();
    }

    @Test
    void aFolderThatWasEmptiedIsNotAFolderThatVanished() {
        ItemId contact = user.create(mailbox, CUSTOMERS, Samples.contact("Ada Lovelace", null));
        cycle();
        user.delete(mailbox, ItemKind.CONTACT, contact, DeleteMode.HARD);
        assertThat(cycle().successful()).isTrue();
        assertThat(gone(ItemKind.CONTACT))
                .as("it may have gone to Contacts meanwhile")
                .isEmpty();
        cycle();
        assertThat(gone(ItemKind.CONTACT)).hasSize(1);
        assertThat(engine.query("select * from folder_trouble")).isEmpty();
    }

    // ---- helpers ----

    private List<ItemId> fill(int tasks) {
        List<ItemId> ids = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            ids.add(user.create(mailbox, TASKS, Samples.task("Task " + i, null)));
        }
        cycle();
        return ids;
    }

    private void staysTheSameRecord(ItemKind kind, Runnable act) {
        cycle();
        List<String> before = records(kind);
        assertThat(before).isNotEmpty();
        act.run();
        cycle();
        cycle();
        assertThat(records(kind)).isEqualTo(before);
        assertThat(gone(kind)).isEmpty();
        assertThat(parked()).isEqualTo("0");
    }

    private Email mail(String subject) {
        return Samples.email(subject + " to " + mailbox.address(), Instant.parse("2026-03-02T10:00:00Z"));
    }

    private Summary cycle() {
        return engine.cycle();
    }

    private void makeTroubleDue() {
        engine.query("select 1 from final table (update folder_trouble set retry_at = timestamp with time zone"
                + " '2000-01-01 00:00:00Z')");
    }

    private List<String> allRecords() {
        return engine.query(
                "select record_id from record where source_mailbox = '" + mailbox.address() + "' order by record_id");
    }

    private List<String> allGone() {
        return engine.query("select record_id from record where source_mailbox = '" + mailbox.address()
                + "' and gone_at is not null");
    }

    /** All records of the test's mailbox, gone or not. */
    private List<String> records(ItemKind kind) {
        return engine.query("select record_id from record where kind = '" + kind.label() + "' and source_mailbox = '"
                + mailbox.address() + "' order by record_id");
    }

    private List<String> gone(ItemKind kind) {
        return engine.query("select record_id from record where kind = '" + kind.label() + "' and source_mailbox = '"
                + mailbox.address() + "' and gone_at is not null");
    }

    private String parked() {
        return engine.query("select count(*) from parked_delete where mailbox = '" + mailbox.address() + "'")
                .get(0);
    }

    private void answer(String word) {
        engine.query("select 1 from final table (update delete_hold set answer = '" + word + "' where mailbox = '"
                + mailbox.address() + "')");
    }

    private void makeFolder(String address, WellKnown parent, String name, String folderClass) {
        Mailbox box = sandbox.store().byPrimaryAddress(address).orElseThrow();
        box.write(() -> box.addFolder(box.folder(parent), name, folderClass, Values.NONE));
    }

    private void deleteFolder(String name) {
        Mailbox box = sandbox.store().byPrimaryAddress(mailbox.address()).orElseThrow();
        box.write(() -> {
            box.removeFolder(box.descendants(box.folder(WellKnown.ROOT)).stream()
                    .filter(found -> found.displayName().equals(name))
                    .findFirst()
                    .orElseThrow());
            return null;
        });
    }
}
