package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.exchangesync.store.JdbcDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishers that are killed, and several at once: real processes, a real broker, real databases. */
class PublishProcessesTest {
    @TempDir
    Path folder;

    private final AtomicInteger arrived = new AtomicInteger();
    private TestBroker broker;

    @BeforeEach
    void startBroker() {
        broker = new TestBroker(folder.resolve("broker"));
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    /** The whole program over its sandbox: its broker is stopped and started, and it is killed in the middle of a batch. */
    @Test
    void everyCommittedChangeArrivesAlthoughTheBrokerWasAwayAndTheProgramWasKilled() throws Exception {
        try (ProgramProcess first = start("first", Map.of())) {
            awaitTrue(() -> broker.sent().size() >= 40, first);
            broker.stop();
            awaitTrue(() -> first.said().contains("Changes are not published while jms:queue"), first);
            killAfter(30, first);
            broker.start();
            await().until(() -> !first.isAlive());
        }
        int before = broker.sent().size();

        try (ProgramProcess second = start("second", Map.of("exchangesync.once", "true"))) {
            assertThat(second.exitCode()).as(second.said()).isZero();
        }

        String url = "jdbc:h2:file:" + folder.resolve("exchange-sync").toAbsolutePath();
        assertThat(longs(url, "sa", "select count(*), count(*) from publication"))
                .containsValue(0L);
        Map<String, Long> versions = longs(url, "sa", "select record_id, version from record");
        assertThat(versions).hasSizeGreaterThan(200);
        assertAllArrivedInOrder(versions);
        assertThat(broker.sent().size())
                .as("the last batch of the first process came again, also what it had sent of it")
                .isGreaterThan((int) broker.sent().stream()
                        .map(TestBroker.Sent::key)
                        .distinct()
                        .count())
                .isGreaterThan(before);
    }

    /** The first is killed in the middle of its first batch, then two work on at the same time. */
    @Test
    void ofSeveralProcessesNoneBreaksTheOrderOfARecord() throws Exception {
        int records = 300;
        int changes = 4;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            String url = postgres.getJdbcUrl("postgres", "postgres");
            JdbcDatabase.open(new JdbcDatabase.Settings(url, "postgres", null, 2), Clock.systemUTC())
                    .close();
            Map<String, Long> promised =
                    PublishBenchmark.promise(url, "postgres", records, changes, "{\"subject\":\"Call back\"}");
            Map<String, String> properties = Map.of(
                    "exchangesync.database.url", url,
                    "exchangesync.database.user", "postgres",
                    "exchangesync.lease", "6",
                    "schedule-mailboxes.from", "timer:never?delay=86400000",
                    "publish-change.from", "timer:publish-change?period=100&synchronous=true");
            try (ProgramProcess first = start("first", properties)) {
                killAfter(100, first);
                await().until(() -> !first.isAlive());
            }
            int before = broker.sent().size();
            assertThat(before).isBetween(100, 200);

            try (ProgramProcess second = start("second", properties);
                    ProgramProcess third = start("third", properties)) {
                awaitTrue(
                        () -> longs(url, "postgres", "select 'left', count(*) from publication")
                                .containsValue(0L),
                        second);
                assertThat(second.isAlive() && third.isAlive()).isTrue();
            }

            assertAllArrivedInOrder(promised);
            assertThat(broker.sent().size() - records * changes)
                    .as("what the killed one had sent came again")
                    .isBetween(90, 200);
            assertThat(broker.senders()).as("all three took part").hasSize(3);
        }
    }

    private void assertAllArrivedInOrder(Map<String, Long> versions) {
        Map<String, List<Long>> sent = broker.versions();
        assertThat(sent.keySet()).isEqualTo(versions.keySet());
        assertThat(sent).allSatisfy((record, each) -> {
            assertThat(each).as(record).isSorted();
            assertThat(new HashSet<>(each))
                    .isEqualTo(LongStream.rangeClosed(1, versions.get(record))
                            .boxed()
                            .collect(Collectors.toSet()));
        });
        // a repetition has the same key, so the broker could drop it
        Set<String> keys = broker.sent().stream().map(TestBroker.Sent::key).collect(Collectors.toSet());
        assertThat(keys)
                .hasSize(versions.values().stream().mapToInt(Long::intValue).sum());
        assertThat(broker.waiting()).isEqualTo(keys.size());
    }

    /** SIGKILL at that many messages from now, before the broker has answered the last one. */
    private void killAfter(int messages, ProgramProcess process) {
        arrived.set(0);
        broker.whenSent(message -> {
            if (arrived.incrementAndGet() == messages) {
                process.kill();
            }
        });
    }

    private ProgramProcess start(String name, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "exchangesync.dataFolder",
                folder.toString(),
                "exchangesync.broker.url",
                broker.url(),
                "publish-change.to",
                "jms:queue:" + TestBroker.QUEUE,
                "publish-change.from",
                "timer:publish-change?period=50&synchronous=true"));
        properties.putAll(more);
        return ProgramProcess.start(folder.resolve(name + ".log"), properties);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(20));
    }

    private static void awaitTrue(Callable<Boolean> condition, ProgramProcess process) {
        await().until(() -> condition.call() || !process.isAlive());
        assertThat(process.isAlive()).as(process.said()).isTrue();
    }

    private static Map<String, Long> longs(String url, String user, String query) throws SQLException {
        Map<String, Long> found = new HashMap<>();
        try (Connection connection = DriverManager.getConnection(url, user, "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.put(rows.getString(1), rows.getLong(2));
            }
        }
        return found;
    }
}
