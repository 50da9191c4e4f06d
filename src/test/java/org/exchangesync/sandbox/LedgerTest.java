package org.exchangesync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.exchangesync.sandbox.Mailboxes.create;
import static org.exchangesync.sandbox.Mailboxes.update;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;
import static org.exchangesync.sandbox.SandboxExtension.BEN;
import static org.exchangesync.sandbox.SandboxExtension.SERVICE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.exchangesync.sandbox.ledger.Ledger;
import org.exchangesync.sandbox.ledger.LedgerEntry;
import org.exchangesync.sandbox.xml.Xml;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the ledger says what was done, by whom, no more and no less. */
class LedgerTest {
    private static final String MESSAGE = "<t:Message><t:Subject>Offer</t:Subject><t:ExtendedProperty>"
            + "<t:ExtendedFieldURI DistinguishedPropertySetId=\"PublicStrings\" PropertyName=\"ExchangeSyncKey\""
            + " PropertyType=\"String\"/><t:Value>record-7</t:Value></t:ExtendedProperty></t:Message>";

    @TempDir
    static Path home;

    @TempDir
    Path folder;

    private SandboxServer server;
    private SoapCaller anna;

    private void start(Path ledger) {
        SandboxServer.Builder builder = SandboxServer.builder()
                .folder(home)
                .mailbox(ANNA, "Anna Berg", SandboxExtension.PASSWORD)
                .mailbox(BEN, "Ben Castro", SandboxExtension.PASSWORD)
                .serviceAccount(SERVICE, SandboxExtension.PASSWORD)
                .content(store -> org.exchangesync.sandbox.item.Postman.receive(
                        store,
                        store.byPrimaryAddress(ANNA).orElseThrow(),
                        Mailboxes.mail("filled"),
                        store.clock().instant()));
        server = (ledger == null ? builder : builder.ledger(ledger)).start();
        anna = SoapCaller.impersonating(server, ANNA);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private LedgerEntry last() {
        List<LedgerEntry> all = server.ledger().entries();
        return all.get(all.size() - 1);
    }

    private void act(String operation, String attributes, String content) {
        Xml answer = anna.call("<m:" + operation + " " + attributes + ">" + content + "</m:" + operation + ">");
        assertThat(SoapCaller.code(answer)).isEqualTo("NoError");
    }

    private static String ids(String id) {
        return "<m:ItemIds><t:ItemId Id=\"" + id + "\"/></m:ItemIds>";
    }

    @Test
    void fillingTheMailboxesIsNotWork() {
        start(null);
        assertThat(server.count(ANNA, "inbox")).isOne();
        assertThat(server.ledger().entries()).isEmpty();
    }

    @Test
    void aNewItemIsNotedWithItsMakerItsFolderAndOurKey() {
        start(null);
        String id = create(anna, "drafts", MESSAGE).attribute("Id");
        LedgerEntry made = last();
        assertThat(made.seq()).isOne();
        assertThat(made.caller()).isEqualTo(SERVICE);
        assertThat(made.mailbox()).isEqualTo(ANNA);
        assertThat(made.action()).isEqualTo("create");
        assertThat(made.operation()).isEqualTo("CreateItem");
        assertThat(made.kind()).isEqualTo("Message");
        assertThat(made.idBefore()).isNull();
        assertThat(made.idAfter()).isEqualTo(id);
        assertThat(made.folderTo()).isEqualTo("drafts");
        assertThat(made.subject()).isEqualTo("Offer");
        assertThat(made.exchangeSyncKey()).isEqualTo("record-7");
    }

    @Test
    void anUpdateNamesWhatItChangedAndAReadFlagIsAnActionOfItsOwn() {
        start(null);
        Xml id = create(anna, "drafts", MESSAGE);
        update(
                anna,
                id,
                "AlwaysOverwrite",
                "<t:SetItemField><t:FieldURI FieldURI=\"item:Categories\"/><t:Message><t:Categories>"
                        + "<t:String>Seen</t:String></t:Categories></t:Message></t:SetItemField>");
        assertThat(last().action()).isEqualTo("update");
        assertThat(last().changed()).containsExactly("item:Categories");
        assertThat(last().idBefore()).isEqualTo(id.attribute("Id")).isEqualTo(last().idAfter());
        update(
                anna,
                id,
                "AlwaysOverwrite",
                "<t:SetItemField><t:FieldURI FieldURI=\"message:IsRead\"/><t:Message><t:IsRead>false</t:IsRead>"
                        + "</t:Message></t:SetItemField>");
        assertThat(last().action()).isEqualTo("mark-read");
        assertThat(last().read()).isFalse();
    }

    @Test
    void movesCopiesAndDeletesTellBothIdsAndBothFolders() {
        start(null);
        String id = create(anna, "drafts", MESSAGE).attribute("Id");
        act("CopyItem", "", "<m:ToFolderId><t:DistinguishedFolderId Id=\"inbox\"/></m:ToFolderId>" + ids(id));
        LedgerEntry copied = last();
        act("MoveItem", "", "<m:ToFolderId><t:DistinguishedFolderId Id=\"notes\"/></m:ToFolderId>" + ids(id));
        LedgerEntry moved = last();
        act("DeleteItem", "DeleteType=\"MoveToDeletedItems\"", ids(moved.idAfter()));
        LedgerEntry binned = last();
        act("DeleteItem", "DeleteType=\"HardDelete\"", ids(binned.idAfter()));
        assertThat(server.ledger().entries())
                .extracting(
                        LedgerEntry::action,
                        LedgerEntry::operation,
                        LedgerEntry::folderFrom,
                        LedgerEntry::folderTo,
                        LedgerEntry::idBefore)
                .containsExactly(
                        tuple("create", "CreateItem", null, "drafts", null),
                        tuple("copy", "CopyItem", null, "inbox", id),
                        tuple("move", "MoveItem", "drafts", "notes", id),
                        tuple("move", "DeleteItem", "notes", "deleteditems", moved.idAfter()),
                        tuple("delete", "DeleteItem", "deleteditems", null, binned.idAfter()));
        assertThat(copied.idAfter()).isNotEqualTo(id);
        assertThat(last().subject()).isEqualTo("Offer");
        assertThat(last().exchangeSyncKey()).isEqualTo("record-7");
    }

    @Test
    void aMessageThatIsSentIsNotedWithItsRecipientsAndWhereItArrived() {
        start(null);
        String message = "<t:Message><t:Subject>Hi</t:Subject><t:ToRecipients><t:Mailbox><t:EmailAddress>" + BEN
                + "</t:EmailAddress></t:Mailbox></t:ToRecipients></t:Message>";
        act("CreateItem", "MessageDisposition=\"SendAndSaveCopy\"", "<m:Items>" + message + "</m:Items>");
        assertThat(server.ledger().entries())
                .extracting(
                        LedgerEntry::action,
                        LedgerEntry::caller,
                        LedgerEntry::mailbox,
                        LedgerEntry::folderTo,
                        LedgerEntry::recipients)
                .containsExactly(
                        tuple("deliver", SERVICE, BEN, "inbox", null),
                        tuple("send", SERVICE, ANNA, null, List.of(BEN)),
                        tuple("create", SERVICE, ANNA, "sentitems", null));
        assertThat(server.ledger().entries())
                .extracting(LedgerEntry::messageId)
                .doesNotContainNull()
                .allMatch(m -> m.equals(last().messageId()));
    }

    @Test
    void aDraftThatIsSentMovesOnce() {
        start(null);
        String message = "<t:Message><t:Subject>Hi</t:Subject><t:ToRecipients><t:Mailbox><t:EmailAddress>"
                + "x@elsewhere.example</t:EmailAddress></t:Mailbox></t:ToRecipients></t:Message>";
        Xml id = create(anna, "drafts", message);
        act(
                "SendItem",
                "SaveItemToFolder=\"true\"",
                "<m:ItemIds><t:ItemId Id=\"" + id.attribute("Id") + "\" ChangeKey=\"" + id.attribute("ChangeKey")
                        + "\"/></m:ItemIds>");
        assertThat(server.ledger().entries())
                .extracting(LedgerEntry::action, LedgerEntry::folderFrom, LedgerEntry::folderTo)
                .containsExactly(
                        tuple("create", null, "drafts"),
                        tuple("move", "drafts", "sentitems"),
                        tuple("send", null, null));
    }

    @Test
    void foldersAreNamedByTheirPathBelowOneThatEveryMailboxHas() {
        start(null);
        act(
                "CreateFolder",
                "",
                "<m:ParentFolderId><t:DistinguishedFolderId Id=\"inbox\"/></m:ParentFolderId><m:Folders><t:Folder>"
                        + "<t:DisplayName>Undeliverable</t:DisplayName></t:Folder></m:Folders>");
        assertThat(last().action()).isEqualTo("create-folder");
        assertThat(last().folderTo()).isEqualTo("inbox/Undeliverable");
        act(
                "DeleteFolder",
                "DeleteType=\"HardDelete\"",
                "<m:FolderIds><t:FolderId Id=\"" + last().idAfter() + "\"/></m:FolderIds>");
        assertThat(last().action()).isEqualTo("delete-folder");
        assertThat(last().folderFrom()).isEqualTo("inbox/Undeliverable");
    }

    @Test
    void whatFailedOrOnlyReadIsNotNoted() {
        start(null);
        String id = create(anna, "drafts", MESSAGE).attribute("Id");
        Mailboxes.sync(anna, "drafts", null, 10);
        Xml answer = anna.call(
                "<m:MoveItem><m:ToFolderId><t:FolderId Id=\"" + id + "\"/></m:ToFolderId>" + ids(id) + "</m:MoveItem>");
        assertThat(SoapCaller.code(answer)).isNotEqualTo("NoError");
        assertThat(server.ledger().entries()).hasSize(1);
    }

    @Test
    void mailFromOutsideIsNotedToo() throws IOException {
        start(null);
        server.deliver(ANNA, Mailboxes.mail("outside"));
        assertThat(last().action()).isEqualTo("deliver");
        assertThat(last().caller()).isEqualTo("sandbox");
        assertThat(last().operation()).isNull();
    }

    @Test
    void aLineThatWasNeverFinishedIsCutOffAndTheNumbersGoOn() throws IOException {
        Path file = folder.resolve("below").resolve("ledger.ndjson");
        start(file);
        create(anna, "drafts", MESSAGE);
        create(anna, "drafts", MESSAGE);
        server.close();
        Files.writeString(file, "{\"seq\":3,\"time\":\"20", StandardOpenOption.APPEND);
        start(file);
        assertThat(server.ledger().entries()).hasSize(2);
        create(anna, "drafts", MESSAGE);
        assertThat(Files.readAllLines(file)).hasSize(3);
        assertThat(last().seq()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shopping list\n", "shopping list", "{\"seq\":1,\"time\":\"\"}\nbread\n"})
    void aFileThatIsSomethingElseIsLeftAlone(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), text);
        assertThatThrownBy(() -> start(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("is no ledger");
        assertThat(file).hasContent(text);
    }

    @Test
    void everyLineIsReadBackAsItWasWritten() throws IOException {
        Path file = folder.resolve("ledger.ndjson");
        start(file);
        create(anna, "drafts", MESSAGE);
        LedgerEntry read = Ledger.parse(Files.readAllLines(file).get(0));
        assertThat(read).isEqualTo(last());
        assertThat(read.time()).isNotNull();
    }
}
