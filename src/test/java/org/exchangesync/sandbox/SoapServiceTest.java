package org.exchangesync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;
import static org.exchangesync.sandbox.SandboxExtension.BEN;
import static org.exchangesync.sandbox.SandboxExtension.PASSWORD;
import static org.exchangesync.sandbox.SandboxExtension.SERVICE;
import static org.exchangesync.sandbox.SoapCaller.code;

import java.util.List;
import java.util.Map;
import org.exchangesync.sandbox.soap.ServerVersion;
import org.exchangesync.sandbox.store.Account;
import org.exchangesync.sandbox.xml.Xml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SoapServiceTest {
    private static final String GET_INBOX = """
            <m:GetFolder>
              <m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>
              <m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds>
            </m:GetFolder>""";

    @RegisterExtension
    static final SandboxExtension SANDBOX =
            SandboxExtension.with(b -> b.serviceAccount("svc-ben@example.org", PASSWORD, List.of(BEN))
                    .account(new Account("nobody@example.org", PASSWORD, null, Account.Impersonation.NONE)));

    private static SoapCaller service() {
        return SoapCaller.as(SANDBOX.server(), SERVICE);
    }

    @Test
    void whatTheSchemaDoesNotKnowIsAFaultWithStatus500() {
        SoapCaller anna = SoapCaller.as(SANDBOX.server(), ANNA);
        for (String wrong : List.of(
                "<m:GetFolder/>",
                "<m:NoSuchOperation/>",
                "<m:GetFolder><m:FolderIds><t:DistinguishedFolderId Id=\"inbox\"/></m:FolderIds>"
                        + "<m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape></m:GetFolder>",
                GET_INBOX.replace("inbox", "no-such-folder"))) {
            assertThat(code(anna.call(wrong))).isEqualTo("ErrorSchemaValidation");
            assertThat(anna.last().statusCode()).isEqualTo(500);
        }
        Xml noSoap = anna.send("<html/>");
        assertThat(code(noSoap.at("Body", "Fault").orElseThrow())).isEqualTo("ErrorSchemaValidation");
    }

    @Test
    void everyAnswerSaysWhatServerItIs() {
        SoapCaller anna = SoapCaller.as(SANDBOX.server(), ANNA);
        anna.call(GET_INBOX);
        assertThat(new String(anna.last().body(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("MajorVersion=\"15\" MinorVersion=\"1\"");
    }

    @Test
    void aVersionThatTheServerIsTooOldForIsRefused() {
        try (SandboxServer old = SandboxServer.builder()
                .version(ServerVersion.EXCHANGE_2010_SP2)
                .mailbox(ANNA, "Anna", PASSWORD)
                .start()) {
            assertThat(code(SoapCaller.as(old, ANNA).version("Exchange2010_SP2").call(GET_INBOX)))
                    .isEqualTo("NoError");
            assertThat(code(SoapCaller.as(old, ANNA).version("Exchange2013_SP1").call(GET_INBOX)))
                    .isEqualTo("ErrorInvalidServerVersion");
            assertThat(code(SoapCaller.as(old, ANNA).version("Exchange4711").call(GET_INBOX)))
                    .isEqualTo("ErrorInvalidServerVersion");
        }
        assertThat(code(SoapCaller.as(SANDBOX.server(), ANNA)
                        .version("Exchange2016")
                        .call(GET_INBOX)))
                .isEqualTo("NoError");
    }

    @Test
    void aMailboxMayBeNamedInFourWays() {
        String sid = "S-1-5-21-1004336348-1177238915-682003330-"
                + (1000
                        + (SANDBOX.server()
                                        .store()
                                        .byPrimaryAddress(ANNA)
                                        .orElseThrow()
                                        .guid()
                                        .getLeastSignificantBits()
                                & 0xFFFFFF));
        for (String name : List.of(
                "<t:PrimarySmtpAddress>anna@example.org</t:PrimarySmtpAddress>",
                "<t:PrimarySmtpAddress>Anna@Example.org</t:PrimarySmtpAddress>",
                "<t:SmtpAddress>a.berg@example.org</t:SmtpAddress>",
                "<t:PrincipalName>anna@example.org</t:PrincipalName>",
                "<t:SID>" + sid + "</t:SID>")) {
            assertThat(code(service().withImpersonation(name).call(GET_INBOX))).isEqualTo("NoError");
        }
    }

    @Test
    void everyWayToImpersonateWronglyHasItsOwnAnswer() {
        Map<String, String> wrong = Map.of(
                "<t:PrimarySmtpAddress>nobody@example.com</t:PrimarySmtpAddress>", "ErrorNonExistentMailbox",
                "<t:PrimarySmtpAddress>a.berg@example.org</t:PrimarySmtpAddress>", "ErrorNonPrimarySmtpAddress",
                "<t:PrincipalName>nobody@example.com</t:PrincipalName>", "ErrorInvalidUserPrincipalName",
                "<t:SID>S-1-2-3</t:SID>", "ErrorInvalidSid");
        wrong.forEach((name, expected) -> {
            Xml fault = service().withImpersonation(name).call(GET_INBOX);
            assertThat(code(fault)).isEqualTo(expected);
        });
        Xml alias = service()
                .withImpersonation("<t:PrimarySmtpAddress>a.berg@example.org</t:PrimarySmtpAddress>")
                .call(GET_INBOX);
        assertThat(alias.at("detail", "MessageXml", "Value").orElseThrow().text())
                .as("the answer holds the right address")
                .isEqualTo(ANNA);
        String anna = "<t:PrimarySmtpAddress>anna@example.org</t:PrimarySmtpAddress>";
        assertThat(code(SoapCaller.as(SANDBOX.server(), "svc-ben@example.org")
                        .withImpersonation(anna)
                        .call(GET_INBOX)))
                .isEqualTo("ErrorImpersonateUserDenied");
        assertThat(code(SoapCaller.as(SANDBOX.server(), BEN)
                        .withImpersonation(anna)
                        .call(GET_INBOX)))
                .isEqualTo("ErrorImpersonationDenied");
    }

    @Test
    void anAccountWithoutMailboxMustSayWhose() {
        SoapCaller nobody = SoapCaller.as(SANDBOX.server(), "nobody@example.org");
        assertThat(code(nobody.call(GET_INBOX))).isEqualTo("ErrorMissingEmailAddress");
        String ofAnna = GET_INBOX.replace(
                "<t:DistinguishedFolderId Id=\"inbox\"/>",
                "<t:DistinguishedFolderId Id=\"inbox\"><t:Mailbox><t:EmailAddress>anna@example.org</t:EmailAddress>"
                        + "</t:Mailbox></t:DistinguishedFolderId>");
        assertThat(code(nobody.call(ofAnna))).isEqualTo("ErrorAccessDenied");
        assertThat(code(SoapCaller.impersonating(SANDBOX.server(), ANNA).call(ofAnna)))
                .isEqualTo("NoError");
        assertThat(code(nobody.call("<m:GetServerTimeZones ReturnFullTimeZoneData=\"false\"/>")))
                .isEqualTo("NoError");
    }
}
