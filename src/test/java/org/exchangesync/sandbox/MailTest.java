package org.exchangesync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;
import static org.exchangesync.sandbox.SoapCaller.code;
import static org.exchangesync.sandbox.SoapCaller.item;
import static org.exchangesync.sandbox.SoapCaller.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.exchangesync.sandbox.xml.Xml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MailTest {
    @RegisterExtension
    final SandboxExtension sandbox = new SandboxExtension();

    private static final byte[] MAIL = """
            From: Eve <eve@example.com>\r
            To: anna@example.org\r
            Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r
            Message-ID: <1@example.com>\r
            Date: Mon, 5 Jan 2026 10:00:00 +0100\r
            \r
            Hello\r
            """.getBytes(StandardCharsets.US_ASCII);

    @Test
    void aDeliveredMessageIsSyncedAndGivenBackByteForByte() throws IOException {
        sandbox.server().deliver(ANNA, MAIL);
        SoapCaller anna = SoapCaller.impersonating(sandbox.server(), ANNA);

        Xml sync = anna.call("""
                <m:SyncFolderItems>
                  <m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>
                  <m:SyncFolderId><t:DistinguishedFolderId Id="inbox"/></m:SyncFolderId>
                  <m:MaxChangesReturned>512</m:MaxChangesReturned>
                </m:SyncFolderItems>""");
        assertThat(code(sync)).isEqualTo("NoError");
        String id = message(sync)
                .at("Changes", "Create", "Message", "ItemId")
                .orElseThrow()
                .attribute("Id");

        Xml message = item(anna.call("""
                <m:GetItem>
                  <m:ItemShape>
                    <t:BaseShape>AllProperties</t:BaseShape>
                    <t:IncludeMimeContent>true</t:IncludeMimeContent>
                  </m:ItemShape>
                  <m:ItemIds><t:ItemId Id="%s"/></m:ItemIds>
                </m:GetItem>""".formatted(id)));
        assertThat(Base64.getDecoder().decode(message.textOf("MimeContent").orElseThrow()))
                .isEqualTo(MAIL);
        assertThat(message.textOf("Subject")).contains("Grüße");
        assertThat(message.textOf("DateTimeSent")).contains("2026-01-05T09:00:00Z");
        assertThat(message.at("From", "Mailbox", "EmailAddress").orElseThrow().text())
                .isEqualTo("eve@example.com");
    }
}
