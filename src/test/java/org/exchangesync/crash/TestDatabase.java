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

/** The database of the program under test: H2 in a file or a real PostgreSQL; read by plain SQL. */
final class TestDatabase implements AutoCloseable {
    private final String url;
    private final String user;
    private final EmbeddedPostgres server;

    private TestDatabase(String url, String user, EmbeddedPostgres server) {
        this.url = url;
        this.user = user;
        this.server = server;
    }

    /** @param kind {@code h2} or {@code postgresql} */
    static TestDatabase start(String kind, Path folder) throws IOException {
        return switch (kind) {
            case "h2" ->
                new TestDatabase("jdbc:h2:file:" + folder.resolve("database").toAbsolutePath(), "sa", null);
            case "postgresql" -> {
                EmbeddedPostgres server = EmbeddedPostgres.builder().start();
                yield new TestDatabase(server.getJdbcUrl("postgres", "postgres"), "postgres", server);
            }
            default -> throw new IllegalArgumentException("database " + kind + " is neither h2 nor postgresql");
        };
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

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }
}
