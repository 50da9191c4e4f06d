package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.exchangesync.store.JdbcDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command and the program as two processes with one embedded database. */
class CommandAccessTest {
    @TempDir
    Path folder;

    private ProgramProcess program;

    @AfterEach
    void kill() {
        if (program != null) {
            program.close();
        }
    }

    @Test
    void aRunningProgramDoesTheCommandAndAStoppedOneLetsItOpenTheFile() throws Exception {
        startProgram();
        askAboutTheCalendar();
        startProgram();
        assertThat(questions()).contains("\"records\" : 25").contains("\"answer\" : null");

        CommandProcess answered = run(
                "deletes",
                "keep",
                "anna.lindqvist@nordwind.example",
                "calendar",
                "--as",
                "maria",
                "--reason",
                "restored ✓");
        assertThat(answered.err()).isEmpty();
        assertThat(answered.out())
                .isEqualTo("anna.lindqvist@nordwind.example, calendar: the next cycle of the mailbox leaves the 25"
                        + " records as they are.\n");
        assertThat(answered.exitCode()).isZero();

        program.kill();
        program.exitCode();
        assertThat(socket()).exists();
        assertThat(questions()).contains("\"answer\" : \"keep\"");

        startProgram();
        assertThat(questions()).contains("\"answer\" : \"keep\"");
    }

    @Test
    void theRunningProgramReplaysAndTheResultOfEachLetterComesBack() throws Exception {
        startProgram(Map.of("exchangesync.pollingInterval", "1"));
        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> run("dead-letters", "list", "--json").out().contains("\"id\" : 1,"));
        CommandProcess replayed = run("dead-letters", "replay", "1", "--wait", "--timeout", "60", "--as", "maria");
        assertThat(replayed.err()).isEmpty();
        assertThat(replayed.out()).contains("open").contains("failed again").contains("on purpose");
        assertThat(replayed.exitCode()).isEqualTo(1);
        assertThat(run("dead-letters", "show", "1").out())
                .contains("replay-requested", "maria (", "replay-failed", "engine");

        assertThat(run("dead-letters", "discard", "1", "--reason", "a demonstration")
                        .exitCode())
                .isZero();
        assertThat(run("dead-letters", "replay", "1").err()).contains("dead letter 1: it is resolved (DISCARDED");
    }

    @Test
    void whereTheProgramRunsButDoesNotListenThatIsSaid() throws Exception {
        Path database = folder.resolve("data").resolve("exchange-sync");
        JdbcDatabase.Settings settings = JdbcDatabase.Settings.inFile(database);
        try (JdbcDatabase open = JdbcDatabase.open(settings, Clock.systemUTC())) {
            assertThat(open.isExclusive()).isTrue();
            CommandProcess command = run("deletes", "list");
            assertThat(command.exitCode()).isEqualTo(1);
            assertThat(command.err()).contains("another process has the database", "does not listen at");
            assertThat(command.out()).isEmpty();
        }
    }

    @Test
    void withoutADatabaseTheCommandSaysHowToFindIt() throws Exception {
        CommandProcess command = run("deletes", "list");
        assertThat(command.exitCode()).isEqualTo(1);
        assertThat(command.err())
                .contains(
                        "there is no database " + folder.toRealPath().resolve("data/exchange-sync.mv.db"),
                        "--properties");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void tablesOfAnotherVersionAreLeftAlone() throws Exception {
        Path file = folder.resolve("data").resolve("exchange-sync");
        JdbcDatabase.open(JdbcDatabase.Settings.inFile(file), Clock.systemUTC()).close();
        sql("DELETE FROM \"exchangesync_schema_history\" WHERE \"installed_rank\" ="
                + " (SELECT MAX(\"installed_rank\") FROM \"exchangesync_schema_history\")");
        CommandProcess command = run("deletes", "list");
        assertThat(command.exitCode()).isEqualTo(1);
        assertThat(command.err()).contains("not those of this version", "Start the program");
    }

    @Test
    void whatNeedsNoDatabaseRunsWithoutOne() throws Exception {
        CommandProcess command = run("faults", "Http401");
        assertThat(command.exitCode()).isZero();
        assertThat(command.out()).contains("Http401", "class  profile", "password");
    }

    @Test
    void propertiesComeFromTheFileThatIsNamed() throws Exception {
        Path properties = Files.writeString(
                folder.resolve("office.properties"),
                "exchangesync.database.url = jdbc:h2:file:" + folder.resolve("elsewhere/office") + "\n");
        JdbcDatabase.open(JdbcDatabase.Settings.inFile(folder.resolve("elsewhere/office")), Clock.systemUTC())
                .close();
        CommandProcess command = run("deletes", "list", "--properties", properties.toString());
        assertThat(command.err()).isEmpty();
        assertThat(command.out()).isEqualTo("No folder asks about deletes.\n");
        assertThat(run("deletes", "list", "--properties", "missing.properties").err())
                .contains("cannot read the properties in", "missing.properties");
    }

    /** A program that waits for commands and does nothing else. */
    private void startProgram() {
        startProgram(Map.of("schedule-mailboxes.from", "timer:never?delay=3600000"));
    }

    private void startProgram(Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put("exchangesync.dataFolder", folder.resolve("data").toString());
        program = ProgramProcess.start(folder.resolve("program.log"), properties);
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            if (!program.isAlive()) {
                throw new AssertionError(program.said());
            }
            return Files.exists(socket()) && program.said().contains("profiles   ");
        });
    }

    private Path socket() {
        return folder.resolve("data/exchange-sync.socket/command.sock");
    }

    /** Stops the program for a moment, because nobody else can write into its database. */
    private void askAboutTheCalendar() throws Exception {
        program.kill();
        program.exitCode();
        sql("INSERT INTO delete_hold (mailbox, transport, folder, up_to, records, items, asked_at) VALUES"
                + " ('anna.lindqvist@nordwind.example', 'ews', 'calendar', 7, 25, 60, CURRENT_TIMESTAMP)");
    }

    private String questions() throws InterruptedException {
        CommandProcess command = run("deletes", "list", "--json");
        assertThat(command.err()).isEmpty();
        return command.out();
    }

    private CommandProcess run(String... arguments) throws InterruptedException {
        return CommandProcess.run(folder, arguments);
    }

    private void sql(String statement) throws SQLException {
        String url = "jdbc:h2:file:" + folder.resolve("data/exchange-sync").toAbsolutePath();
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement run = connection.createStatement()) {
            assertThat(run.executeUpdate(statement)).isEqualTo(1);
        }
    }
}
