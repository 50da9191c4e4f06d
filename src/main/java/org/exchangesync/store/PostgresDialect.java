package org.exchangesync.store;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.exchangesync.sync.StoreException;

/** PostgreSQL 12 and later. */
final class PostgresDialect implements Dialect {
    private static final int PIECE = 1024 * 1024;

    @Override
    public void configure(HikariConfig pool) {
        // https://jdbc.postgresql.org/documentation/use/#connection-parameters
        if (!pool.getJdbcUrl().contains("reWriteBatchedInserts=")) {
            pool.addDataSourceProperty("reWriteBatchedInserts", "true");
        }
        // A process that stands still in the middle of a transaction must not hold up the others for ever. And a plan
        // made
        // while the tables were small would be kept while they grow: a first synchronisation then reads them whole.
        pool.setConnectionInitSql("SET lock_timeout = '60s'; SET idle_in_transaction_session_timeout = '120s';"
                + " SET plan_cache_mode = force_custom_plan");
    }

    @Override
    public void check(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW server_encoding")) {
            row.next();
            if (!row.getString(1).equals("UTF8")) {
                throw new StoreException(
                        "the database is in " + row.getString(1) + ", which can't hold every mail. Make one with CREATE"
                                + " DATABASE … ENCODING 'UTF8' TEMPLATE template0.",
                        null);
            }
        }
    }

    /** Contents are mostly compressed or Base64: trying to compress them costs time, and reading them piece by piece too. */
    @Override
    public Map<String, String> placeholders() {
        return Map.of(
                "text", "TEXT",
                "blob", "BYTEA",
                "content_storage", "ALTER TABLE content ALTER COLUMN bytes SET STORAGE EXTERNAL");
    }

    @Override
    public String lock() {
        return " FOR NO KEY UPDATE";
    }

    @Override
    public String skipLocked() {
        return " FOR UPDATE SKIP LOCKED";
    }

    @Override
    public String unlessThere() {
        return " ON CONFLICT DO NOTHING";
    }

    @Override
    public long contentBytesOfATransaction() {
        return Long.MAX_VALUE;
    }

    /** A commit is on disk when it returns. */
    @Override
    public void committed(Connection connection) {}

    /** The driver would hold the whole column in memory, so it is asked for in pieces. */
    @Override
    public boolean copyContent(Jdbc jdbc, String sha256, OutputStream target) throws IOException {
        for (int from = 1; ; from += PIECE) {
            List<byte[]> piece = jdbc.query(
                    "SELECT substring(bytes FROM ? FOR ?) FROM content WHERE sha256 = ?",
                    row -> row.getBytes(1),
                    from,
                    PIECE,
                    sha256);
            if (piece.isEmpty()) {
                return false;
            }
            target.write(piece.get(0));
            if (piece.get(0).length < PIECE) {
                return true;
            }
        }
    }
}
