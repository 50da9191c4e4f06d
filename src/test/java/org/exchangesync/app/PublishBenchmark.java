package org.exchangesync.app;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.exchangesync.store.JdbcDatabase;

/**
 * How fast a backlog goes to a broker: {@code main h2|postgresql records changes [routes]}. The program is a process of its
 * own, the broker is in this one; every message is on the broker's disk before the next of its thread is sent.
 */
final class PublishBenchmark {
    private PublishBenchmark() {}

    public static void main(String[] args) throws Exception {
        int records = Integer.parseInt(args[1]);
        int changes = Integer.parseInt(args[2]);
        Path folder = Files.createTempDirectory("publish-benchmark");
        try (EmbeddedPostgres postgres =
                        args[0].equals("h2") ? null : EmbeddedPostgres.builder().start();
                TestBroker broker = new TestBroker(folder.resolve("broker"))) {
            String url = postgres == null
                    ? "jdbc:h2:file:" + folder.resolve("db")
                    : postgres.getJdbcUrl("postgres", "postgres");
            String user = postgres == null ? "sa" : "postgres";
            JdbcDatabase.open(new JdbcDatabase.Settings(url, user, "", 2), Clock.systemUTC())
                    .close();
            promise(url, user, records, changes, "{\"subject\":\"" + "x".repeat(2000) + "\"}");
            AtomicLong first = new AtomicLong();
            AtomicLong last = new AtomicLong();
            AtomicLong count = new AtomicLong();
            broker.whenSent(message -> {
                first.compareAndSet(0, System.nanoTime());
                last.set(System.nanoTime());
                count.incrementAndGet();
            });
            Map<String, String> properties = new HashMap<>(Map.of(
                    "exchangesync.dataFolder",
                    folder.toString(),
                    "exchangesync.database.url",
                    url,
                    "exchangesync.database.user",
                    user,
                    "exchangesync.broker.url",
                    broker.url(),
                    "schedule-mailboxes.from",
                    "timer:never?delay=86400000",
                    "publish-change.to",
                    "jms:queue:" + TestBroker.QUEUE));
            if (args.length > 3) {
                properties.put("camel.main.routesIncludePattern", "file:" + args[3] + "/*.camel.yaml");
            }
            try (ProgramProcess program = ProgramProcess.start(folder.resolve("log"), properties)) {
                Awaitility.await()
                        .atMost(Duration.ofMinutes(10))
                        .until(() -> count.get() >= (long) records * changes || !program.isAlive());
                double seconds = (last.get() - first.get()) / 1e9;
                System.out.printf(
                        "%s: %d messages of 2 KB in %.1f s: %.0f/s; the program used %.1f CPU s in all%n",
                        args[0],
                        count.get(),
                        seconds,
                        count.get() / seconds,
                        program.cpu().toMillis() / 1e3);
            }
        } finally {
            delete(folder);
        }
        System.exit(0);
    }

    /** Records with changes that wait to be published: by record, how many. */
    static Map<String, Long> promise(String url, String user, int records, int changes, String payload)
            throws SQLException {
        Map<String, Long> promised = new HashMap<>();
        try (Connection connection = DriverManager.getConnection(url, user, "");
                PreparedStatement record = connection.prepareStatement("""
                        insert into record (record_id, kind, identity, content_digest, source_mailbox, version, created_at, updated_at)
                        values (?, 'task', ?, '', 'anna@example.org', ?, now(), now())
                        """);
                PreparedStatement publication = connection.prepareStatement("""
                        insert into publication (record_id, version, kind, change_type, mailbox, payload, attempts, due_at, created_at)
                        values (?, ?, 'task', 'UPDATE', 'anna@example.org', ?, 0, now(), now())
                        """)) {
            connection.setAutoCommit(false);
            for (int i = 0; i < records; i++) {
                UUID id = UUID.randomUUID();
                promised.put(id.toString(), (long) changes);
                record.setObject(1, id);
                record.setString(2, id.toString());
                record.setLong(3, changes);
                record.addBatch();
                for (int version = 1; version <= changes; version++) {
                    publication.setObject(1, id);
                    publication.setLong(2, version);
                    publication.setString(3, payload);
                    publication.addBatch();
                }
            }
            record.executeBatch();
            publication.executeBatch();
            connection.commit();
        }
        return promised;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        }
    }
}
