package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.exchangesync.ews.EwsComponent;
import org.exchangesync.profile.Declaration;
import org.exchangesync.profile.Declaration.Kind;
import org.exchangesync.profile.DeclarationStore;
import org.exchangesync.profile.SecretVault;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.MemoryTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles and mailboxes that change while the program runs, by files and by people. */
class ConfigurationTest {
    private static final String PROFILE = """
            profiles:
              - name: office
                incomingServerLocation: https://mail.example.org/EWS/Exchange.asmx
                username: svc
                password: "%s"
            mailboxes:
            """.formatted("{{env:NO_SUCH_VARIABLE:secret}}");
    private static final String ANNA = "  - {address: anna@example.org, profile: office}\n";
    private static final String BEN = "  - {address: ben@example.org, profile: office}\n";

    @TempDir
    Path folder;

    private final List<ConnectionSettings> connections = Collections.synchronizedList(new ArrayList<>());
    private Engine engine;
    private long saved;

    private final MemoryTransport server = new MemoryTransport();

    private void start(String profiles, Map<String, String> more) {
        List.of("anna@example.org", "ben@example.org", "dora@example.org").forEach(server::mailbox);
        engine = new Engine(
                folder,
                profiles,
                new EwsComponent(settings -> {
                    connections.add(settings);
                    return server;
                }),
                Path.of("routes"),
                more);
    }

    @AfterEach
    void stop() {
        if (engine != null) {
            engine.close();
        }
    }

