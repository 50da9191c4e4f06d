package org.exchangesync.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.exchangesync.profile.Declaration;
import org.exchangesync.profile.Declaration.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfigCommandsTest {
    private static final String PROFILE = """
            defaults: {outgoingEmail: none}
            profiles:
              - name: office
                incomingServerLocation: https://mail.example.org/EWS/Exchange.asmx
                username: svc
                password: "{{stored:office}}"
                defaultForNewMailboxes: true
            """;
    private static final String TABLE = """
            address,name,folders,approval
            anna@example.org,"Lindqvist, Anna",Inbox/Projects|Inbox/Old,approved
            ben@example.org,,,
            """;

    private final Office office = new Office();

    @BeforeEach
    void open() {
        office.open();
        office.files().put("office.yaml", PROFILE);
        office.files().put("mailboxes.csv", TABLE);
    }

    @AfterEach
    void close() {
        office.close();
    }

    private List<Declaration> declared(Kind kind) {
        return office.database().declarations().all().stream()
                .filter(declaration -> declaration.kind() == kind)
                .toList();
    }

    @Test
    void profilesAndATableOfMailboxesAreImported() {
        assertThat(office.run("config", "import", "office.yaml")).isZero();
        assertThat(office.run("config", "import", "mailboxes.csv", "--dry-run")).isZero();
        assertThat(office.out()).isEqualTo("Would be: 2 added, 0 changed.\n");
        assertThat(declared(Kind.MAILBOX)).isEmpty();
        assertThat(office.run("config", "import", "mailboxes.csv")).isZero();
        assertThat(office.out()).isEqualTo("2 added, 0 changed. The program uses them within seconds.\n");
        assertThat(office.run("config", "import", "mailboxes.csv")).isZero();
        assertThat(office.out()).isEqualTo("0 added, 0 changed.\n");
        assertThat(office.run("config", "list", "mailbox")).isZero();
        assertThat(office.out()).contains("anna@example.org  api");
        assertThat(office.run("config", "show", "mailbox", "Anna@Example.org")).isZero();
        assertThat(office.out())
                .contains(
                        "mailbox anna@example.org, declared in api",
                        "folders   Inbox/Projects, Inbox/Old",
                        "name      Lindqvist, Anna");
    }

    @Test
    void mistakesOfATableAreToldWithTheirLinesAndNothingIsTaken() {
        office.run("config", "import", "office.yaml");
        office.files().put("mailboxes.csv", """
                address;incomingEmail;colour
                anna@example.org;maybe;
                nobody;;
                dora@example.org;none;red
                """);
        assertThat(office.run("config", "import", "mailboxes.csv")).isEqualTo(ExitCodes.FAILED);
        assertThat(office.err())
                .contains("mailboxes.csv:2: 'incomingEmail' is 'maybe'; allowed are")
                .contains("mailboxes.csv:3: 'nobody' is no mail address")
                .contains("mailboxes.csv:4: 'colour' is not known here");
        assertThat(declared(Kind.MAILBOX)).isEmpty();
    }

    @Test
    void fieldsOfManyMailboxesAreSetAtOnceAndNothingThatDoesNotFit() {
        office.run("config", "import", "office.yaml");
        office.run("config", "import", "mailboxes.csv");
        assertThat(office.run("config", "set", "mailbox", "--all", "approval=rejected", "folders="))
                .isZero();
        assertThat(office.out()).startsWith("0 added, 2 changed.");
        assertThat(declared(Kind.MAILBOX))
                .allSatisfy(mailbox -> assertThat(mailbox.json())
                        .contains("\"approval\":\"rejected\"")
                        .doesNotContain("folders"));
        assertThat(office.run("config", "set", "mailbox", "ben@example.org", "approval=perhaps"))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(office.err()).contains("'approval' is 'perhaps'; allowed are empty, pending, approved, rejected");
        assertThat(office.run("config", "set", "mailbox", "approval=approved")).isEqualTo(ExitCodes.USAGE);
        assertThat(office.run("config", "set", "mailbox", "dora@example.org", "approval=approved"))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(office.err()).contains("There is no mailbox dora@example.org.");
    }

    @Test
    void mailboxesTakeHowTheyAreServedFromTheDefaults() {
        office.run("config", "import", "office.yaml");
        office.run("config", "import", "mailboxes.csv");
        office.run("config", "set", "mailbox", "--all", "outgoingEmail=serverSideSynchronization");
        office.database().mailboxSchedule().register(Map.of("anna@example.org", "office", "ben@example.org", "office"));
        assertThat(office.run("config", "apply-defaults", "anna@example.org")).isZero();
        assertThat(office.out()).contains("1 changed.", "1 mailbox is to be tested and enabled");
        assertThat(office.run("config", "apply-defaults", "anna@example.org", "--no-test"))
                .isZero();
        assertThat(office.out()).doesNotContain("tested");
        assertThat(office.run("config", "apply-defaults", "--all", "--dry-run", "--json"))
                .isZero();
        assertThat(office.out()).contains("\"requested\" : [ ]");
        assertThat(declared(Kind.MAILBOX).get(0).json())
                .doesNotContain("outgoingEmail")
                .contains("Lindqvist");
        assertThat(declared(Kind.MAILBOX).get(1).json()).contains("outgoingEmail");
    }

    @Test
    void whatAFileDeclaresIsLeftToItAndWhatIsNeededStays() {
        office.run("config", "import", "office.yaml");
        office.run("config", "import", "mailboxes.csv");
        assertThat(office.run("config", "remove", "profile", "office")).isEqualTo(ExitCodes.FAILED);
        assertThat(office.err()).contains("'profile' is missing");
        assertThat(office.run("config", "remove", "mailbox", "ben@example.org")).isZero();
        assertThat(declared(Kind.MAILBOX)).hasSize(1);
        office.database()
                .declarations()
                .applyFiles(
                        List.of(new Declaration(
                                Kind.MAILBOX, "ben@example.org", "{\"address\":\"ben@example.org\"}", "a.yaml")),
                        "files");
        assertThat(office.run("config", "set", "mailbox", "ben@example.org", "approval=approved"))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(office.err()).contains("mailbox 'ben@example.org' is declared in a.yaml; change or remove it there");
        assertThat(office.run("config", "import", "mailboxes.csv", "--dry-run")).isEqualTo(ExitCodes.FAILED);
    }

    @Test
    void secretsAreStoredListedAndNeverShown() throws IOException {
        office.files().put("password.txt", "pl4nted\n");
        assertThat(office.run("secrets", "set", "office", "--from", "password.txt"))
                .isZero();
        assertThat(office.out()).isEqualTo("Secret office is stored.\n");
        assertThat(office.run("secrets", "list")).isZero();
        assertThat(office.out()).contains("office").doesNotContain("pl4nted");
        assertThat(office.json("secrets", "list").at("/secrets/0/name").asText())
                .isEqualTo("office");
        assertThat(office.run("audit", "list", "--on", "secret office")).isZero();
        assertThat(office.out()).contains("stored").doesNotContain("pl4nted");
        assertThat(office.run("secrets", "rotate")).isZero();
        assertThat(office.out()).startsWith("0 secret(s)");
        assertThat(office.run("secrets", "remove", "office")).isZero();
        assertThat(office.run("secrets", "remove", "office")).isEqualTo(ExitCodes.FAILED);
        assertThat(office.run("secrets", "set", "a b", "--from", "password.txt"))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(office.run("secrets", "new-key")).isZero();
        assertThat(office.out()).hasSize(45);
    }
}
