package org.exchangesync.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A fresh database for one run of the engine; it goes when it is closed. */
abstract class Database implements AutoCloseable {
    private final Path folder;

    private Database(Path folder) {
        this.folder = folder;
    }

    static Database of(String name, Path folder) throws IOException {
        delete(folder);
        Files.createDirectories(folder);
        return switch (name) {
            case "h2" -> new H2(folder);
            case "postgresql" -> new Postgres(folder);
            default ->
                throw new IllegalArgumentException("bench.databases: '" + name + "' is neither h2 nor postgresql");
        };
    }

    abstract String url();

    abstract String user();

    /** CPU seconds of the database's own processes so far; 0 where it lives in the engine's. */
    abstract double cpu() throws IOException;

    /**
     * Counts what must be there once for each mail, and sums up bytes.
     *
     * @return the sum of the sizes of all originals, by which to see that they are whole
     * @throws IllegalStateException if a table has fewer or more rows
     */
    long verify(int mails, List<String> digests) throws SQLException {
        Map<String, Integer> wanted = new TreeMap<>(Map.of(
                "record", mails,
                "email", mails,
                "link", mails,
                "dead_letter", 0,
                "email e JOIN content c ON c.sha256 = e.original_sha256", mails,
                "(SELECT DISTINCT identity FROM record) i", mails));
        try (Connection connection = DriverManager.getConnection(url(), user(), "")) {
            for (Map.Entry<String, Integer> table : wanted.entrySet()) {
                long rows = number(connection, "SELECT count(*) FROM " + table.getKey());
                if (rows != table.getValue()) {
                    throw new IllegalStateException(
                            table.getKey() + " has " + rows + " rows, not " + table.getValue() + ": " + url());
                }
            }
            for (String digest : digests) {
                if (number(connection, "SELECT count(*) FROM email WHERE original_sha256 = ?", digest) != 1) {
                    throw new IllegalStateException("no mail has the original " + digest);
                }
            }
            return number(connection, "SELECT sum(c.size) FROM email e JOIN content c ON c.sha256 = e.original_sha256");
        }
    }

    private static long number(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Override
    public void close() throws IOException {
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** In a file, within the engine's process. */
    private static final class H2 extends Database {
        private final Path file;

        H2(Path folder) {
            super(folder);
            this.file = folder.resolve("exchange-sync");
        }

        @Override
        String url() {
            return "jdbc:h2:file:" + file.toAbsolutePath();
        }

        @Override
        String user() {
            return "sa";
        }

        @Override
        double cpu() {
            return 0;
        }
    }

    /** A server of its own on this machine, as it comes, but with commits that wait for the disk. */
    private static final class Postgres extends Database {
        private final EmbeddedPostgres server;
        private final Path data;

        Postgres(Path folder) throws IOException {
            super(folder);
            this.data = folder.resolve("data");
            this.server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setServerConfig("synchronous_commit", "on")
                    .start();
        }

        @Override
        String url() {
            return server.getJdbcUrl("postgres", "postgres");
        }

        @Override
        String user() {
            return "postgres";
        }

        /** Of the server, the processes that it started, and those that ended already; as Linux tells it. */
        @Override
        double cpu() throws IOException {
            long pid = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0));
            double cpu = ProcStat.of(Path.of("/proc/" + pid + "/stat"))
                    .map(stat -> stat.cpu() + stat.endedChildrenCpu())
                    .orElse(0.0);
            return cpu
                    + ProcessHandle.of(pid)
                            .orElseThrow()
                            .children()
                            .flatMap(child -> ProcStat.of(Path.of("/proc/" + child.pid() + "/stat")).stream())
                            .mapToDouble(ProcStat::cpu)
                            .sum();
        }

        @Override
        public void close() throws IOException {
            server.close();
            super.close();
        }
    }
}