    private void save(String profiles) throws IOException {
        Path file = Files.writeString(folder.resolve("profiles.yaml"), profiles);
        saved += 1000; // as a person who takes more time than a test
        Files.setLastModifiedTime(
                file, FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() + saved));
        engine.applyConfiguration();
    }

    private List<String> active() {
        return engine.query("select mailbox from mailbox where active order by mailbox");
    }

    private List<String> alerts() {
        return engine.query("select text from alert where resolved_at is null");
    }

    @Test
    void mailboxesThatAreAddedAndTakenOutAreProcessedAndLeftAlone() throws IOException {
        start(PROFILE + ANNA, Map.of());
        assertThat(active()).containsExactly("anna@example.org");
        save(PROFILE + ANNA + BEN);
        assertThat(active()).containsExactly("anna@example.org", "ben@example.org");
        assertThat(engine.cycle().mailboxes()).hasSize(2);
        save(PROFILE + BEN);
        assertThat(active()).containsExactly("ben@example.org");
        assertThat(engine.query("select name, source from declaration order by kind, name"))
                .containsExactly("ben@example.org,profiles.yaml", "office,profiles.yaml");
    }

    @Test
    void aFileWithAMistakeIsToldAndChangesNothing() throws IOException {
        start(PROFILE + ANNA, Map.of());
        save(PROFILE + ANNA + "  - {address: ben@example.org, profile: ofice}\n");
        assertThat(active()).containsExactly("anna@example.org");
        assertThat(alerts())
                .singleElement()
                .asString()
                .contains("profiles.yaml:8: there is no profile 'ofice'; there are office");
        assertThat(engine.cycle().successful()).isTrue();
        save(PROFILE + ANNA + BEN);
        assertThat(alerts()).isEmpty();
        assertThat(active()).hasSize(2);
    }

    @Test
    void savingTheSameAgainChangesNothing() throws IOException {
        start(PROFILE + ANNA, Map.of());
        long before = engine.database().declarations().version();
        save("# a comment\n" + PROFILE + ANNA);
        assertThat(engine.database().declarations().version()).isEqualTo(before);
        engine.close();
        start(PROFILE + ANNA, Map.of());
        assertThat(engine.database().declarations().version()).isEqualTo(before);
        assertThat(engine.query("select count(*) from audit where act = 'declared'"))
                .as("a profile and a mailbox, once")
                .containsExactly("2");
    }

    @Test
    void whatAPersonDeclaresHoldsBesideTheFilesAndSurvivesARestart() {
        start(PROFILE + ANNA, Map.of());
        DeclarationStore declarations = engine.database().declarations();
        Declaration dora = new Declaration(
                Kind.MAILBOX,
                "dora@example.org",
                "{\"address\": \"dora@example.org\", \"profile\": \"office\"}",
                Declaration.API);
        declarations.put(List.of(dora), "olga");
        engine.applyConfiguration();
        assertThat(active()).containsExactly("anna@example.org", "dora@example.org");

        Declaration anna = new Declaration(Kind.MAILBOX, "anna@example.org", "{}", Declaration.API);
        assertThatThrownBy(() -> declarations.put(List.of(anna), "olga"))
                .hasMessage("mailbox 'anna@example.org' is declared in profiles.yaml; change or remove it there");
        engine.close();
        start(PROFILE + ANNA, Map.of());
        assertThat(active()).containsExactly("anna@example.org", "dora@example.org");

        assertThat(engine.database().declarations().remove(Kind.MAILBOX, "dora@example.org", "olga"))
                .isTrue();
        engine.applyConfiguration();
        assertThat(active()).containsExactly("anna@example.org");
        assertThat(engine.query("select who, act, subject from audit where who = 'olga' order by audit_id"))
                .containsExactly("olga,declared,mailbox dora@example.org", "olga,removed,mailbox dora@example.org");
    }

    @Test
    void aChangedProfileIsUsedByTheNextCycle() throws IOException {
        start(PROFILE + ANNA, Map.of());
        engine.cycle();
        save(PROFILE.replace("svc", "svc-new") + ANNA);
        engine.cycle();
        assertThat(connections)
                .extracting(settings -> settings.authentication().account())
                .containsExactly("svc", "svc-new");
    }

    @Test
    void anAccountThatIsRefusedIsItsMailboxsTroubleWhereEachHasItsOwn() {
        String account = ", username: %s, password: '{{env:NO_SUCH_VARIABLE:secret}}'}";
        start(
                """
                profiles:
                  - {name: office, incomingServerLocation: "https://mail.example.org/x", credentials: userOrQueue}
                mailboxes:
                """ + ANNA.replace("}", account.formatted("anna")) + BEN.replace("}", account.formatted("ben")),
                Map.of());
        server.failMailbox("anna@example.org", "Http401");
        engine.cycle();
        assertThat(engine.query("select distinct mailbox, state, code from mailbox_direction"))
                .containsExactly("anna@example.org,DISABLED,Http401");
        assertThat(engine.query("select * from profile_breaker")).isEmpty();
        assertThat(connections)
                .extracting(settings -> settings.authentication().account())
                .containsExactlyInAnyOrder("anna", "ben");
    }

    @Test
    void exchangeOnlineByEwsIsToldToEnd() throws IOException {
        String online = """
                profiles:
                  - {name: office, serverType: exchangeOnline, clientId: app, clientSecret: '{{env:S}}', tenantId: t}
                mailboxes:
                """;
        start(online + ANNA, Map.of());
        assertThat(alerts()).singleElement().asString().contains("ends for all on 2027-04-01");
        save(PROFILE + ANNA);
        assertThat(alerts()).isEmpty();
    }

    @Test
    void aStoredSecretIsUsedAndStandsNowhereInTheOpen() throws IOException {
        Path keys = Files.writeString(folder.resolve("keys"), SecretVault.newKey() + "\n");
        Map<String, String> keyFile = Map.of("exchangesync.secrets.keyFile", keys.toString());
        start(PROFILE.replace("{{env:NO_SUCH_VARIABLE:secret}}", "{{stored:office}}") + ANNA, keyFile);
        SecretVault vault = SecretFunctions.vault(engine.database().secrets(), keys);
        vault.set("office", "pl4nted-s3cret", "olga");
        assertThat(engine.cycle().successful()).isTrue();
        Authentication.Basic basic = (Authentication.Basic) connections.get(0).authentication();
        assertThat(basic.credentials().password().value()).isEqualTo("pl4nted-s3cret");

        Files.writeString(keys, SecretVault.newKey() + "\n" + Files.readString(keys));
        assertThat(vault.rotate("olga")).isEqualTo(1);
        assertThat(vault.rotate("olga")).isZero();
        Files.writeString(keys, Files.readAllLines(keys).get(0));
        assertThat(basic.credentials().password().value()).isEqualTo("pl4nted-s3cret");
        assertThat(String.join("\n", engine.query("script"))).contains("CREATE").doesNotContain("pl4nted");
    }

    @Test
    void aDatabaseWhoseSecretsWereChangedOrWhoseKeyIsGoneSaysSo() throws IOException {
        Path keys = Files.writeString(folder.resolve("keys"), SecretVault.newKey());
        start(PROFILE + ANNA, Map.of());
        SecretVault vault = SecretFunctions.vault(engine.database().secrets(), keys);
        vault.set("a", "one", "olga");
        vault.set("b", "two", "olga");
        engine.query(
                "select 1 from final table (update secret set sealed = (select sealed from secret where name = 'a')"
                        + " where name = 'b')");
        assertThat(vault.get("a")).isEqualTo("one");
        assertThatThrownBy(() -> vault.get("b")).hasMessageContaining("was changed in the database by somebody");
        assertThatThrownBy(() -> vault.get("c")).hasMessageContaining("there is no stored secret 'c'");
        Files.writeString(keys, SecretVault.newKey());
        assertThatThrownBy(() -> vault.get("a")).hasMessageContaining("add the old key as a further line");
        assertThatThrownBy(() ->
                        SecretFunctions.vault(engine.database().secrets(), null).get("a"))
                .hasMessageContaining("exchangesync.secrets.keyFile");
    }
}
