package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.exchangesync.ops.cli.LocalTerminal;
import org.exchangesync.ops.cli.Terminal;
import org.exchangesync.profile.Declaration;
import org.exchangesync.profile.Declaration.Kind;
import org.exchangesync.sandbox.SandboxExtension;
import org.exchangesync.store.JdbcDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Test Connection and doctor in the command's own process, while the program doesn't run. */
class CommandChecksTest {
    @RegisterExtension
    static final SandboxExtension SANDBOX = new SandboxExtension();

    @TempDir
    Path folder;

    @Test
    void withoutTheProgramTheCommandReachesTheServerItself() throws Exception {
        Path file = folder.resolve("db");
        try (JdbcDatabase database = JdbcDatabase.open(JdbcDatabase.Settings.inFile(file), Clock.systemUTC())) {
            String profile = """
                    {"name": "office", "incomingServerLocation": "%s", "username": "%s",
                     "password": "{{env:NO_SUCH_VARIABLE:%s}}", "trustStore": "%s"}""".formatted(
                            SANDBOX.server().ewsUrl(),
                            SandboxExtension.SERVICE,
                            SandboxExtension.PASSWORD,
                            SANDBOX.server().certificateFile());
            String mailbox = "{\"address\": \"" + SandboxExtension.ANNA + "\", \"profile\": \"office\"}";
            database.declarations()
                    .put(
                            List.of(
                                    new Declaration(Kind.PROFILE, "office", profile, Declaration.API),
                                    new Declaration(Kind.MAILBOX, SandboxExtension.ANNA, mailbox, Declaration.API)),
                            "olga");
        }
        Path properties = Files.writeString(
                folder.resolve("my.properties"),
                "exchangesync.database.url = jdbc:h2:file:" + file + "\nexchangesync.dataFolder = " + folder + "\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal = new LocalTerminal(out, out, Terminal.UNLIMITED);
        int tested = ExchangeSync.run(
                List.of("profiles", "test", "office", "--properties", properties.toString()), terminal);
        terminal.out().flush();
        assertThat(tested).as(out.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("was impersonated by " + SandboxExtension.SERVICE)
                .doesNotContain(SandboxExtension.PASSWORD);
        int examined = ExchangeSync.run(List.of("doctor", "--properties", properties.toString()), terminal);
        terminal.out().flush();
        assertThat(examined).as(out.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("SKIP    Routes");
    }
}
