package org.exchangesync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.exchangesync.sandbox.Mailboxes.changes;
import static org.exchangesync.sandbox.Mailboxes.create;
import static org.exchangesync.sandbox.Mailboxes.getItem;
import static org.exchangesync.sandbox.Mailboxes.state;
import static org.exchangesync.sandbox.Mailboxes.sync;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;
import static org.exchangesync.sandbox.SandboxExtension.BEN;

import java.io.IOException;
import java.util.List;
import org.exchangesync.sandbox.control.Administration;
import org.exchangesync.sandbox.ledger.LedgerEntry;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.xml.Xml;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a client sees of a mailbox that was restored from a backup, or that lost a folder. */
class RestoreTest {
    @TempDir
    static java.nio.file.Path home;

    @RegisterExtension
    final SandboxExtension sandbox = SandboxExtension.with(b -> b.folder(home));

    private SandboxServer server;
    private Administration administration;
    private SoapCaller anna;

    @BeforeEach
    void fill() throws IOException {
        server = sandbox.server();
        administration = server.administration();
        anna = SoapCaller.impersonating(server, ANNA);
        for (String subject : List.of("one", "two", "three")) {
            server.deliver(ANNA, Mailboxes.mail(subject));
        }
    }

    private String makeFolder(String name) {
        Xml answer = anna.call("<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id=\"inbox\"/>"
                + "</m:ParentFolderId><m:Folders><t:Folder><t:DisplayName>" + name
                + "</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>");
        return folderId(answer);
    }

    private static String folderId(Xml answer) {
        return SoapCaller.message(answer)
                .child("Folders")
                .flatMap(Xml::first)
                .flatMap(f -> f.child("FolderId"))
                .orElseThrow(() -> new AssertionError(answer))
                .attribute("Id");
    }

    private Xml getFolder(String id) {
        return anna.call("<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds>"
                + id + "</m:FolderIds></m:GetFolder>");
    }

    private static String known(String id) {
        return "<t:DistinguishedFolderId Id=\"" + id + "\"/>";
    }

    private static String byId(String id) {
        return "<t:FolderId Id=\"" + id + "\"/>";
    }

    private static List<ItemContent> contents(List<StoredItem> items) {
        return items.stream().map(StoredItem::content).toList();
    }

    @Test
    void everyItemHasAnotherIdAndTheSameContent() {
        List<StoredItem> before = server.items(ANNA, "inbox");
        assertThat(administration.restore(ANNA, null, false)).isEqualTo(3);
        List<StoredItem> after = server.items(ANNA, "inbox");
        assertThat(contents(after)).isEqualTo(contents(before));
        assertThat(after)
                .extracting(StoredItem::id)
                .doesNotContainAnyElementsOf(before.stream().map(StoredItem::id).toList());
        for (StoredItem old : before) {
            assertThat(SoapCaller.code(anna.call(getItem(old.id(), "IdOnly")))).isEqualTo("ErrorItemNotFound");
        }
        assertThat(SoapCaller.code(anna.call(getItem(after.get(0).id(), "AllProperties"))))
                .isEqualTo("NoError");
    }

    @Test
    void statesOfBeforeAreRefusedAndANewRoundTellsEverythingNewestFirst() {
        String items = state(sync(anna, "inbox", null, 10));
        String calendar = state(sync(anna, "calendar", null, 10));
        String hierarchy =
                SoapCaller.message(anna.call(hierarchy(""))).textOf("SyncState").orElseThrow();
        administration.restore(ANNA, null, false);
        assertThat(sync(anna, "inbox", items, 10).textOf("ResponseCode")).contains("ErrorInvalidSyncStateData");
        assertThat(sync(anna, "calendar", calendar, 10).textOf("ResponseCode")).contains("ErrorInvalidSyncStateData");
        assertThat(SoapCaller.code(anna.call(hierarchy("<m:SyncState>" + hierarchy + "</m:SyncState>"))))
                .isEqualTo("ErrorInvalidSyncStateData");
        Xml fresh = sync(anna, "inbox", null, 10);
        assertThat(changes(fresh)).containsExactly("Create three", "Create two", "Create one");
        assertThat(changes(sync(anna, "inbox", state(fresh), 10))).isEmpty();
    }

