package org.exchangesync.transport;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;

/**
 * States in a table of their own, reached by any {@link DataSource}. Each call is a transaction of its own. Threadsafe.
 *
 * <p>The table, for H2 and PostgreSQL; elsewhere make it with the type for long text that the database has:
 *
 * <pre>{@value #DDL}</pre>
 *
 * Transports whose servers keep no state (POP3) need a second table:
 *
 * <pre>{@value #SEEN_DDL}</pre>
 *
 * A state of EWS grows with the folder, to some hundred kilobytes: a short column would cut it and so lose it.
 */
public final class JdbcSyncStateRepository implements SyncStateRepository {
    /** The statement that makes the table. */
    public static final String DDL =
            "CREATE TABLE exchangesync_state (" + "state_key VARCHAR(1000) NOT NULL PRIMARY KEY, " + "sync_state TEXT)";

    /** The statement that makes the table of what was seen, which only transports need whose servers keep no state. */
    public static final String SEEN_DDL = "CREATE TABLE exchangesync_seen (state_key VARCHAR(1000) NOT NULL,"
            + " item_id VARCHAR(600) NOT NULL, PRIMARY KEY (state_key, item_id))";

    private static final String SEEN_TABLE = "exchangesync_seen";
    private static final int AT_ONCE = 500;
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
        repository.createIfMissing(TABLE, DDL);
        repository.createIfMissing(SEEN_TABLE, SEEN_DDL);
        return repository;
    }

    private void createIfMissing(String table, String ddl) {
        if (!tableExists(table)) {
            try {
                createTable(table, ddl);
            } catch (IllegalStateException e) {
                if (!tableExists(table)) {
                    throw e;
                }
                // another node made it in between
            }
        }
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
            save(connection, key, state);
            return null;
        });
    }

    private static void save(Connection connection, String key, SyncState state) throws SQLException {
        if (execute(connection, UPDATE, state.value(), key) == 0) {
            execute(connection, INSERT, state.value(), key);
        }
    }

    @Override
    public SeenItems seen(String key) {
        return new SeenItems() {
            @Override
            public Set<String> among(Collection<String> ids) {
                Set<String> found = new HashSet<>();
                List<String> all = List.copyOf(ids);
                for (int from = 0; from < all.size(); from += AT_ONCE) {
                    List<String> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
                    String marks = String.join(", ", Collections.nCopies(some.size(), "?"));
                    found.addAll(seenIds(key, " AND item_id IN (" + marks + ")", some));
                }
                return found;
            }

            @Override
            public Collection<String> all() {
                return seenIds(key, "", List.of());
            }

            @Override
            public long count() {
                return inTransaction("cannot count what was seen of " + key, connection -> {
                    try (PreparedStatement select =
                            connection.prepareStatement("SELECT COUNT(*) FROM exchangesync_seen WHERE state_key = ?")) {
                        select.setString(1, key);
                        ResultSet row = select.executeQuery();
                        row.next();
                        return row.getLong(1);
                    }
                });
            }
        };
    }

    private List<String> seenIds(String key, String condition, List<String> ids) {
        return inTransaction("cannot read what was seen of " + key, connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT item_id FROM exchangesync_seen WHERE state_key = ?" + condition)) {
                select.setString(1, key);
                for (int i = 0; i < ids.size(); i++) {
                    select.setString(i + 2, ids.get(i));
                }
                List<String> found = new ArrayList<>();
                ResultSet rows = select.executeQuery();
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
                return found;
            }
        });
    }

    @Override
    public void save(String key, ChangePage page) {
        inTransaction("cannot save the state of " + key, connection -> {
            String delete = "DELETE FROM exchangesync_seen WHERE state_key = ? AND item_id = ?";
            for (List<String> gone : List.of(page.forgotten(), page.seen())) {
                batch(connection, delete, key, gone); // what is seen again is put in once
            }
            batch(connection, "INSERT INTO exchangesync_seen (state_key, item_id) VALUES (?, ?)", key, page.seen());
            save(connection, key, page.next());
            return null;
        });
    }

    private static void batch(Connection connection, String sql, String key, List<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (String id : ids) {
                statement.setString(1, key);
                statement.setString(2, id);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static int execute(Connection connection, String sql, String value, String key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            statement.setString(2, key);
            return statement.executeUpdate();
        }
    }

    private void createTable(String table, String ddl) {
        inTransaction("cannot make the table " + table, connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(ddl);
            }
        });
    }

    private boolean tableExists(String table) {
        return inTransaction("cannot look for the table " + table, connection -> {
            DatabaseMetaData metaData = connection.getMetaData();
            String name = metaData.storesUpperCaseIdentifiers() ? table.toUpperCase(Locale.ROOT) : table;
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
