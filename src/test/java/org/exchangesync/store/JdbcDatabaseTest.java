package org.exchangesync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.exchangesync.store.SampleItems.email;
import static org.exchangesync.store.SampleItems.insert;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.exchangesync.item.ItemKind;
import org.exchangesync.store.JdbcDatabase.Settings;
import org.exchangesync.sync.MailboxClaim;
import org.exchangesync.sync.StoreException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcDatabaseTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void aFileKeepsWhatWasCommittedWhenItIsOpenedAgain() {
        try (JdbcDatabase database = JdbcDatabase.open(file("kept"), CLOCK)) {
            commitOne(database);
        }
        try (JdbcDatabase database = JdbcDatabase.open(file("kept"), CLOCK)) {
            assertThat(database.records().records()).isEqualTo(Map.of(ItemKind.EMAIL, 1L));
            assertThat(database.mailboxSchedule().status("anna@example.org")).isPresent();
        }
    }

    @Test
    void aCommitIsInTheFileBeforeItReturns() throws Exception {
        try (JdbcDatabase database = JdbcDatabase.open(file("open"), CLOCK)) {
            commitOne(database);
            // what a process leaves that is killed now
            Files.copy(folder.resolve("open.mv.db"), folder.resolve("copy.mv.db"));
        }
        try (JdbcDatabase copy = JdbcDatabase.open(file("copy"), CLOCK)) {
            assertThat(copy.records().records()).isEqualTo(Map.of(ItemKind.EMAIL, 1L));
        }
    }

    @Test
    void whatAKilledProcessLeftOfItsTablesIsThrownAway() throws Exception {
        sql("half.migrating", "CREATE TABLE mailbox (id INT)");

        try (JdbcDatabase database = JdbcDatabase.open(file("half"), CLOCK)) {
            commitOne(database);
        }

        assertThat(folder.resolve("half.migrating.mv.db")).doesNotExist();
    }

    @Test
    void anOlderFileIsMigratedInACopyAndKeepsItsRows() throws Exception {
        Flyway.configure()
                .dataSource("jdbc:h2:file:" + folder.resolve("older").toAbsolutePath(), "sa", "")
                .locations("classpath:org/exchangesync/store/migration")
                .placeholders(new H2Dialect().placeholders())
                .table("exchangesync_schema_history")
                .target("2")
                .load()
                .migrate();
        sql(
                "older",
                "INSERT INTO mailbox (mailbox, profile, active, due_at, claim_started, failures)"
                        + " VALUES ('anna@example.org', 'sales', TRUE, TIMESTAMP WITH TIME ZONE '2026-01-01 00:00:00+00', FALSE, 3)");

        try (JdbcDatabase database = JdbcDatabase.open(file("older"), CLOCK)) {
            assertThat(database.mailboxSchedule().status("anna@example.org")).isPresent();
            commitOne(database);
            assertThat(database.records().records()).isEqualTo(Map.of(ItemKind.EMAIL, 1L));
        }

        sql("older", "SELECT kept FROM parked_delete");
        assertThat(folder.resolve("older.migrating.mv.db")).doesNotExist();
    }

    @Test
    void aMigrationThatFailsLeavesTheFileAsItWas() throws Exception {
        sql("broken", "CREATE TABLE customer (id INT)");

        assertThatThrownBy(() -> JdbcDatabase.open(file("broken"), CLOCK)).isInstanceOf(StoreException.class);

        sql("broken", "SELECT id FROM customer");
        assertThatThrownBy(() -> sql("broken", "SELECT * FROM mailbox")).isInstanceOf(SQLException.class);
    }

    @Test
    void aDatabaseOfANewerProgramIsRefusedInWords() throws Exception {
        JdbcDatabase.open(file("newer"), CLOCK).close();
        sql(
                "newer",
                "INSERT INTO \"exchangesync_schema_history\" (\"installed_rank\", \"version\", \"description\", \"type\","
                        + " \"script\", \"checksum\", \"installed_by\", \"installed_on\", \"execution_time\", \"success\")"
                        + " VALUES (99, '99', 'from the future', 'SQL', 'V99__x.sql', 1, 'sa', CURRENT_TIMESTAMP, 1, TRUE)");
        assertThatThrownBy(() -> JdbcDatabase.open(file("newer"), CLOCK))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("schema version 99, which this program does not know")
                .hasMessageContaining("Start the version of the program");
    }

    @Test
    void aDatabaseWithOtherTablesIsLeftAlone() throws Exception {
        sql("theirs", "CREATE TABLE customer (id INT)");
        assertThatThrownBy(() -> JdbcDatabase.open(file("theirs"), CLOCK))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("other tables")
                .hasMessageContaining("currentSchema");
    }

    @Test
    void aDatabaseThatCannotBeReachedIsNamedWithoutItsPassword() {
        Settings settings =
                new Settings("jdbc:postgresql://127.0.0.1:1/x?password=secret1&connectTimeout=1", "crm", "secret2", 2);
        assertThatThrownBy(() -> JdbcDatabase.open(settings, CLOCK))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("jdbc:postgresql://127.0.0.1:1/x")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aDatabaseThatCannotHoldEveryTextIsRefusedBeforeTheFirstMail() {
        Settings settings = TestPostgres.database("latin", " ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        assertThatThrownBy(() -> JdbcDatabase.open(settings, CLOCK))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("LATIN1")
                .hasMessageContaining("ENCODING 'UTF8'");
    }

    @Test
    void anUnknownDatabaseIsRefused() {
        assertThatThrownBy(() ->
                        JdbcDatabase.open(new Settings("jdbc:mysql://db/x?password=secret", null, null, 2), CLOCK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:mysql://db/x' is no database that is known here")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aDatabaseThatWentAwayIsAFaultOfTheInstallation() {
        JdbcDatabase database = JdbcDatabase.open(file("gone"), CLOCK);
        database.close();
        assertThatThrownBy(() -> database.mailboxSchedule().all()).isInstanceOf(StoreException.class);
    }

    private static void commitOne(JdbcDatabase database) {
        database.mailboxSchedule().register(Map.of("anna@example.org", "sales"));
        MailboxClaim claim = database.mailboxSchedule()
                .claimDue(1, NOW, Duration.ofMinutes(1))
                .get(0);
        database.syncStore().inTransaction(claim, tx -> tx.write(List.of(insert("a", email("one")))));
    }

    private Settings file(String name) {
        return Settings.inFile(folder.resolve(name));
    }

    private void sql(String name, String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(file(name).url(), "sa", "");
                Statement running = connection.createStatement()) {
            running.execute(statement);
        }
    }
}
