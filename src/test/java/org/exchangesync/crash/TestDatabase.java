package org.exchangesync.crash;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The database of the program under test: H2 in a file, or one of a real PostgreSQL; read by plain SQL. */
final class TestDatabase {
    private static EmbeddedPostgres server;
    private static int databases;

    private final String url;
    private final String user;

    private TestDatabase(String url, String user) {
        this.url = url;
        this.user = user;
    }

    /**
     * A new database.
     *
     * @param kind {@code h2} or {@code postgresql}
     * @param folder for the file of H2
     */
    static TestDatabase make(String kind, Path folder) throws IOException, SQLException {
        return switch (kind) {
            case "h2" ->
                new TestDatabase("jdbc:h2:file:" + folder.resolve("database").toAbsolutePath(), "sa");
            case "postgresql" -> new TestDatabase(onPostgres(), "postgres");
            default -> throw new IllegalArgumentException("database " + kind + " is neither h2 nor postgresql");
        };
    }

    /** One that is there already. */
    static TestDatabase at(String url, String user) {
        return new TestDatabase(url, user);
    }

    /** PostgreSQL is started once and ends with this process. */
    private static synchronized String onPostgres() throws IOException, SQLException {
        if (server == null) {
            server = EmbeddedPostgres.builder().start();
        }
        String name = "crash" + ++databases;
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return server.getJdbcUrl("postgres", name);
    }

    /** Whether several processes can work on it. */
    boolean isShared() {
        return url.startsWith("jdbc:postgresql:");
    }

    String url() {
        return url;
    }

    String user() {
        return user;
    }

    String password() {
        return "";
    }

    /** The rows of a query, by column name in lower case. An H2 file can be read only while the program doesn't run. */
    List<Map<String, Object>> query(String sql) {
        try (Connection connection = DriverManager.getConnection(url, user, password());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<Map<String, Object>> rows = new ArrayList<>();
            while (result.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.put(result.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT), result.getObject(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
