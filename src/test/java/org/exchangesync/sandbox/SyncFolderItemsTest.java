package org.exchangesync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.exchangesync.sandbox.Mailboxes.changes;
import static org.exchangesync.sandbox.Mailboxes.isLast;
import static org.exchangesync.sandbox.Mailboxes.mail;
import static org.exchangesync.sandbox.Mailboxes.state;
import static org.exchangesync.sandbox.Mailboxes.sync;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;
import static org.exchangesync.sandbox.SandboxExtension.BEN;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.exchangesync.sandbox.store.Mailbox;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.store.WellKnown;
import org.exchangesync.sandbox.xml.Xml;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SyncFolderItemsTest {
    @RegisterExtension
    final SandboxExtension sandbox = new SandboxExtension();

    private SoapCaller caller;
    private Mailbox anna;

    @BeforeEach
    void mailbox() {
        caller = SoapCaller.impersonating(sandbox.server(), ANNA);
        anna = sandbox.server().store().byPrimaryAddress(ANNA).orElseThrow();
    }

    private void deliver(String... subjects) throws IOException {
        for (String subject : subjects) {
            sandbox.server().deliver(ANNA, mail(subject));
        }
    }

    private StoredItem item(String subject) {
        return sandbox.server().items(ANNA, "inbox").stream()
                .filter(i -> i.values().text("item:Subject").orElse("").equals(subject))
                .findFirst()
                .orElseThrow();
    }

    private List<String> drain(String from, int most) {
        List<String> all = new ArrayList<>();
        String state = from;
        boolean last = false;
        while (!last) {
            Xml page = sync(caller, "inbox", state, most);
            assertThat(changes(page)).hasSizeLessThanOrEqualTo(most);
            all.addAll(changes(page));
            state = state(page);
            last = isLast(page);
        }
        return all;
    }

    @Test
    void theFirstSyncTellsAllNewestFirst() throws IOException {
        deliver("1", "2", "3");
        Xml page = sync(caller, "inbox", null, 512);
        assertThat(changes(page)).containsExactly("Create 3", "Create 2", "Create 1");
        assertThat(isLast(page)).isTrue();
        assertThat(changes(sync(caller, "inbox", state(page), 512))).isEmpty();
    }

    @Test
    void pagesHoldEverythingOnceWhateverTheirSize() throws IOException {
        deliver("1", "2", "3", "4", "5", "6", "7");
        for (int most : List.of(1, 2, 3, 6, 7, 8)) {
            assertThat(drain(null, most)).hasSize(7).doesNotHaveDuplicates();
        }
    }

    @Test
    void manyDeletesComeInPagesToo() throws IOException {
        deliver("1", "2", "3", "4", "5");
        String known = state(sync(caller, "inbox", null, 512));
        sandbox.server().items(ANNA, "inbox").forEach(anna::remove);
        deliver("6");
        assertThat(drain(known, 2)).containsExactly("Delete", "Delete", "Delete", "Delete", "Delete", "Create 6");
    }

    @Test
    void whatArrivesWhileAClientPagesComesInTheNextRound() throws IOException {
        deliver("1", "2", "3");
        Xml first = sync(caller, "inbox", null, 2);
        deliver("4");
        Xml second = sync(caller, "inbox", state(first), 2);
        assertThat(changes(second)).containsExactly("Create 1");
        assertThat(isLast(second)).isTrue();
        assertThat(changes(sync(caller, "inbox", state(second), 2))).containsExactly("Create 4");
    }

    @Test
    void whatChangesWhileAClientPagesIsNeverLost() throws IOException {
        deliver("1", "2", "3", "4");
        Xml first = sync(caller, "inbox", null, 2);
        rename("4", "4 again");
        rename("1", "1 again");
        Xml second = sync(caller, "inbox", state(first), 2);
        assertThat(changes(second)).containsExactly("Create 2", "Create 1 again");
        assertThat(changes(sync(caller, "inbox", state(second), 512))).contains("Update 4 again");
    }

    @Test
    void whatIsDeletedWhileAClientPagesIsToldInTheNextRound() throws IOException {
        deliver("1", "2", "3");
        Xml first = sync(caller, "inbox", null, 1);
        anna.remove(item("3"));
        anna.remove(item("1"));
        Xml second = sync(caller, "inbox", state(first), 1);
        assertThat(changes(second)).containsExactly("Create 2");
        assertThat(changes(sync(caller, "inbox", state(second), 512))).contains("Delete");
    }

    private void rename(String subject, String other) {
        anna.update(
                item(subject).number(),
                c -> c.withValues(c.values().change().put("item:Subject", other).done()));
    }

    @Test
    void aMoveIsADeleteHereAndACreationThereUnderAnotherId() throws IOException {
        deliver("1");
        String inbox = state(sync(caller, "inbox", null, 512));
        String trash = state(sync(caller, "deleteditems", null, 512));
        String before = item("1").id();
        StoredItem moved = anna.move(item("1"), anna.folder(WellKnown.DELETEDITEMS));
        assertThat(changes(sync(caller, "inbox", inbox, 512))).containsExactly("Delete");
        assertThat(changes(sync(caller, "deleteditems", trash, 512))).containsExactly("Create 1");
        assertThat(moved.id()).isNotEqualTo(before);
    }

    @Test
    void whatCameAndWentBetweenTwoSyncsIsNotToldAtAll() throws IOException {
        String known = state(sync(caller, "inbox", null, 512));
        deliver("1");
        anna.remove(item("1"));
        assertThat(changes(sync(caller, "inbox", known, 512))).isEmpty();
    }

    @Test
    void aReadFlagAloneIsAChangeOfItsOwn() throws IOException {
        deliver("1", "2");
        String known = state(sync(caller, "inbox", null, 512));
        anna.markRead(item("1").number(), true);
        rename("2", "2 again");
        anna.markRead(item("2 again").number(), true);
        assertThat(changes(sync(caller, "inbox", known, 512))).containsExactly("Update 2 again", "ReadFlagChange");
    }

    @Test
    void ignoredItemsAreLeftOut() throws IOException {
        deliver("1", "2");
        Xml page = SoapCaller.message(caller.call("""
                <m:SyncFolderItems>
                  <m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>
                  <m:SyncFolderId><t:DistinguishedFolderId Id="inbox"/></m:SyncFolderId>
                  <m:Ignore><t:ItemId Id="%s"/></m:Ignore>
                  <m:MaxChangesReturned>10</m:MaxChangesReturned>
                </m:SyncFolderItems>""".formatted(item("1").id())));
        assertThat(changes(page)).hasSize(1);
    }

    @Test
    void aStateIsGoodForItsOwnFolderMailboxAndServerOnly() {
        String inbox = state(sync(caller, "inbox", null, 512));
        String calendar = state(sync(caller, "calendar", null, 512));
        String bens = state(sync(SoapCaller.impersonating(sandbox.server(), BEN), "inbox", null, 512));
        String elsewhere;
        try (SandboxServer other = SandboxServer.builder()
                .mailbox(ANNA, "Anna", SandboxExtension.PASSWORD)
                .start()) {
            elsewhere = state(sync(SoapCaller.as(other, ANNA), "inbox", null, 512));
        }
        String flipped = (inbox.charAt(40) == 'A' ? inbox.substring(0, 40) + "B" : inbox.substring(0, 40) + "A")
                + inbox.substring(41);
        for (String wrong : List.of(calendar, bens, elsewhere, flipped, inbox.substring(4), "AAAA", "?")) {
            Xml answer = sync(caller, "inbox", wrong, 512);
            assertThat(answer.textOf("ResponseCode")).contains("ErrorInvalidSyncStateData");
        }
        assertThat(sync(caller, "inbox", inbox, 512).textOf("ResponseCode")).contains("NoError");
    }

    @Test
    void aFolderThatIsGoneIsNotFound() {
        Xml made = SoapCaller.message(caller.call("""
                <m:CreateFolder>
                  <m:ParentFolderId><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderId>
                  <m:Folders><t:Folder><t:DisplayName>short-lived</t:DisplayName></t:Folder></m:Folders>
                </m:CreateFolder>"""));
        String id = made.at("Folders", "Folder", "FolderId").orElseThrow().attribute("Id");
        caller.call("<m:DeleteFolder DeleteType=\"HardDelete\"><m:FolderIds><t:FolderId Id=\"" + id
                + "\"/></m:FolderIds></m:DeleteFolder>");
        Xml answer = SoapCaller.message(caller.call("""
                <m:SyncFolderItems>
                  <m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>
                  <m:SyncFolderId><t:FolderId Id="%s"/></m:SyncFolderId>
                  <m:MaxChangesReturned>10</m:MaxChangesReturned>
                </m:SyncFolderItems>""".formatted(id)));
        assertThat(answer.textOf("ResponseCode")).contains("ErrorSyncFolderNotFound");
    }

    @Test
    void moreThan512ChangesCannotBeAskedFor() {
        Xml fault = caller.call("""
                <m:SyncFolderItems>
                  <m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>
                  <m:SyncFolderId><t:DistinguishedFolderId Id="inbox"/></m:SyncFolderId>
                  <m:MaxChangesReturned>513</m:MaxChangesReturned>
                </m:SyncFolderItems>""");
        assertThat(SoapCaller.code(fault)).isEqualTo("ErrorSchemaValidation");
    }
}
