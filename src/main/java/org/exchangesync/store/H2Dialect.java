package org.exchangesync.store;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;

/**
 * H2 within this process, in a file.
 *
 * @see <a href="https://h2database.com/html/commands.html#set">H2 settings</a>
 */
final class H2Dialect implements Dialect {
    /** Contents up to this many bytes stand in their row: H2's separate storage for larger ones costs twice the CPU. */
    private static final int IN_ROW = 1024 * 1024;

    private static final long MB = 1024 * 1024;

    private static final Map<String, String> SETTINGS = Map.of(
            // a commit is written before it returns: otherwise SIGKILL takes the last half second with it
            "WRITE_DELAY", "0",
            // our own shutdown closes the database, after the workers; H2's hook would do so under them
            "DB_CLOSE_ON_EXIT", "FALSE",
            // a deadlock is found at once; what only waits may wait for a long page of another worker
            "LOCK_TIMEOUT", "60000",
            // in KB; H2 takes a share of the machine's memory, but knows nothing of what else needs our heap
            "CACHE_SIZE", Long.toString(share(32, 32) / 1024),
            // a page runs some thirty different statements
            "QUERY_CACHE_SIZE", "64");

    @Override
    public void configure(HikariConfig pool) {
        StringBuilder url = new StringBuilder(pool.getJdbcUrl());
        String given = url.toString().toUpperCase(Locale.ROOT);
        SETTINGS.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(setting -> {
            if (!given.contains(";" + setting.getKey() + "=")) {
                url.append(';').append(setting.getKey()).append('=').append(setting.getValue());
            }
        });
        pool.setJdbcUrl(url.toString());
    }

    /** Every database of H2's holds all of Unicode. */
    @Override
    public void check(Connection connection) {}

    @Override
    public Map<String, String> placeholders() {
        return Map.of("text", "VARCHAR", "blob", "BLOB", "content_storage", "SET MAX_LENGTH_INPLACE_LOB " + IN_ROW);
    }

    @Override
    public String lock() {
        return " FOR UPDATE";
    }

    /** H2 would lock all rows that fit, before it sorts them and takes the first: seconds where there are thousands. */
    @Override
    public String skipLocked() {
        return "";
    }

    /** H2 has no such clause; two who insert the same are told apart by the key, and the second tries again. */
    @Override
    public String unlessThere() {
        return "";
    }

    /**
     * H2 writes what doesn't fit its buffer of some 16 MB twice: once when that is full, and again when it commits. What it
     * writes at once it holds on the heap three times.
     */
    @Override
    public long contentBytesOfATransaction() {
        return share(64, 8);
    }

    /** A part of the heap, but not more than so many MB. */
    private static long share(int parts, int mostMegabytes) {
        return Math.min(mostMegabytes * MB, Runtime.getRuntime().maxMemory() / parts);
    }

    @Override
    public void committed(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
        }
    }

    @Override
    public boolean copyContent(Jdbc jdbc, String sha256, OutputStream target) throws SQLException, IOException {
        String sql = "SELECT bytes FROM content WHERE sha256 = ?";
        try (PreparedStatement statement = jdbc.connection().prepareStatement(sql)) {
            statement.setString(1, sha256);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                try (InputStream bytes = row.getBinaryStream(1)) {
                    bytes.transferTo(target);
                }
                return true;
            }
        }
    }
}
