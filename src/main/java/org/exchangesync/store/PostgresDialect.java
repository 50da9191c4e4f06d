package org.exchangesync.store;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.util.List;
import java.util.Map;

/** PostgreSQL 12 and later. */
final class PostgresDialect implements Dialect {
    private static final int PIECE = 1024 * 1024;

    @Override
    public void configure(HikariConfig pool) {
        // https://jdbc.postgresql.org/documentation/use/#connection-parameters
        if (!pool.getJdbcUrl().contains("reWriteBatchedInserts=")) {
            pool.addDataSourceProperty("reWriteBatchedInserts", "true");
        }
        // a process that stands still in the middle of a transaction must not hold up the others for ever
        pool.setConnectionInitSql("SET lock_timeout = '60s'; SET idle_in_transaction_session_timeout = '120s'");
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
