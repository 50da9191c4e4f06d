package org.exchangesync.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.exchangesync.item.Samples;
import org.exchangesync.ops.cli.LocalTerminal;
import org.exchangesync.ops.cli.Terminal;
import org.exchangesync.profile.SecretVault;
import org.exchangesync.sandbox.SandboxExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets are planted, one that works and one that the server refuses, the program logs all that it can, things go wrong, and
 * people ask for everything: the secrets stand in nothing that it said, and in no file that it wrote.
 */
class PlantedSecretTest {
    private static final String GOOD = "Pl4nted-good-Secret";
    private static final String REFUSED = "Pl4nted-refused-Secret";
    private static final String SERVICE = "svc-planted@example.org";

    private static final String MAILBOXES = """
            mailboxes:
              - {address: %s, profile: office}
              - {address: %s, profile: refused}
            """.formatted(SandboxExtension.ANNA, SandboxExtension.BEN);

    /** Each tells something about connections, accounts, failures or what was configured. */
    private static final List<List<String>> QUESTIONS = List.of(
            List.of("config", "list", "--json"),
            List.of("config", "show", "profile", "office", "--json"),
            List.of("secrets", "list"),
            List.of("secrets", "rotate", "--json"),
            List.of("profiles", "list", "--json"),
            List.of("profiles", "test", "office", "--json"),
            List.of("profiles", "test", "refused"),
            List.of("mailboxes", "list", "--json"),
            List.of("doctor", "--json"),
            List.of("alerts", "list", "--json"),
            List.of("dead-letters", "list", "--json"),
            List.of("dead-letters", "show", "1", "--json"),
            List.of("audit", "list", "--json"));

    @RegisterExtension
    static final SandboxExtension SANDBOX = SandboxExtension.with(builder -> builder.serviceAccount(SERVICE, GOOD));

    /** What the program writes. */
    @TempDir
    Path folder;

    /** What people write: keys and secrets. */
    @TempDir
    Path kept;

    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();

    @Test
    void aSecretStandsInNothingThatTheProgramSaysOrWrites() throws Exception {
        SANDBOX.server()
                .deliver(SandboxExtension.ANNA, Samples.email("good").original().toByteArray());
        SANDBOX.server()
                .deliver(
                        SandboxExtension.ANNA,
                        ("Subject: too much\r\nX-Long: " + "x".repeat(11_000_000) + "\r\n\r\n").getBytes(UTF_8));
        Path properties = configure();
        try (ProgramProcess program = ProgramProcess.start(
                folder.resolve("program.log"),
                Map.of(
                        "exchangesync.properties", properties.toString(),
                        "exchangesync.config", kept.resolve("profiles.yaml").toString(),
                        "exchangesync.dataFolder", folder.resolve("data").toString(),
                        "exchangesync.secrets.keyFile", kept.resolve("keys").toString(),
                        "log4j2.configurationFile", everything().toUri().toString()))) {
            says(program, "profiles   ");
            secret(properties, "good", GOOD);
            secret(properties, "refused", REFUSED);
            declare(MAILBOXES);
            says(program, "Http401");
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> ask(properties, List.of("dead-letters", "show", "1")) == 0);
            for (List<String> question : QUESTIONS) {
                ask(properties, question);
            }
        }
        String answered = answers.toString(UTF_8);
        assertThat(answered).contains("{{stored:good}}", SERVICE, "Http401");
        String said = Files.readString(folder.resolve("program.log"), ISO_8859_1);
        assertThat(said).contains("DEBUG", "Http401", SandboxExtension.ANNA);
        for (String form : forms()) {
            assertThat(answered).doesNotContain(form);
            for (Path file : written()) {
                assertThat(lines(file).filter(line -> line.contains(form)))
                        .as("%s in %s", form, file)
                        .isEmpty();
            }
        }
    }

    private static void says(ProgramProcess program, String words) {
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            assertThat(program.isAlive()).as(program::said).isTrue();
            return program.said().contains(words);
        });
    }

    private Path configure() throws IOException {
        Files.writeString(kept.resolve("keys"), SecretVault.newKey() + "\n");
        declare("");
        return Files.writeString(
                kept.resolve("my.properties"),
                "exchangesync.dataFolder = " + folder.resolve("data") + "\nexchangesync.secrets.keyFile = "
                        + kept.resolve("keys") + "\n");
    }

    private void declare(String mailboxes) throws IOException {
        String profiles =
                """
                profiles:
                  - {name: office, incomingServerLocation: %1$s, trustStore: %2$s, username: %3$s,
                     password: "{{stored:good}}"}
                  - {name: refused, incomingServerLocation: %1$s, trustStore: %2$s, username: %3$s,
                     password: "{{stored:refused}}"}
                """.formatted(SANDBOX.server().ewsUrl(), SANDBOX.server().certificateFile(), SERVICE);
        Files.writeString(kept.resolve("profiles.yaml"), profiles + mailboxes);
    }

    private void secret(Path properties, String name, String value) throws IOException {
        Path file = Files.writeString(kept.resolve(name), value);
        assertThat(ask(properties, List.of("secrets", "set", name, "--from", file.toString())))
                .as(answers.toString(UTF_8))
                .isZero();
    }

    private int ask(Path properties, List<String> question) {
        List<String> command = new ArrayList<>(question);
        command.addAll(List.of("--properties", properties.toString()));
        Terminal terminal = new LocalTerminal(answers, answers, Terminal.UNLIMITED);
        int code = ExchangeSync.run(command, terminal);
        terminal.out().flush();
        terminal.err().flush();
        return code;
    }

    /** Logs everything that anybody has to say. */
    private Path everything() throws IOException {
        return Files.writeString(kept.resolve("log4j2.xml"), """
                <Configuration status="warn">
                  <Appenders><Console name="console"><PatternLayout pattern="%level %logger %msg%n%throwable"/></Console></Appenders>
                  <Loggers><Root level="debug"><AppenderRef ref="console"/></Root></Loggers>
                </Configuration>
                """);
    }

    /** How a secret may stand somewhere: as text, as a signed-in request carries it, as Windows writes texts. */
    private static List<String> forms() {
        return Stream.of(GOOD, REFUSED)
                .flatMap(secret -> Stream.of(
                        secret,
                        Base64.getEncoder().encodeToString((SERVICE + ":" + secret).getBytes(UTF_8)),
                        Base64.getEncoder().encodeToString(secret.getBytes(UTF_8)),
                        new String(secret.getBytes(UTF_16LE), ISO_8859_1)))
                .toList();
    }

    private static Stream<String> lines(Path file) throws IOException {
        return new String(Files.readAllBytes(file), ISO_8859_1).lines();
    }

    private List<Path> written() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
