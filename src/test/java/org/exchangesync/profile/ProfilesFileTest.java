package org.exchangesync.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.Impersonation;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.WellKnownFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfilesFileTest {
    @TempDir
    Path folder;

    @Test
    void aCompleteFileIsUnderstood() throws IOException {
        Profiles profiles = read("""
                profiles:
                  - name: head office
                    description: mailboxes in Utrecht
                    serverType: exchangeServer
                    incomingServerLocation: https://mail.example.org/EWS/Exchange.asmx
                    username: svc-sync@example.org
                    password: "{{env:EWS_PASSWORD}}"
                    impersonation: principalName
                    processEmailFrom: 2026-01-31
                    minimumPollingInterval: 5
                    maximumConcurrentConnections: 4
                    moveFailedEmailsToUndeliverable: true
                mailboxes:
                  - address: Anna@example.org
                    profile: head office
                    deleteEmailsAfterProcessing: true
                    folders:
                      - Inbox/Projects/a%2Fb
                      - contacts/Customers
                  - address: queue@example.org
                    profile: head office
                    connectingId: queue@corp.example.org
                    appointmentsContactsTasks: none
                """);

        EmailServerProfile profile = profiles.profile("head office");
        assertThat(profile.connection().url()).hasToString("https://mail.example.org/EWS/Exchange.asmx");
        assertThat(profile.connection().impersonation()).isEqualTo(Impersonation.PRINCIPAL_NAME);
        assertThat(profile.connection().maxConnections()).isEqualTo(4);
        assertThat(profile.processEmailFrom()).isEqualTo(Instant.parse("2026-01-31T00:00:00Z"));
        assertThat(profile.minimumPollingInterval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(profile.moveFailedEmailsToUndeliverable()).isTrue();
        assertThat(profiles.mailbox("anna@example.org").deleteEmailsAfterProcessing())
                .isTrue();
        assertThat(profiles.mailbox("anna@example.org").folders())
                .containsExactly(
                        FolderRef.below(WellKnownFolder.INBOX, "Projects", "a/b"),
                        FolderRef.below(WellKnownFolder.CONTACTS, "Customers"));
        assertThat(profiles.mailbox("queue@example.org").ref().connectingId()).isEqualTo("queue@corp.example.org");
        assertThat(profiles.active()).containsOnlyKeys("anna@example.org", "queue@example.org");
    }

    @Test
    void theSecretIsAskedForWhenItIsNeededAndNeverPrinted() throws IOException {
        Profiles profiles = read("""
                profiles:
                  - {name: a, incomingServerLocation: "https://h/x", username: u, password: "{{env:P}}"}
                mailboxes:
                  - {address: a@example.org, profile: a}
                """);

        var basic = (Authentication.Basic) profiles.profile("a").connection().authentication();
        assertThat(basic.credentials().password().value()).isEqualTo("resolved {{env:P}}");
        assertThat(profiles.profile("a").toString()).doesNotContain("resolved", "env:P");
    }

    @Test
    void everyMistakeIsToldWithItsLineAndWhatIsAllowed() {
        ConfigurationException failure = catchThrowableOfType(ConfigurationException.class, () -> read("""
                        profiles:
                          - name: a
                            serverType: lotusNotes
                            incomingServerLocation: http://mail.example.org/EWS/Exchange.asmx
                            username: u
                            password: p
                            minimumPollingInterval: 1441
                            colour: red
                        mailboxes:
                          - address: nobody
                            profile: b
                          - profile: a
                            address: x@example.org
                            incomingEmail: maybe
                            folders:
                              - Inbox/Projects
                              - Projekte
                              - SentItems/2026
                              - Inbox
                        """));

        String file = folder.resolve("profiles.yaml").toString();
        assertThat(failure.problems())
                .anySatisfy(text -> assertThat(text)
                        .startsWith(file + ":3: ")
                        .contains("'serverType' is 'lotusNotes'; allowed are exchangeServer"))
                .anySatisfy(text -> assertThat(text).startsWith(file + ":4: ").contains("does not begin with https://"))
                .anySatisfy(text ->
                        assertThat(text).startsWith(file + ":6: ").contains("'password' holds the secret itself"))
                .anySatisfy(text -> assertThat(text).startsWith(file + ":7: ").contains("allowed are 0 to 1440"))
                .anySatisfy(text -> assertThat(text).startsWith(file + ":8: ").contains("'colour' is not known here"))
                .anySatisfy(text -> assertThat(text).startsWith(file + ":10: ").contains("'nobody' is no mail address"))
                .anySatisfy(text -> assertThat(text).startsWith(file + ":11: ").contains("there is no profile 'b'"))
                .anySatisfy(text -> assertThat(text)
                        .startsWith(file + ":14: ")
                        .contains("allowed are serverSideSynchronization, forwardMailbox, none"))
                .anySatisfy(text -> assertThat(text).startsWith(file + ":17: ").contains("'Projekte' is no folder"))
                .anySatisfy(text ->
                        assertThat(text).startsWith(file + ":18: ").contains("'SentItems/2026' is not below Inbox"))
                .anySatisfy(text -> assertThat(text).startsWith(file + ":19: ").contains("'Inbox' is not below Inbox"));
    }

    @Test
    void aFileThatIsNoYamlIsToldByLine() {
        ConfigurationException failure =
                catchThrowableOfType(ConfigurationException.class, () -> read("profiles:\n  - name: 'a\n"));

        assertThat(failure.getMessage()).contains("profiles.yaml", "is no YAML", "line");
    }

    @Test
    void anEmptyFileAndAFileWithoutMailboxesAreRefused() {
        assertThat(catchThrowableOfType(ConfigurationException.class, () -> read("")))
                .hasMessageContaining("the file is empty");
        assertThat(catchThrowableOfType(ConfigurationException.class, () -> read("profiles: []\n")))
                .hasMessageContaining("no mailbox is configured");
    }

    @Test
    void allFieldsOfAProfileAreUnderstood() throws IOException {
        EmailServerProfile profile = read("""
                settings: {defaultTenantId: 0f7c, processOnlyApprovedQueues: true}
                profiles:
                  - name: online
                    owner: olga@example.org
                    serverType: exchangeOnline
                    authentication: oauth
                    clientId: app
                    keyStore: /etc/app.p12
                    keyStorePassword: "{{file:/run/secrets/app}}"
                    maximumAccountConnections: 7
                    notifyOwner: true
                    defaultForNewMailboxes: true
                    proxy: {host: proxy.example.org, port: 3128, username: p, password: "{{env:P}}", exceptions: ["*.example.org"]}
                mailboxes:
                  - {address: a@example.org}
                """).profile("online");

        ConnectionSettings connection = profile.connection();
        assertThat(connection.url()).hasToString("https://outlook.office365.com/EWS/Exchange.asmx");
        assertThat(connection.authentication())
                .isEqualTo(new Authentication.OAuth(
                        URI.create("https://login.microsoftonline.com/0f7c/oauth2/v2.0/token"),
                        "app",
                        "https://outlook.office365.com/.default",
                        null,
                        Path.of("/etc/app.p12"),
                        Secret.named("{{file:/run/secrets/app}}", () -> "")));
        assertThat(connection.maxAccountConnections()).isEqualTo(7);
        assertThat(connection.discovery().exchangeOnline()).isTrue();
        assertThat(connection.proxy().host()).isEqualTo("proxy.example.org");
        assertThat(connection.proxy().credentials().username()).isEqualTo("p");
        assertThat(connection.proxy().exceptions()).containsExactly("*.example.org");
        assertThat(profile.owner()).isEqualTo("olga@example.org");
        assertThat(profile.notifyOwner()).isTrue();
    }

    @Test
    void whatMailboxesDoNotSayTheyHaveFromTheDefaults() throws IOException {
        Profiles profiles = read("""
                settings: {processOnlyApprovedUsers: true}
                defaults: {profile: a, outgoingEmail: none, approval: approved, deleteEmailsAfterProcessing: true}
                profiles:
                  - {name: a, autodiscover: true, username: u, password: "{{env:P}}", outgoingServerLocation: "https://out/x"}
                mailboxes:
                  - {address: anna@example.org, name: Anna, owner: boss@example.org}
                  - {address: ben@example.org, approval: rejected}
                  - {address: dora@example.org, approval: empty}
                  - {address: sales@example.org, regardingType: queue, regarding: Sales, approval: pending, outgoingEmail: serverSideSynchronization}
                  - {address: collected@example.org, incomingEmail: forwardMailbox, forwardMailbox: anna@example.org, appointmentsContactsTasks: none}
                """);

        assertThat(profiles.active()).containsOnlyKeys("anna@example.org", "sales@example.org");
        Mailbox anna = profiles.mailbox("anna@example.org");
        assertThat(anna.deleteEmailsAfterProcessing()).isTrue();
        assertThat(anna.serves(Direction.INCOMING)).isTrue();
        assertThat(anna.serves(Direction.OUTGOING)).isFalse();
        Mailbox sales = profiles.mailbox("sales@example.org");
        assertThat(sales.serves(Direction.OUTGOING)).isTrue();
        assertThat(sales.serves(Direction.APPOINTMENTS_CONTACTS_TASKS))
                .as("of a queue")
                .isFalse();
        assertThat(sales.regarding()).isEqualTo(new Regarding(Regarding.Type.QUEUE, "Sales"));
        assertThat(profiles.profile("a").connection().url())
                .as("by Autodiscover")
                .isNull();
        assertThat(profiles.profile("a").outgoing().url()).hasToString("https://out/x");
    }

    @Test
    void mailboxesSignInWithTheirOwnAccountsWhereTheProfileSaysSo() throws IOException {
        Profiles profiles = read("""
                profiles:
                  - {name: a, incomingServerLocation: "https://h/x", authentication: ntlm, credentials: userOrQueue}
                mailboxes:
                  - {address: anna@example.org, profile: a, username: 'CORP\\anna', password: "{{env:ANNA}}"}
                  - {address: ben@example.org, profile: a, username: ben@corp, password: "{{env:BEN}}"}
                """);

        assertThat(profiles.mailboxes())
                .extracting(mailbox ->
                        profiles.settings("a", mailbox.ref()).authentication().account())
                .containsExactly("CORP\\anna", "ben@corp");
        assertThat(profiles.settings("a", profiles.mailbox("anna@example.org").ref()))
                .satisfies(settings -> assertThat(settings.authentication()).isInstanceOf(Authentication.Ntlm.class))
                .satisfies(settings -> assertThat(settings.impersonation()).isEqualTo(Impersonation.NONE));
    }

    @Test
    void aProfileOfPop3AndSmtpNamesTwoServersAndHasEmailOnly() throws IOException {
        Profiles profiles = read("""
                profiles:
                  - {name: a, serverType: pop3Smtp, incomingServerLocation: pop.example.org,
                     outgoingServerLocation: smtp.example.org, outgoingEncryption: startTls,
                     credentials: userOrQueue}
                  - {name: b, serverType: pop3Smtp, incomingServerLocation: mail.example.org, incomingPort: 1110,
                     incomingEncryption: none, allowPlainText: true, timeout: 20,
                     username: "{mailbox}*master", password: "{{env:MASTER}}"}
                mailboxes:
                  - {address: anna@example.org, profile: a, username: anna, password: "{{env:ANNA}}"}
                  - {address: ben@example.org, profile: b, outgoingEmail: none, deleteEmailsAfterProcessing: true}
                  - {address: carla@example.org, profile: b, outgoingEmail: none}
                """);

        ConnectionSettings anna =
                profiles.settings("a", profiles.mailbox("anna@example.org").ref());
        assertThat(anna.url()).hasToString("pop3s://pop.example.org:995");
        assertThat(anna.outgoingUrl()).hasToString("smtp://smtp.example.org:587");
        assertThat(anna.authentication().account()).isEqualTo("anna");
        assertThat(anna.allowPlainHttp()).isFalse();
        assertThat(profiles.profile("a").outgoing())
                .isSameAs(profiles.profile("a").connection());
        ConnectionSettings ben =
                profiles.settings("b", profiles.mailbox("ben@example.org").ref());
        assertThat(ben.url()).hasToString("pop3+plain://mail.example.org:1110");
        assertThat(ben.readTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(profiles.mailboxes())
                .extracting(mailbox -> mailbox.serves(Direction.APPOINTMENTS_CONTACTS_TASKS))
                .containsOnly(false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "appointmentsContactsTasks: serverSideSynchronization | POP3 and SMTP carry email only",
                "folders: [Inbox/Projects] | POP3 shows the inbox only",
                "name: another | opens one mailbox over POP3"
            })
    void whatPop3CannotDoForAMailboxIsTold(String fields, String expected) {
        ConfigurationException failure = catchThrowableOfType(
                ConfigurationException.class,
                () -> read("profiles:\n- {name: a, serverType: pop3Smtp, incomingServerLocation: h,"
                        + " outgoingServerLocation: h, username: u, password: '{{p}}'}\nmailboxes:\n"
                        + "- {address: a@example.org, profile: a, " + fields + "}\n"
                        + "- {address: b@example.org, profile: a}\n"));
        assertThat(failure).hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serverType: exchangeOnline, authentication: basic, username: u, password: '{{p}}' | Exchange Online takes no passwords",
                "serverType: pop3Smtp, username: u, password: '{{p}}' | write the name of the POP3 server",
                "serverType: pop3Smtp, incomingServerLocation: 'https://h', username: u, password: '{{p}}' | 'https://h' is no name of a server",
                "serverType: pop3Smtp, incomingServerLocation: h, username: u, password: '{{p}}' | names no 'outgoingServerLocation'",
                "serverType: pop3Smtp, incomingServerLocation: h, outgoingServerLocation: h, outgoingEncryption: none, username: u, password: '{{p}}' | 'allowPlainText: true' permits it",
                "serverType: pop3Smtp, incomingServerLocation: h, username: u, password: '{{p}}', autodiscover: true | not found by Autodiscover",
                "serverType: pop3Smtp, incomingServerLocation: h, username: u, password: '{{p}}', impersonation: sid | POP3 and SMTP know no impersonation",
                "serverType: pop3Smtp, incomingServerLocation: h, username: u, password: '{{p}}', moveFailedEmailsToUndeliverable: true | POP3 has no folders to move mail to",
                "serverType: pop3Smtp, incomingServerLocation: h, username: u, password: '{{p}}', authentication: ntlm | by basic or oauth (XOAUTH2)",
                "serverType: pop3Smtp, incomingServerLocation: h, authentication: oauth, tenantId: t, clientId: c, clientSecret: '{{p}}' | 'scope' is missing",
                "username: u, password: '{{p}}' | 'incomingServerLocation' is missing; write the address",
                "autodiscover: true, incomingServerLocation: 'https://h', username: u, password: '{{p}}' | each mailbox's server is looked up",
                "incomingServerLocation: 'https://h', username: u | 'password' is missing",
                "incomingServerLocation: 'https://h', authentication: oauth, clientId: c, clientSecret: '{{p}}' | 'tenantId' is missing",
                "incomingServerLocation: 'https://h', authentication: oauth, tenantId: t, clientId: c | one of 'clientSecret' and 'keyStore'",
                "incomingServerLocation: 'https://h', authentication: oauth, tenantId: t, clientId: c, clientSecret: '{{p}}', impersonation: none | it must impersonate",
                "incomingServerLocation: 'https://h', username: u, password: '{{p}}', notifyOwner: true | needs the 'owner'",
                "incomingServerLocation: 'https://h', username: u, password: '{{p}}', incomingPort: 70000 | allowed are 1 to 65535",
                "incomingServerLocation: 'https://h', credentials: userOrQueue, username: u | this stands with each mailbox",
                "incomingServerLocation: 'https://h', credentials: userOrQueue | 'username' and 'password' are missing: profile 'a'",
                "incomingServerLocation: 'https://h', username: u, password: '{{p}}', maximumConcurrentConnections: 301 | allowed are 1 to 300"
            })
    void whatDoesNotFitTogetherIsTold(String fields, String expected) {
        ConfigurationException failure = catchThrowableOfType(
                ConfigurationException.class,
                () -> read("profiles:\n- {name: a, " + fields
                        + "}\nmailboxes:\n- {address: a@example.org, profile: a}\n"));
        assertThat(failure).isNotNull();
        assertThat(failure.problems()).anySatisfy(problem -> assertThat(problem).contains(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "regardingType: queue, appointmentsContactsTasks: serverSideSynchronization | queues have no appointments",
                "incomingEmail: forwardMailbox | belong together",
                "incomingEmail: forwardMailbox, forwardMailbox: x@example.org | there is no mailbox x@example.org",
                "outgoingEmail: forwardMailbox | allowed are serverSideSynchronization, none",
                "username: u, password: '{{p}}' | signs in with its own account",
                "owner: nobody | 'nobody' is no mail address"
            })
    void whatDoesNotFitAMailboxIsTold(String fields, String expected) {
        ConfigurationException failure = catchThrowableOfType(
                ConfigurationException.class,
                () -> read(
                        "profiles:\n- {name: a, incomingServerLocation: 'https://h', username: u, password: '{{p}}'}\n"
                                + "mailboxes:\n- {address: a@example.org, profile: a, " + fields + "}\n"));
        assertThat(failure).isNotNull();
        assertThat(failure.problems()).anySatisfy(problem -> assertThat(problem).contains(expected));
    }

    @Test
    void whatWasDeclaredIsReadBackAsItWas() throws IOException {
        String yaml = """
                defaults: {outgoingEmail: none}
                profiles:
                  - {name: a, incomingServerLocation: "https://h/x", username: u, password: "{{env:P}}", minimumPollingInterval: 5}
                mailboxes:
                  - {address: Anna@example.org, profile: a, folders: [Inbox/Projects]}
                """;
        Path file = Files.writeString(folder.resolve("profiles.yaml"), yaml);
        ProfilesFile reader = new ProfilesFile(text -> text, folder);
        ProfilesFile.Read read = reader.read(file, List.of());

        assertThat(read.declarations())
                .extracting(Declaration::kind, Declaration::name, Declaration::source)
                .containsExactly(
                        tuple(Declaration.Kind.DEFAULTS, "defaults", "profiles.yaml"),
                        tuple(Declaration.Kind.PROFILE, "a", "profiles.yaml"),
                        tuple(Declaration.Kind.MAILBOX, "anna@example.org", "profiles.yaml"));
        Profiles again = reader.of(read.declarations());
        assertThat(again.profiles()).isEqualTo(read.profiles().profiles());
        assertThat(again.mailboxes()).isEqualTo(read.profiles().mailboxes());
    }

    @Test
    void theFilesOfAFolderAreReadTogether() throws IOException {
        Files.writeString(
                folder.resolve("1.yaml"),
                "profiles:\n- {name: a, incomingServerLocation: 'https://h', username: u, password: '{{p}}'}\n");
        Files.writeString(folder.resolve("2.yml"), "mailboxes:\n- {address: a@example.org, profile: a}\n");
        Files.writeString(folder.resolve("notes.txt"), "nothing");
        ProfilesFile.Read read = new ProfilesFile(text -> text, folder).read(folder, List.of());

        assertThat(read.profiles().active()).containsOnlyKeys("a@example.org");
        assertThat(read.declarations()).extracting(Declaration::source).containsExactly("1.yaml", "2.yml");
    }

    private Profiles read(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("profiles.yaml"), yaml);
        return new ProfilesFile(text -> text.startsWith("{{") ? "resolved " + text : text, folder)
                .read(file, List.of())
                .profiles();
    }
}
