package org.exchangesync.store;

import javax.sql.DataSource;
import org.exchangesync.sync.StoreException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** The scripts that bring the tables of a database up to date. */
final class Migrations {
    private final JdbcDatabase.Settings settings;
    private final Flyway flyway;

    /** @param settings for messages */
    Migrations(DataSource connections, Dialect dialect, JdbcDatabase.Settings settings) {
        this.settings = settings;
        this.flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(connections)
                .locations("classpath:org/exchangesync/store/migration")
                .placeholders(dialect.placeholders())
                .table("exchangesync_schema_history")
                .load();
    }

    /** Whether scripts are to be run; nothing is changed. */
    boolean arePending() {
        return flyway.info().pending().length > 0;
    }

    /**
     * Runs those that were not run yet.
     *
     * @throws StoreException if the database holds other tables, or was migrated by a newer program
     */
    void run() {
        try {
            refuseNewer();
            flyway.migrate();
        } catch (FlywayException e) {
            if (e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
                throw new StoreException(
                        "the database of " + settings + " holds other tables. Give this program a database or a schema"
                                + " of its own (for PostgreSQL by ?currentSchema=… in the URL).",
                        e);
            }
            throw new StoreException("cannot migrate the database of " + settings + ": " + e.getMessage(), e);
        }
    }

    /**
     * Makes sure that the tables are those of this program, and changes nothing.
     *
     * @throws StoreException if scripts are to be run, or were run by a newer program
     */
    void requireNone() {
        try {
            refuseNewer();
            if (arePending()) {
                throw new StoreException(
                        "the tables in the database of " + settings
                                + " are not those of this version. Start the program: it brings them up to date. If it"
                                + " runs already, use the command of its own version.",
                        null);
            }
        } catch (FlywayException e) {
            throw new StoreException("cannot look at the database of " + settings + ": " + e.getMessage(), e);
        }
    }

    private void refuseNewer() {
        for (MigrationInfo applied : flyway.info().applied()) {
            if (applied.getState() == MigrationState.FUTURE_SUCCESS
                    || applied.getState() == MigrationState.FUTURE_FAILED) {
                throw new StoreException(
                        "the database of " + settings + " has schema version " + applied.getVersion()
                                + ", which this program does not know. Start the version of the program that"
                                + " migrated it, or go back to a backup from before.",
                        null);
            }
        }
    }
}
