package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;
import org.exchangesync.store.JdbcDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command beside a program that uses PostgreSQL: both have the database open. */
class CommandOnPostgresTest {
    @TempDir
    Path folder;

    @Test
    void theCommandOpensTheDatabaseItselfBesideTheProgram() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
            String url = server.getJdbcUrl("postgres", "postgres");
            Path properties = Files.writeString(
                    folder.resolve("office.properties"),
                    "exchangesync.database.url = " + url + "\nexchangesync.database.user = postgres\n"
                            + "exchangesync.database.password = s3cret\n");
            CommandProcess tooEarly = run("mailboxes", "list", "--properties", properties.toString());
            assertThat(tooEarly.exitCode()).isEqualTo(1);
            assertThat(tooEarly.err()).contains("not those of this version", "Start the program");

            JdbcDatabase.Settings settings = new JdbcDatabase.Settings(url, "postgres", null, 4);
            try (JdbcDatabase program = JdbcDatabase.open(settings, Clock.systemUTC())) {
                program.mailboxSchedule().register(Map.of("anna@example.org", "office"));
                try (Connection connection = program.dataSource().getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute(
                            "INSERT INTO delete_hold (mailbox, transport, folder, up_to, records, items, asked_at)"
                                    + " VALUES ('anna@example.org', 'ews', 'calendar', 7, 25, 60, CURRENT_TIMESTAMP)");
                }
                assertThat(run("mailboxes", "list", "--properties", properties.toString())
                                .out())
                        .contains("anna@example.org  office   never         due");
                CommandProcess disabled = run(
                        "mailboxes",
                        "disable",
                        "anna@example.org",
                        "--reason",
                        "is being moved",
                        "--as",
                        "maria",
                        "--properties",
                        properties.toString());
                assertThat(disabled.err()).isEmpty();
                assertThat(disabled.exitCode()).isZero();
                assertThat(program.directions().all()).hasSize(3);
                assertThat(run("deletes", "keep", "anna@example.org", "calendar", "--properties", properties.toString())
                                .exitCode())
                        .isZero();
                CommandProcess audit = run("audit", "list", "--properties", properties.toString());
                assertThat(audit.out())
                        .contains("maria (" + System.getProperty("user.name") + ")", "disabled", "deletes-kept");
            }
        }
    }

    @Test
    void aDatabaseThatIsAwayIsToldWithoutThePassword() throws Exception {
        Path properties = Files.writeString(
                folder.resolve("office.properties"),
                "exchangesync.database.url = jdbc:postgresql://127.0.0.1:1/nowhere?password=s3cret\n"
                        + "exchangesync.database.user = postgres\nexchangesync.database.password = s3cret\n");
        CommandProcess command = run("mailboxes", "list", "--properties", properties.toString());
        assertThat(command.exitCode()).isEqualTo(1);
        assertThat(command.err()).contains("cannot open the database of").doesNotContain("s3cret");
    }

    private CommandProcess run(String... arguments) throws InterruptedException {
        return CommandProcess.run(folder, arguments);
    }
}
