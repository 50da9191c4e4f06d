package org.exchangesync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.exchangesync.sandbox.Mailboxes.create;
import static org.exchangesync.sandbox.Mailboxes.get;
import static org.exchangesync.sandbox.Mailboxes.mail;
import static org.exchangesync.sandbox.Mailboxes.update;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;
import static org.exchangesync.sandbox.SandboxExtension.BEN;
import static org.exchangesync.sandbox.SoapCaller.code;
import static org.exchangesync.sandbox.SoapCaller.item;
import static org.exchangesync.sandbox.SoapCaller.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.exchangesync.sandbox.xml.Xml;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ItemsTest {
    private static final String SUBJECT = """
            <t:SetItemField>
              <t:FieldURI FieldURI="item:Subject"/>
              <t:Message><t:Subject>%s</t:Subject></t:Message>
            </t:SetItemField>""";

    @RegisterExtension
    final SandboxExtension sandbox = new SandboxExtension();

    private SoapCaller anna;

    @BeforeEach
    void caller() {
        anna = SoapCaller.impersonating(sandbox.server(), ANNA);
    }

    private Xml delivered(String subject) throws IOException {
        String id = sandbox.server().deliver(ANNA, mail(subject));
        return get(anna, id).child("ItemId").orElseThrow();
    }

    @Test
    void aChangeKeyIsNeededAndAnOldOneRefused() throws IOException {
        Xml id = delivered("1");
        Xml bare = Xml.t("ItemId").with("Id", id.attribute("Id"));
        assertThat(code(update(anna, bare, "AlwaysOverwrite", SUBJECT.formatted("x"))))
                .isEqualTo("ErrorChangeKeyRequiredForWriteOperations");
        assertThat(code(update(anna, id.with("ChangeKey", "?"), "NeverOverwrite", SUBJECT.formatted("x"))))
                .isEqualTo("ErrorInvalidChangeKey");

        Xml updated = item(update(anna, id, "NeverOverwrite", SUBJECT.formatted("2")))
                .child("ItemId")
                .orElseThrow();
        assertThat(updated.attribute("Id")).isEqualTo(id.attribute("Id"));
        assertThat(updated.attribute("ChangeKey")).isNotEqualTo(id.attribute("ChangeKey"));
        for (String resolution : List.of("NeverOverwrite", "AutoResolve")) {
            assertThat(code(update(anna, id, resolution, SUBJECT.formatted("3"))))
                    .isEqualTo("ErrorIrresolvableConflict");
        }
        assertThat(code(update(anna, id, "AlwaysOverwrite", SUBJECT.formatted("4"))))
                .isEqualTo("NoError");
        assertThat(get(anna, id.attribute("Id")).textOf("Subject")).contains("4");
    }

    @Test
    void autoResolveForgivesThatSomebodyReadTheMessageMeanwhile() throws IOException {
        Xml id = delivered("1");
        String read = """
                <t:SetItemField>
                  <t:FieldURI FieldURI="message:IsRead"/>
                  <t:Message><t:IsRead>true</t:IsRead></t:Message>
                </t:SetItemField>""";
        update(anna, id, "AutoResolve", read);
        assertThat(code(update(anna, id, "NeverOverwrite", SUBJECT.formatted("2"))))
                .isEqualTo("ErrorIrresolvableConflict");
        assertThat(code(update(anna, id, "AutoResolve", SUBJECT.formatted("2"))))
                .isEqualTo("NoError");
    }

    @Test
    void whatIsReadOnlyMismatchedOrUnknownIsRefusedPropertyByProperty() throws IOException {
        Xml id = delivered("1");
        assertThat(code(update(anna, id, "NeverOverwrite", """
                <t:SetItemField>
                  <t:FieldURI FieldURI="item:Size"/><t:Message><t:Size>5</t:Size></t:Message>
                </t:SetItemField>"""))).isEqualTo("ErrorInvalidPropertySet");
        assertThat(code(update(anna, id, "NeverOverwrite", """
                <t:SetItemField>
                  <t:FieldURI FieldURI="item:Subject"/><t:Message><t:Importance>High</t:Importance></t:Message>
                </t:SetItemField>"""))).isEqualTo("ErrorUpdatePropertyMismatch");
        assertThat(code(update(anna, id, "NeverOverwrite", """
                <t:SetItemField>
                  <t:FieldURI FieldURI="calendar:Location"/>
                  <t:CalendarItem><t:Location>here</t:Location></t:CalendarItem>
                </t:SetItemField>"""))).isEqualTo("ErrorInvalidPropertyRequest");
        assertThat(code(update(anna, id, "NeverOverwrite", """
                <t:AppendToItemField>
                  <t:FieldURI FieldURI="item:Subject"/><t:Message><t:Subject>more</t:Subject></t:Message>
                </t:AppendToItemField>"""))).isEqualTo("ErrorInvalidPropertyAppend");
    }

    @Test
    void fieldsAreSetAppendedAndDeleted() {
        Xml id = create(anna, "drafts", """
                <t:Message>
                  <t:Subject>draft</t:Subject>
                  <t:Body BodyType="Text">one </t:Body>
                  <t:Categories><t:String>Blue</t:String></t:Categories>
                  <t:ToRecipients><t:Mailbox><t:EmailAddress>ben@example.org</t:EmailAddress></t:Mailbox></t:ToRecipients>
                </t:Message>""");
        update(anna, id, "AutoResolve", """
                <t:AppendToItemField>
                  <t:FieldURI FieldURI="item:Body"/><t:Message><t:Body BodyType="Text">two</t:Body></t:Message>
                </t:AppendToItemField>
                <t:AppendToItemField>
                  <t:FieldURI FieldURI="message:ToRecipients"/>
                  <t:Message><t:ToRecipients><t:Mailbox><t:EmailAddress>x@example.com</t:EmailAddress></t:Mailbox></t:ToRecipients></t:Message>
                </t:AppendToItemField>
                <t:DeleteItemField><t:FieldURI FieldURI="item:Categories"/></t:DeleteItemField>""");
        Xml item = get(anna, id.attribute("Id"));
        assertThat(item.textOf("Body")).contains("one two");
        assertThat(item.child("ToRecipients").orElseThrow().children()).hasSize(2);
        assertThat(item.at("ToRecipients", "Mailbox", "Name").orElseThrow().text())
                .as("known people get their names")
                .isEqualTo("Ben Castro");
        assertThat(item.child("Categories")).isEmpty();
        assertThat(item.textOf("IsDraft")).contains("true");
    }

    @Test
    void namedPropertiesKeepTheirTypesAndAreFoundUnderEveryName() {
        String key = """
                <t:ExtendedProperty>
                  <t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="SyncKey" PropertyType="String"/>
                  <t:Value>activity-1</t:Value>
                </t:ExtendedProperty>""";
        Xml id = create(anna, "drafts", "<t:Message><t:Subject>s</t:Subject>" + key + "</t:Message>");
        Xml found = message(anna.call("""
                <m:FindItem Traversal="Shallow">
                  <m:ItemShape>
                    <t:BaseShape>IdOnly</t:BaseShape>
                    <t:AdditionalProperties>
                      <t:ExtendedFieldURI PropertySetId="00020329-0000-0000-C000-000000000046" PropertyName="SyncKey" PropertyType="String"/>
                    </t:AdditionalProperties>
                  </m:ItemShape>
                  <m:Restriction>
                    <t:IsEqualTo>
                      <t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="SyncKey" PropertyType="String"/>
                      <t:FieldURIOrConstant><t:Constant Value="activity-1"/></t:FieldURIOrConstant>
                    </t:IsEqualTo>
                  </m:Restriction>
                  <m:ParentFolderIds><t:DistinguishedFolderId Id="drafts"/></m:ParentFolderIds>
                </m:FindItem>"""));
        Xml item = found.at("RootFolder", "Items", "Message").orElseThrow();
        assertThat(item.child("ItemId").orElseThrow().attribute("Id")).isEqualTo(id.attribute("Id"));
        assertThat(item.at("ExtendedProperty", "Value").orElseThrow().text()).isEqualTo("activity-1");

        String number = key.replace("\"String\"", "\"Integer\"");
        assertThat(code(anna.call(createIn("drafts", "<t:Message>" + number + "</t:Message>"))))
                .isEqualTo("ErrorInvalidExtendedPropertyValue");
        assertThat(code(anna.call(createIn("drafts", """
                <t:Message><t:ExtendedProperty>
                  <t:ExtendedFieldURI PropertyTag="0x8001" PropertyType="String"/><t:Value>x</t:Value>
                </t:ExtendedProperty></t:Message>""")))).isEqualTo("ErrorNoPropertyTagForCustomProperties");
    }

    private static String createIn(String folder, String item) {
        return """
                <m:CreateItem MessageDisposition="SaveOnly">
                  <m:SavedItemFolderId><t:DistinguishedFolderId Id="%s"/></m:SavedItemFolderId>
                  <m:Items>%s</m:Items>
                </m:CreateItem>""".formatted(folder, item);
    }

    @Test
    void theMessageIdCanBeChosenAsAMapiProperty() {
        Xml id = create(anna, "drafts", """
                <t:Message>
                  <t:Subject>s</t:Subject>
                  <t:ExtendedProperty>
                    <t:ExtendedFieldURI PropertyTag="0x1035" PropertyType="String"/><t:Value>&lt;our-key@example.org&gt;</t:Value>
                  </t:ExtendedProperty>
                </t:Message>""");
        assertThat(get(anna, id.attribute("Id")).textOf("InternetMessageId")).contains("<our-key@example.org>");
    }

    @Test
    void aDraftIsSentOnceAndArrivesWithItsMessageId() {
        Xml id = create(anna, "drafts", """
                <t:Message>
                  <t:Subject>Bericht für Ben</t:Subject>
                  <t:Body BodyType="HTML">&lt;p&gt;Größe&lt;/p&gt;</t:Body>
                  <t:ToRecipients><t:Mailbox><t:EmailAddress>ben@example.org</t:EmailAddress></t:Mailbox></t:ToRecipients>
                  <t:BccRecipients><t:Mailbox><t:EmailAddress>secret@example.com</t:EmailAddress></t:Mailbox></t:BccRecipients>
                </t:Message>""");
        String send = """
                <m:SendItem SaveItemToFolder="true">
                  <m:ItemIds><t:ItemId Id="%s" ChangeKey="%s"/></m:ItemIds>
                </m:SendItem>""".formatted(id.attribute("Id"), id.attribute("ChangeKey"));
        assertThat(code(anna.call(send.replaceAll(" ChangeKey=\"[^\"]*\"", ""))))
                .isEqualTo("ErrorChangeKeyRequiredForWriteOperations");
        assertThat(code(anna.call(send))).isEqualTo("NoError");
        assertThat(code(anna.call(send))).isEqualTo("ErrorItemNotFound");

        assertThat(sandbox.server().count(ANNA, "drafts")).isZero();
        assertThat(sandbox.server().count(BEN, "inbox")).isEqualTo(1);
        SoapCaller ben = SoapCaller.impersonating(sandbox.server(), BEN);
        Xml received = get(ben, sandbox.server().items(BEN, "inbox").get(0).id());
        Xml sent = get(anna, sandbox.server().items(ANNA, "sentitems").get(0).id());
        assertThat(received.textOf("InternetMessageId"))
                .isEqualTo(sent.textOf("InternetMessageId"))
                .isPresent();
        assertThat(received.textOf("Subject")).contains("Bericht für Ben");
        assertThat(received.textOf("Body").orElse("")).contains("Größe");
        assertThat(received.child("BccRecipients")).isEmpty();
        assertThat(sandbox.server().sentMail()).hasSize(1);
        assertThat(sandbox.server().sentMail().get(0).recipients()).contains("secret@example.com");
    }

    @Test
    void aMessageMadeOfPropertiesHasMimeThatSaysTheSame() throws IOException {
        Xml id = create(anna, "drafts", """
                <t:Message>
                  <t:Subject>Größe 大きさ</t:Subject>
                  <t:Body BodyType="Text">Grüße</t:Body>
                  <t:Attachments>
                    <t:FileAttachment><t:Name>übersicht.txt</t:Name><t:Content>aGVsbG8=</t:Content></t:FileAttachment>
                  </t:Attachments>
                  <t:ToRecipients><t:Mailbox><t:Name>Müller, Eva</t:Name><t:EmailAddress>eva@example.com</t:EmailAddress></t:Mailbox></t:ToRecipients>
                </t:Message>""");
        Xml withMime = item(anna.call(getWithMime(id.attribute("Id"))));
        byte[] mime = Base64.getDecoder().decode(withMime.textOf("MimeContent").orElseThrow());
        String again = sandbox.server().deliver(ANNA, mime);
        Xml read = get(anna, again);
        assertThat(read.textOf("Subject")).contains("Größe 大きさ");
        assertThat(read.textOf("Body").orElse("").strip()).isEqualTo("Grüße");
        assertThat(read.at("ToRecipients", "Mailbox", "Name").orElseThrow().text())
                .isEqualTo("Müller, Eva");
        assertThat(read.at("Attachments", "FileAttachment", "Name")
                        .orElseThrow()
                        .text())
                .isEqualTo("übersicht.txt");
    }

    private static String getWithMime(String id) {
        return """
                <m:GetItem>
                  <m:ItemShape>
                    <t:BaseShape>IdOnly</t:BaseShape>
                    <t:IncludeMimeContent>true</t:IncludeMimeContent>
                  </m:ItemShape>
                  <m:ItemIds><t:ItemId Id="%s"/></m:ItemIds>
                </m:GetItem>""".formatted(id);
    }

    @Test
    void contactsAndTasksHaveNoMime() {
        Xml contact = create(anna, "contacts", "<t:Contact><t:GivenName>Eva</t:GivenName></t:Contact>");
        Xml task = create(anna, "tasks", "<t:Task><t:Subject>do</t:Subject></t:Task>");
        for (Xml id : List.of(contact, task)) {
            assertThat(code(anna.call(getWithMime(id.attribute("Id"))))).isEqualTo("ErrorUnsupportedMimeConversion");
        }
        assertThat(code(anna.call(createIn("drafts", "<t:Message><t:MimeContent>?</t:MimeContent></t:Message>"))))
                .isEqualTo("ErrorMimeContentInvalidBase64String");
        assertThat(code(anna.call(createIn("drafts", "<t:Message><t:MimeContent></t:MimeContent></t:Message>"))))
                .isEqualTo("ErrorMimeContentInvalid");
    }

    @Test
    void bodiesComeInTheFormThatIsAskedFor() throws IOException {
        String id = sandbox.server().deliver(ANNA, """
                From: eve@example.com
                Subject: both
                MIME-Version: 1.0
                Content-Type: multipart/alternative; boundary=b

                --b
                Content-Type: text/plain

                plain words
                --b
                Content-Type: text/html

                <html><body><p>rich &amp; words</p></body></html>
                --b--
                """.getBytes(StandardCharsets.UTF_8));
        assertThat(body(id, "HTML")).contains("<p>rich");
        assertThat(body(id, "Best")).contains("<p>rich");
        assertThat(body(id, "Text").strip()).isEqualTo("plain words");
        Xml html = create(
                anna,
                "drafts",
                "<t:Message><t:Body BodyType=\"HTML\">&lt;p&gt;a &amp;amp; b&lt;/p&gt;</t:Body></t:Message>");
        assertThat(body(html.attribute("Id"), "Text")).isEqualTo("a & b");
    }

    private String body(String id, String type) {
        return item(anna.call("""
                <m:GetItem>
                  <m:ItemShape>
                    <t:BaseShape>IdOnly</t:BaseShape>
                    <t:BodyType>%s</t:BodyType>
                    <t:AdditionalProperties><t:FieldURI FieldURI="item:Body"/></t:AdditionalProperties>
                  </m:ItemShape>
                  <m:ItemIds><t:ItemId Id="%s"/></m:ItemIds>
                </m:GetItem>""".formatted(type, id))).textOf("Body").orElseThrow();
    }

    @Test
    void oneBadIdDoesNotCostTheOthersOfABatch() throws IOException {
        Xml id = delivered("1");
        String changedCase = id.attribute("Id").replace('A', 'a');
        Xml answer = anna.call("""
                <m:GetItem>
                  <m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>
                  <m:ItemIds>
                    <t:ItemId Id="nonsense"/><t:ItemId Id="%s"/><t:ItemId Id="%s"/><t:ItemId Id="%s"/>
                  </m:ItemIds>
                </m:GetItem>""".formatted(changedCase, id.attribute("Id"), inboxId()));
        List<String> codes = answer.child("ResponseMessages").orElseThrow().children().stream()
                .map(m -> m.textOf("ResponseCode").orElseThrow())
                .toList();
        assertThat(codes)
                .containsExactly(
                        "ErrorInvalidIdMalformed",
                        "ErrorInvalidIdMalformed",
                        "NoError",
                        "ErrorCannotUseFolderIdForItemId");
    }

    private String inboxId() {
        return message(anna.call("""
                <m:GetFolder>
                  <m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>
                  <m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds>
                </m:GetFolder>"""))
                .at("Folders", "Folder", "FolderId")
                .orElseThrow()
                .attribute("Id");
    }

    @Test
    void nobodySeesTheItemsOfSomebodyElse() throws IOException {
        Xml id = delivered("1");
        SoapCaller ben = SoapCaller.impersonating(sandbox.server(), BEN);
        assertThat(code(ben.call(Mailboxes.getItem(id.attribute("Id"), "IdOnly"))))
                .isEqualTo("ErrorItemNotFound");
        assertThat(code(ben.call("""
                <m:MoveItem>
                  <m:ToFolderId><t:DistinguishedFolderId Id="inbox"/></m:ToFolderId>
                  <m:ItemIds><t:ItemId Id="%s"/></m:ItemIds>
                </m:MoveItem>""".formatted(id.attribute("Id"))))).isEqualTo("ErrorItemNotFound");
    }

    @Test
    void aCopyStaysAndAMoveGoes() throws IOException {
        Xml id = delivered("1");
        String transfer = """
                <m:%1$s>
                  <m:ToFolderId><t:DistinguishedFolderId Id="junkemail"/></m:ToFolderId>
                  <m:ItemIds><t:ItemId Id="%2$s"/></m:ItemIds>
                </m:%1$s>""";
        Xml copy = item(anna.call(transfer.formatted("CopyItem", id.attribute("Id"))));
        Xml moved = item(anna.call(transfer.formatted("MoveItem", id.attribute("Id"))));
        assertThat(sandbox.server().count(ANNA, "inbox")).isZero();
        assertThat(sandbox.server().count(ANNA, "junkemail")).isEqualTo(2);
        assertThat(copy.child("ItemId")).isNotEqualTo(moved.child("ItemId"));
        assertThat(code(anna.call(transfer.formatted("MoveItem", id.attribute("Id")))))
                .isEqualTo("ErrorItemNotFound");
    }

    @Test
    void whatEveryKindNeedsIsAskedFor() {
        assertThat(code(anna.call("<m:CreateItem><m:Items><t:Message/></m:Items></m:CreateItem>")))
                .isEqualTo("ErrorMessageDispositionRequired");
        assertThat(code(anna.call("""
                <m:CreateItem><m:Items><t:CalendarItem>
                  <t:Start>2026-01-01T10:00:00Z</t:Start><t:End>2026-01-01T11:00:00Z</t:End>
                </t:CalendarItem></m:Items></m:CreateItem>"""))).isEqualTo("ErrorSendMeetingInvitationsRequired");
        Xml task = create(anna, "tasks", "<t:Task><t:Subject>do</t:Subject></t:Task>");
        assertThat(code(anna.call("""
                <m:DeleteItem DeleteType="HardDelete"><m:ItemIds><t:ItemId Id="%s"/></m:ItemIds></m:DeleteItem>""".formatted(task.attribute("Id")))))
                .isEqualTo("ErrorAffectedTaskOccurrencesRequired");
        assertThat(code(anna.call(createIn("inbox", "<t:Contact/>"))))
                .isEqualTo("ErrorCannotCreateContactInNonContactFolder");
        assertThat(code(anna.call("""
                <m:CreateItem MessageDisposition="SendOnly"><m:Items><t:Message><t:Subject>to nobody</t:Subject></t:Message></m:Items></m:CreateItem>"""))).isEqualTo("ErrorInvalidRecipients");
    }
}