    private static String hierarchy(String state) {
        return "<m:SyncFolderHierarchy><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>" + state
                + "</m:SyncFolderHierarchy>";
    }

    @Test
    void otherMailboxesAreAsTheyWere() throws IOException {
        server.deliver(BEN, Mailboxes.mail("for Ben"));
        SoapCaller ben = SoapCaller.impersonating(server, BEN);
        String state = state(sync(ben, "inbox", null, 10));
        administration.restore(ANNA, null, true);
        assertThat(changes(sync(ben, "inbox", state, 10))).isEmpty();
    }

    @Test
    void aBackupBringsBackWhatItHeldAndNothingElse() throws IOException {
        String folder = makeFolder("Projects");
        create(anna, "tasks", "<t:Task><t:Subject>Call</t:Subject></t:Task>");
        administration.snapshot(ANNA, "monday");
        server.deliver(ANNA, Mailboxes.mail("after the backup"));
        StoredItem one = server.items(ANNA, "inbox").get(0);
        anna.call("<m:DeleteItem DeleteType=\"HardDelete\"><m:ItemIds><t:ItemId Id=\"" + one.id()
                + "\"/></m:ItemIds></m:DeleteItem>");
        anna.call("<m:DeleteFolder DeleteType=\"HardDelete\"><m:FolderIds>" + byId(folder)
                + "</m:FolderIds></m:DeleteFolder>");
        makeFolder("Later");
        assertThat(administration.snapshots(ANNA)).containsOnlyKeys("monday");

        assertThat(administration.restore(ANNA, "monday", false)).isEqualTo(4);
        assertThat(changes(sync(anna, "inbox", null, 10))).containsExactly("Create three", "Create two", "Create one");
        assertThat(server.items(ANNA, "Projects")).isEmpty();
        assertThatThrownBy(() -> server.items(ANNA, "Later")).hasMessageContaining("no folder 'Later'");
        assertThat(SoapCaller.code(getFolder(byId(folder)))).isEqualTo("ErrorFolderNotFound");
        assertThat(server.count(ANNA, "tasks")).isOne();
    }

    @Test
    void foldersKeepTheirIdsOrGetNewOnesAsAsked() {
        String projects = makeFolder("Projects");
        String inbox = folderId(getFolder(known("inbox")));
        administration.restore(ANNA, null, false);
        assertThat(SoapCaller.code(getFolder(byId(projects)))).isEqualTo("NoError");
        assertThat(folderId(getFolder(known("inbox")))).isEqualTo(inbox);

        administration.restore(ANNA, null, true);
        assertThat(SoapCaller.code(getFolder(byId(projects)))).isEqualTo("ErrorFolderNotFound");
        assertThat(SoapCaller.code(getFolder(byId(inbox)))).isEqualTo("ErrorFolderNotFound");
        assertThat(folderId(getFolder(known("inbox")))).isNotEqualTo(inbox);
        assertThat(server.items(ANNA, "Projects")).isEmpty();
        assertThat(server.count(ANNA, "inbox")).isEqualTo(3);
    }

    @Test
    void aRestoredMailboxWorksOn() throws IOException {
        administration.restore(ANNA, null, true);
        String state = state(sync(anna, "inbox", null, 10));
        server.deliver(ANNA, Mailboxes.mail("four"));
        StoredItem one = server.items(ANNA, "inbox").get(0);
        anna.call("<m:MoveItem><m:ToFolderId>" + known("deleteditems") + "</m:ToFolderId><m:ItemIds><t:ItemId Id=\""
                + one.id() + "\"/></m:ItemIds></m:MoveItem>");
        assertThat(changes(sync(anna, "inbox", state, 10))).containsExactly("Delete", "Create four");
    }

    @Test
    void aRestoreIsOneLineOfTheLedger() {
        administration.restore(ANNA, null, false);
        List<LedgerEntry> all = server.ledger().entries();
        LedgerEntry last = all.get(all.size() - 1);
        assertThat(all).hasSize(4);
        assertThat(last.action()).isEqualTo("restore");
        assertThat(last.caller()).isEqualTo("control");
        assertThat(last.kind()).isEqualTo("Mailbox");
        assertThat(last.mailbox()).isEqualTo(ANNA);
    }

