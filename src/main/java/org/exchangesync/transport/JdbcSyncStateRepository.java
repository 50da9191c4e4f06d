package org.exchangesync.transport;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * States in a table of their own, reached by any {@link DataSource}. Each call is a transaction of its own. Threadsafe.
 *
 * <p>The table, for H2 and PostgreSQL; elsewhere make it with the type for long text that the database has:
 *
 * <pre>{@value #DDL}</pre>
 *
 * A state of EWS grows with the folder, to some hundred kilobytes: a short column would cut it and so lose it.
 */
public final class JdbcSyncStateRepository implements SyncStateRepository {
    /** The statement that makes the table. */
    public static final String DDL =
            "CREATE TABLE exchangesync_state (" + "state_key VARCHAR(1000) NOT NULL PRIMARY KEY, " + "sync_state TEXT)";

    private static final String TABLE = "exchangesync_state";
    private static final String SELECT = "SELECT sync_state FROM exchangesync_state WHERE state_key = ?";
    private static final String UPDATE = "UPDATE exchangesync_state SET sync_state = ? WHERE state_key = ?";
    private static final String INSERT = "INSERT INTO exchangesync_state (sync_state, state_key) VALUES (?, ?)";

    private final DataSource dataSource;

    private JdbcSyncStateRepository(DataSource dataSource) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
    }

    /** Over a database that has the table. */
    public static JdbcSyncStateRepository over(DataSource dataSource) {
        return new JdbcSyncStateRepository(dataSource);
    }

    /**
     * Over a database in which the table is made by {@link #DDL} if it isn't there.
     *
     * @throws IllegalStateException if it can't be made
     */
    public static JdbcSyncStateRepository createIfMissing(DataSource dataSource) {
        JdbcSyncStateRepository repository = new JdbcSyncStateRepository(dataSource);
        if (!repository.tableExists()) {
            try {
                repository.createTable();
            } catch (IllegalStateException e) {
                if (!repository.tableExists()) {
                    throw e;
                }
                // another node made it in between
            }
        }
        return repository;
    }

    @Override
    public SyncState load(String key) {
        return inTransaction("cannot load the state of " + key, connection -> {
            try (PreparedStatement select = connection.prepareStatement(SELECT)) {
                select.setString(1, key);
                ResultSet row = select.executeQuery();
                String value = row.next() ? row.getString(1) : null;
                return value == null ? SyncState.START : new SyncState(value);
            }
        });
    }

    @Override
    public void save(String key, SyncState state) {
        inTransaction("cannot save the state of " + key, connection -> {
            if (execute(connection, UPDATE, state.value(), key) == 0) {
                execute(connection, INSERT, state.value(), key);
            }
            return null;
        });
    }

    private static int execute(Connection connection, String sql, String value, String key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            statement.setString(2, key);
            return statement.executeUpdate();
        }
    }

    private void createTable() {
        inTransaction("cannot make the table " + TABLE, connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(DDL);
            }
        });
    }

    private boolean tableExists() {
        return inTransaction("cannot look for the table " + TABLE, connection -> {
            DatabaseMetaData metaData = connection.getMetaData();
            String name = metaData.storesUpperCaseIdentifiers() ? TABLE.toUpperCase(Locale.ROOT) : TABLE;
            try (ResultSet tables = metaData.getTables(connection.getCatalog(), connection.getSchema(), name, null)) {
                return tables.next();
            }
        });
    }

    /** Whatever the pool's connections do by default, what was done is committed or rolled back here. */
    private <T> T inTransaction(String failure, Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(autoCommit);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(failure + ": " + e.getMessage(), e);
        }
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
