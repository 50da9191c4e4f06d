package org.exchangesync.store;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Instant;

/** Tells how the database is, for people. Threadsafe. */
public final class DatabaseState {
    private final Transactions transactions;

    DatabaseState(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Connects, and writes a row that is taken back.
     *
     * @return product, version, and version of the tables
     * @throws org.exchangesync.sync.StoreException if that can't be done
     */
    public String describe() {
        return transactions.runAndRollBack(jdbc -> {
            jdbc.update(
                    "INSERT INTO profile_test (profile, tested_at, result, millis, tested_by, report)"
                            + " VALUES ('', ?, 'SKIP', 0, '', '')",
                    Instant.EPOCH);
            String version = jdbc.query("""
                            SELECT "version" FROM "exchangesync_schema_history" WHERE "installed_rank" =
                            (SELECT MAX("installed_rank") FROM "exchangesync_schema_history" WHERE "success")""", row -> row.getString(1)).get(0);
            return product(jdbc) + ", tables of version " + version + "; a row was written and taken back";
        });
    }

    private static String product(Jdbc jdbc) {
        try {
            DatabaseMetaData data = jdbc.connection().getMetaData();
            return data.getDatabaseProductName() + " " + data.getDatabaseProductVersion();
        } catch (SQLException e) {
            throw SqlFaults.of("ask for the database's version", e);
        }
    }

    /** Remote actions that are owed to mailboxes. */
    public long actionsOwed() {
        return count("SELECT COUNT(*) FROM remote_action WHERE finished_at IS NULL");
    }

    /** Committed changes that are not published yet. */
    public long publicationsOwed() {
        return count("SELECT COUNT(*) FROM publication");
    }

    /** Mails that are to be sent, or being sent. */
    public long mailsToSend() {
        return count("SELECT COUNT(*) FROM outgoing_email WHERE state IN ('PENDING_SEND', 'SENDING')");
    }

    /** Mails of which nobody knows whether they were sent. */
    public long uncertainMails() {
        return count("SELECT COUNT(*) FROM outgoing_email WHERE state = 'UNCERTAIN'");
    }

    /** Dead letters that nobody has dealt with. */
    public long openDeadLetters() {
        return count("SELECT COUNT(*) FROM dead_letter WHERE state = 'OPEN'");
    }

    private long count(String query) {
        return transactions.run(jdbc -> jdbc.query(query, row -> row.getLong(1)).get(0));
    }
}
