package org.exchangesync.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** SQL on one connection, with errors as {@link SqlFaults} tells them. Not threadsafe. */
final class Jdbc {
    /** H2 takes at most 65,536 elements in an array. */
    private static final int MOST_KEYS = 10_000;

    private final Connection connection;
    private final Runnable beforeWriting;
    private boolean writing;
    private boolean written;

    Jdbc(Connection connection) {
        this(connection, () -> {});
    }

    /**
     * @param beforeWriting asked once, before the first row is written; it may throw
     */
    Jdbc(Connection connection, Runnable beforeWriting) {
        this.connection = connection;
        this.beforeWriting = beforeWriting;
    }

    /** To be called before rows are written by other ways than those of this class. */
    void beginToWrite() {
        if (!writing) {
            beforeWriting.run();
            writing = true;
        }
    }

    /** Makes one object of a row. */
    interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    /** Whether rows were changed: a database that can be read only is of no use. */
    boolean hasWritten() {
        return written;
    }

    Connection connection() {
        return connection;
    }

    <T> List<T> query(String sql, RowMapper<T> mapper, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(mapper.map(rows));
                }
                return found;
            }
        } catch (SQLException e) {
            throw SqlFaults.of(doing(sql), e);
        }
    }

    /**
     * Runs a query once for each ten thousand keys; its last parameter is {@code = ANY(?)}.
     *
     * <p>H2 looks keys up in an index only where the list is the sole condition on the columns of that index; with another
     * one it reads all rows that fit the other. So those are written as {@code COALESCE(column, '') = ?}, which hides them
     * from the choice of the index.
     */
    <T> List<T> queryByKeys(String sql, RowMapper<T> mapper, Collection<?> keys, Object... parameters) {
        List<T> found = new ArrayList<>();
        for (List<?> some : portions(keys)) {
            found.addAll(query(sql, mapper, with(parameters, some)));
        }
        return found;
    }

    int update(String sql, Object... parameters) {
        beginToWrite();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            int changed = statement.executeUpdate();
            written |= changed > 0;
            return changed;
        } catch (SQLException e) {
            throw SqlFaults.of(doing(sql), e);
        }
    }

    /** As {@link #queryByKeys}, for an update. */
    int updateByKeys(String sql, Collection<?> keys, Object... parameters) {
        int changed = 0;
        for (List<?> some : portions(keys)) {
            changed += update(sql, with(parameters, some));
        }
        return changed;
    }

    /** Inserts rows into a table in one batch. */
    void insert(Table table, List<Object[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        beginToWrite();
        try (PreparedStatement statement = connection.prepareStatement(table.insert())) {
            for (Object[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    if (row[i] == null) {
                        statement.setNull(i + 1, table.columns().get(i).sqlType());
                    } else {
                        bind(statement, i + 1, row[i]);
                    }
                }
                statement.addBatch();
            }
            statement.executeBatch();
            written = true;
        } catch (SQLException e) {
            throw SqlFaults.of("insert into " + table.name(), e);
        } catch (DateTimeException e) {
            throw new RowRefusedException("cannot insert into " + table.name() + ": " + e.getMessage(), e);
        }
    }

    /** Runs an update for each row in one batch, and tells how many rows each changed. */
    int[] batch(String sql, List<Object[]> rows) {
        if (rows.isEmpty()) {
            return new int[0];
        }
        beginToWrite();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            return statement.executeBatch();
        } catch (SQLException e) {
            throw SqlFaults.of(doing(sql), e);
        }
    }

    Savepoint savepoint() {
        try {
            return connection.setSavepoint();
        } catch (SQLException e) {
            throw SqlFaults.of("set a savepoint", e);
        }
    }

    void release(Savepoint savepoint) {
        try {
            connection.releaseSavepoint(savepoint);
        } catch (SQLException e) {
            throw SqlFaults.of("release a savepoint", e);
        }
    }

    void rollback(Savepoint savepoint) {
        try {
            connection.rollback(savepoint);
        } catch (SQLException e) {
            throw SqlFaults.of("roll back to a savepoint", e);
        }
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return instant(row, row.findColumn(column));
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            bind(statement, i + 1, values[i]);
        }
    }

    private void bind(PreparedStatement statement, int position, Object value) throws SQLException {
        if (value instanceof Instant instant) {
            // both databases keep microseconds, and round where we don't
            statement.setObject(position, instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
        } else if (value instanceof Enum<?> word) {
            statement.setString(position, word.name());
        } else if (value instanceof List<?> keys) {
            statement.setArray(position, connection.createArrayOf(arrayType(keys.get(0)), keys.toArray()));
        } else {
            statement.setObject(position, value);
        }
    }

    private static String arrayType(Object key) {
        if (key instanceof UUID) {
            return "uuid";
        }
        return key instanceof Long ? "bigint" : "varchar";
    }

    private static List<List<?>> portions(Collection<?> keys) {
        List<?> all = List.copyOf(keys);
        List<List<?>> portions = new ArrayList<>();
        for (int from = 0; from < all.size(); from += MOST_KEYS) {
            portions.add(all.subList(from, Math.min(all.size(), from + MOST_KEYS)));
        }
        return portions;
    }

    private static Object[] with(Object[] parameters, Object last) {
        Object[] all = java.util.Arrays.copyOf(parameters, parameters.length + 1);
        all[parameters.length] = last;
        return all;
    }

    /** The beginning of the statement: it names the table, and holds no data. */
    private static String doing(String sql) {
        String line = sql.strip().replaceAll("\\s+", " ");
        return "run '" + (line.length() > 80 ? line.substring(0, 80) + "…" : line) + "'";
    }
}
