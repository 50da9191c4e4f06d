package org.exchangesync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.exchangesync.sandbox.Mailboxes.create;
import static org.exchangesync.sandbox.Mailboxes.get;
import static org.exchangesync.sandbox.Mailboxes.mail;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;
import static org.exchangesync.sandbox.SoapCaller.code;
import static org.exchangesync.sandbox.SoapCaller.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.exchangesync.sandbox.xml.Xml;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FoldersAndAttachmentsTest {
    @RegisterExtension
    final SandboxExtension sandbox = new SandboxExtension();

    private SoapCaller anna;

    @BeforeEach
    void caller() {
        anna = SoapCaller.impersonating(sandbox.server(), ANNA);
    }

    private Xml createFolder(String parent, String name) {
        return anna.call("""
                <m:CreateFolder>
                  <m:ParentFolderId>%s</m:ParentFolderId>
                  <m:Folders><t:Folder><t:DisplayName>%s</t:DisplayName></t:Folder></m:Folders>
                </m:CreateFolder>""".formatted(parent, name));
    }

    private static Xml folderId(Xml answer) {
        return message(answer).at("Folders", "Folder", "FolderId").orElseThrow();
    }

    @Test
    void foldersAreRefusedAsARecordedServerRefusesThem() {
        String inbox = "<t:DistinguishedFolderId Id=\"inbox\"/>";
        assertThat(code(createFolder("<t:FolderId Id=\"malformedparentid\"/>", "x")))
                .isEqualTo("ErrorInvalidIdMalformed");
        assertThat(code(createFolder(inbox, "x"))).isEqualTo("NoError");
        assertThat(code(createFolder(inbox, "X"))).isEqualTo("ErrorFolderExists");
        assertThat(code(anna.call("<m:DeleteFolder DeleteType=\"HardDelete\"><m:FolderIds>" + inbox
                        + "</m:FolderIds></m:DeleteFolder>")))
                .isEqualTo("ErrorDeleteDistinguishedFolder");
        Xml twin = folderId(createFolder("<t:DistinguishedFolderId Id=\"drafts\"/>", "x"));
        assertThat(code(anna.call("""
                <m:MoveFolder>
                  <m:ToFolderId><t:DistinguishedFolderId Id="inbox"/></m:ToFolderId>
                  <m:FolderIds><t:FolderId Id="%s"/></m:FolderIds>
                </m:MoveFolder>""".formatted(twin.attribute("Id"))))).isEqualTo("ErrorMoveCopyFailed");
    }

    @Test
    void aFolderTellsItsCountsAndKeepsItsIdWhenItMoves() throws IOException {
        sandbox.server().deliver(ANNA, mail("1"));
        sandbox.server().deliver(ANNA, mail("2"));
        Xml made = folderId(createFolder("<t:DistinguishedFolderId Id=\"inbox\"/>", "sub"));
        Xml inbox = message(anna.call("""
                <m:GetFolder>
                  <m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>
                  <m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds>
                </m:GetFolder>""")).at("Folders", "Folder").orElseThrow();
        assertThat(List.of(
                        inbox.textOf("TotalCount").orElseThrow(),
                        inbox.textOf("UnreadCount").orElseThrow(),
                        inbox.textOf("ChildFolderCount").orElseThrow()))
                .containsExactly("2", "2", "1");
        Xml moved = folderId(anna.call("""
                <m:MoveFolder>
                  <m:ToFolderId><t:DistinguishedFolderId Id="msgfolderroot"/></m:ToFolderId>
                  <m:FolderIds><t:FolderId Id="%s"/></m:FolderIds>
                </m:MoveFolder>""".formatted(made.attribute("Id"))));
        assertThat(moved.attribute("Id")).isEqualTo(made.attribute("Id"));
    }

    @Test
    void aFolderIsFoundByNameAndByOwnProperty() {
        Xml made = folderId(createFolder("<t:DistinguishedFolderId Id=\"inbox\"/>", "Undeliverable"));
        String key = """
                <t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="Owner" PropertyType="String"/>""";
        assertThat(code(anna.call("""
                <m:UpdateFolder><m:FolderChanges><t:FolderChange>
                  <t:FolderId Id="%s" ChangeKey="%s"/>
                  <t:Updates><t:SetFolderField>%s<t:Folder><t:ExtendedProperty>%s<t:Value>sync</t:Value></t:ExtendedProperty></t:Folder></t:SetFolderField></t:Updates>
                </t:FolderChange></m:FolderChanges></m:UpdateFolder>""".formatted(made.attribute("Id"), made.attribute("ChangeKey"), key, key))))
                .isEqualTo("NoError");
        for (String path : List.of("<t:FieldURI FieldURI=\"folder:DisplayName\"/>", key)) {
            String value = path.contains("Display") ? "undeliverable" : "sync";
            Xml root = message(anna.call("""
                    <m:FindFolder Traversal="Deep">
                      <m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>
                      <m:Restriction><t:IsEqualTo>%s<t:FieldURIOrConstant><t:Constant Value="%s"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction>
                      <m:ParentFolderIds><t:DistinguishedFolderId Id="msgfolderroot"/></m:ParentFolderIds>
                    </m:FindFolder>""".formatted(path, value)))
                    .child("RootFolder")
                    .orElseThrow();
            assertThat(root.attribute("TotalItemsInView")).isEqualTo("1");
            assertThat(root.at("Folders", "Folder", "FolderId").orElseThrow().attribute("Id"))
                    .isEqualTo(made.attribute("Id"));
        }
    }

    @Test
    void theHierarchyTellsWhatCameChangedAndWent() {
        Xml first = hierarchy(null);
        String state = first.textOf("SyncState").orElseThrow();
        Xml one = folderId(createFolder("<t:DistinguishedFolderId Id=\"inbox\"/>", "one"));
        Xml second = hierarchy(state);
        assertThat(second.at("Changes", "Create", "Folder", "FolderId")
                        .orElseThrow()
                        .attribute("Id"))
                .isEqualTo(one.attribute("Id"));
        anna.call("<m:DeleteFolder DeleteType=\"MoveToDeletedItems\"><m:FolderIds><t:FolderId Id=\""
                + one.attribute("Id") + "\"/></m:FolderIds></m:DeleteFolder>");
        Xml third = hierarchy(second.textOf("SyncState").orElseThrow());
        assertThat(third.at("Changes", "Update", "Folder").orElseThrow().textOf("DisplayName"))
                .contains("one");
        anna.call("<m:EmptyFolder DeleteType=\"HardDelete\" DeleteSubFolders=\"true\"><m:FolderIds>"
                + "<t:DistinguishedFolderId Id=\"deleteditems\"/></m:FolderIds></m:EmptyFolder>");
        Xml fourth = hierarchy(third.textOf("SyncState").orElseThrow());
        assertThat(fourth.at("Changes", "Delete", "FolderId").orElseThrow().attribute("Id"))
                .isEqualTo(one.attribute("Id"));
        assertThat(hierarchy("AAAA").textOf("ResponseCode")).contains("ErrorInvalidSyncStateData");
    }

    private Xml hierarchy(String state) {
        return message(
                anna.call("<m:SyncFolderHierarchy><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>"
                        + (state == null ? "" : "<m:SyncState>" + state + "</m:SyncState>")
                        + "</m:SyncFolderHierarchy>"));
    }

    @Test
    void attachmentsComeAndGoAndChangeTheKeyOfTheirItem() {
        Xml id = create(anna, "drafts", "<t:Message><t:Subject>s</t:Subject></t:Message>");
        Xml made = message(anna.call("""
                <m:CreateAttachment>
                  <m:ParentItemId Id="%s"/>
                  <m:Attachments>
                    <t:FileAttachment><t:Name>a.bin</t:Name><t:ContentType>application/x</t:ContentType><t:Content>AAEC</t:Content></t:FileAttachment>
                  </m:Attachments>
                </m:CreateAttachment>""".formatted(id.attribute("Id"))))
                .at("Attachments", "FileAttachment", "AttachmentId")
                .orElseThrow();
        assertThat(made.attribute("RootItemId")).isEqualTo(id.attribute("Id"));
        assertThat(made.attribute("RootItemChangeKey")).isNotEqualTo(id.attribute("ChangeKey"));
        Xml item = get(anna, id.attribute("Id"));
        assertThat(item.textOf("HasAttachments")).contains("true");
        assertThat(attachment(made.attribute("Id")).textOf("Content")).contains("AAEC");

        assertThat(code(anna.call("<m:DeleteAttachment><m:AttachmentIds><t:AttachmentId Id=\"" + made.attribute("Id")
                        + "\"/></m:AttachmentIds></m:DeleteAttachment>")))
                .isEqualTo("NoError");
        assertThat(get(anna, id.attribute("Id")).textOf("HasAttachments")).contains("false");
        assertThat(code(anna.call(getAttachment(made.attribute("Id"))))).isEqualTo("ErrorItemNotFound");
        assertThat(code(anna.call(getAttachment("?")))).isEqualTo("ErrorInvalidAttachmentId");
    }

    private static String getAttachment(String id) {
        return "<m:GetAttachment><m:AttachmentIds><t:AttachmentId Id=\"" + id
                + "\"/></m:AttachmentIds></m:GetAttachment>";
    }

    private Xml attachment(String id) {
        return message(anna.call(getAttachment(id)))
                .child("Attachments")
                .flatMap(Xml::first)
                .orElseThrow();
    }

    @Test
    void attachmentsOfAttachedMessagesCanBeReadLevelByLevel() throws IOException {
        String inner = """
                From: inner@example.com
                Subject: inner
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=i

                --i
                Content-Type: text/plain

                inner text
                --i
                Content-Type: application/x; name="deep.bin"
                Content-Transfer-Encoding: base64

                AAECAw==
                --i--
                """;
        String id = sandbox.server().deliver(ANNA, ("""
                From: outer@example.com
                Subject: outer
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=o

                --o
                Content-Type: message/rfc822

                """ + inner + "\n--o--\n").getBytes(StandardCharsets.UTF_8));
        String outer = get(anna, id)
                .at("Attachments", "ItemAttachment", "AttachmentId")
                .orElseThrow()
                .attribute("Id");
        Xml message = attachment(outer).child("Message").orElseThrow();
        assertThat(message.textOf("Subject")).contains("inner");
        assertThat(message.textOf("Body").orElse("").strip()).isEqualTo("inner text");
        String deep = message.at("Attachments", "FileAttachment", "AttachmentId")
                .orElseThrow()
                .attribute("Id");
        assertThat(Base64.getDecoder().decode(attachment(deep).textOf("Content").orElseThrow()))
                .containsExactly(0, 1, 2, 3);
    }

    @Test
    void namesAreResolvedInTheDirectoryAndAmongContacts() {
        String request =
                "<m:ResolveNames ReturnFullContactData=\"true\"><m:UnresolvedEntry>%s</m:UnresolvedEntry></m:ResolveNames>";
        Xml one = message(anna.call(request.formatted("castro")));
        assertThat(one.attribute("ResponseClass")).isEqualTo("Success");
        assertThat(one.at("ResolutionSet", "Resolution", "Mailbox", "EmailAddress")
                        .orElseThrow()
                        .text())
                .isEqualTo("ben@example.org");
        create(anna, "contacts", """
                <t:Contact>
                  <t:DisplayName>Ben Zwei</t:DisplayName>
                  <t:EmailAddresses><t:Entry Key="EmailAddress1">zwei@example.com</t:Entry></t:EmailAddresses>
                </t:Contact>""");
        Xml several = message(anna.call(request.formatted("ben")));
        assertThat(several.attribute("ResponseClass")).isEqualTo("Warning");
        assertThat(several.textOf("ResponseCode")).contains("ErrorNameResolutionMultipleResults");
        assertThat(several.child("ResolutionSet").orElseThrow().attribute("TotalItemsInView"))
                .isEqualTo("2");
        assertThat(code(anna.call(request.formatted("nobody")))).isEqualTo("ErrorNameResolutionNoResults");
    }

    @Test
    void timeZonesAreToldInFullWithTheirRules() {
        Xml zone = message(anna.call("""
                <m:GetServerTimeZones ReturnFullTimeZoneData="true">
                  <m:Ids><t:Id>W. Europe Standard Time</t:Id></m:Ids>
                </m:GetServerTimeZones>"""))
                .at("TimeZoneDefinitions", "TimeZoneDefinition")
                .orElseThrow();
        assertThat(zone.child("Periods").orElseThrow().children().stream().map(p -> p.attribute("Bias")))
                .containsExactlyInAnyOrder("-PT1H", "-PT2H");
        assertThat(zone.at("TransitionsGroups", "TransitionsGroup")
                        .orElseThrow()
                        .children())
                .hasSize(2);
    }
}