    @Test
    void statesCanExpireForGoodWithoutAnythingElse() {
        String state = state(sync(anna, "inbox", null, 10));
        List<StoredItem> before = server.items(ANNA, "inbox");
        administration.expireStates(ANNA);
        for (int i = 0; i < 2; i++) {
            assertThat(sync(anna, "inbox", state, 10).textOf("ResponseCode")).contains("ErrorInvalidSyncStateData");
        }
        assertThat(server.items(ANNA, "inbox")).isEqualTo(before);
    }

    @Test
    void aFolderThatVanishedIsNotFoundWhileAnEmptyOneIs() {
        String tasks = folderId(getFolder(known("tasks")));
        create(anna, "tasks", "<t:Task><t:Subject>Call</t:Subject></t:Task>");
        String state = state(sync(anna, "tasks", null, 10));
        administration.vanish(ANNA, "tasks");
        assertThat(SoapCaller.code(getFolder(known("tasks")))).isEqualTo("ErrorFolderNotFound");
        assertThat(SoapCaller.code(getFolder(byId(tasks)))).isEqualTo("ErrorFolderNotFound");
        assertThat(sync(anna, "tasks", state, 10).textOf("ResponseCode")).contains("ErrorSyncFolderNotFound");
        assertThat(sync(anna, "contacts", null, 10).textOf("ResponseCode")).contains("NoError");
        Xml refused = anna.call(
                "<m:CreateItem><m:Items><t:Task><t:Subject>Call</t:Subject></t:Task></m:Items>" + "</m:CreateItem>");
        assertThat(SoapCaller.code(refused)).isEqualTo("ErrorFolderNotFound");
    }

    @Test
    void aFolderThatSomebodyMadeVanishesByItsPath() {
        makeFolder("Projects");
        administration.vanish(ANNA, "inbox/Projects");
        assertThatThrownBy(() -> server.items(ANNA, "Projects")).hasMessageContaining("no folder");
    }

    @Test
    void whoLostTheCalendarGetsNoInvitationAndEverybodyElseDoes() {
        administration.vanish(BEN, "calendar");
        Xml answer = anna.call("<m:CreateItem SendMeetingInvitations=\"SendToAllAndSaveCopy\"><m:Items><t:CalendarItem>"
                + "<t:Subject>Review</t:Subject><t:Start>2026-03-03T09:00:00Z</t:Start><t:End>2026-03-03T10:00:00Z</t:End>"
                + "<t:RequiredAttendees><t:Attendee><t:Mailbox><t:EmailAddress>" + BEN
                + "</t:EmailAddress></t:Mailbox></t:Attendee></t:RequiredAttendees></t:CalendarItem></m:Items>"
                + "</m:CreateItem>");
        assertThat(SoapCaller.code(answer)).isEqualTo("NoError");
        assertThat(server.count(BEN, "inbox")).isZero();
        assertThat(server.sentMail()).hasSize(1);
    }

    @Test
    void whatIsNotThereIsToldWithWhatIs() {
        assertThatThrownBy(() -> administration.vanish(ANNA, "inbox")).hasMessageContaining("calendar, contacts");
        assertThatThrownBy(() -> administration.vanish(ANNA, "inbox/Nothing")).hasMessageContaining("deleteditems");
        assertThatThrownBy(() -> administration.restore(ANNA, "tuesday", false)).hasMessageContaining("'tuesday'");
        assertThatThrownBy(() -> administration.restore("x@y", null, false)).hasMessageContaining(ANNA);
        assertThatThrownBy(() -> administration.snapshot(ANNA, "a/b")).hasMessageContaining("up to 64 letters");
    }

    @Test
    void thereAreOnlySoManySnapshots() {
        for (int i = 0; i < 20; i++) {
            administration.snapshot(i % 2 == 0 ? ANNA : BEN, "s" + i);
        }
        administration.snapshot(ANNA, "s0");
        assertThatThrownBy(() -> administration.snapshot(ANNA, "one more")).hasMessageContaining("letters");
        assertThatThrownBy(() -> administration.snapshot(ANNA, "one-more")).hasMessageContaining("20 snapshots");
        assertThat(administration.removeSnapshot(BEN, "s1")).isTrue();
        assertThat(administration.removeSnapshot(BEN, "s1")).isFalse();
        administration.snapshot(ANNA, "one-more");
    }
}
