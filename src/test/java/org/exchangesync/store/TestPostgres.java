package org.exchangesync.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A real PostgreSQL, started once for all tests of this process and stopped with it. */
final class TestPostgres {
    private static EmbeddedPostgres server;

    private TestPostgres() {}

    /** A database of its own, made empty. */
    static JdbcDatabase.Settings database(String name) {
        return database(name, "");
    }

    /** As {@link #database(String)}, with more clauses of CREATE DATABASE. */
    static synchronized JdbcDatabase.Settings database(String name, String clauses) {
        try {
            if (server == null) {
                server = EmbeddedPostgres.builder().start();
            }
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("DROP DATABASE IF EXISTS " + name);
                statement.execute("CREATE DATABASE " + name + clauses);
            }
            return new JdbcDatabase.Settings(server.getJdbcUrl("postgres", name), "postgres", null, 8);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start", e);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot make database " + name, e);
        }
    }
}
