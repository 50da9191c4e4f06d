package org.exchangesync.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.Impersonation;
import org.exchangesync.transport.WellKnownFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                    appointmentsContactsTasks: false
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
                .anySatisfy(text -> assertThat(text).startsWith(file + ":7: ").contains("allowed are 0 to 1440"))
                .anySatisfy(text -> assertThat(text).startsWith(file + ":8: ").contains("'colour' is not known here"))
                .anySatisfy(text -> assertThat(text).startsWith(file + ":10: ").contains("'nobody' is no mail address"))
                .anySatisfy(text -> assertThat(text).startsWith(file + ":11: ").contains("there is no profile 'b'"))
                .anySatisfy(text -> assertThat(text).startsWith(file + ":14: ").contains("allowed are true and false"))
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

    private Profiles read(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("profiles.yaml"), yaml);
        return new ProfilesFile(text -> text.startsWith("{{") ? "resolved " + text : text, folder).read(file);
    }
}
