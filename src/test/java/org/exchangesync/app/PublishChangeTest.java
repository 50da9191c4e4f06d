package org.exchangesync.app;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.exchangesync.ews.EwsComponent;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.Samples;
import org.exchangesync.transport.MemoryTransport;
import org.exchangesync.transport.WellKnownFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Committed changes on their way to a real broker, through the engine's own routes. */
class PublishChangeTest {
    private static final String ANNA = "anna@example.org";
    private static final String PROFILES = """
            profiles:
              - name: office
                incomingServerLocation: https://mail.example.org/EWS/Exchange.asmx
                username: svc
                password: "{{test.password}}"
            mailboxes:
              - address: anna@example.org
                profile: office
            """;

    @TempDir
    Path folder;

    private final MemoryTransport server = new MemoryTransport().mailbox(ANNA);
    private TestBroker broker;
    private Engine engine;

    @BeforeEach
    void startBroker() {
        broker = new TestBroker(folder.resolve("broker"));
    }

    @AfterEach
    void stop() {
        if (engine != null) {
            engine.close();
        }
        broker.close();
    }

    private void start(Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "test.password",
                "secret",
                "exchangesync.broker.url",
                broker.url(),
                "publish-change.to",
                "jms:queue:" + TestBroker.QUEUE,
                "publish-change.from",
                "timer:publish-change?period=50&synchronous=true"));
        properties.putAll(more);
        engine = new Engine(folder, PROFILES, new EwsComponent(settings -> server), Path.of("routes"), properties);
    }

    /** As if the next step of the ladder of retries had come. */
    private void makeDue() {
        String url = "jdbc:h2:file:" + folder.resolve("db").toAbsolutePath();
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("update publication set due_at = created_at");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitAllPublished() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> engine.query("select count(*) from publication"), List.of("0")::equals);
    }

    @Test
    void aReceiverGetsTheItemAndAllThatItNeedsToKnow() throws Exception {
        start(Map.of());
        ItemId task = server.put(ANNA, WellKnownFolder.TASKS, Samples.task("Call back", null));
        engine.cycle();
        awaitAllPublished();
        server.replace(ANNA, task, Samples.task("Called", null));
        engine.cycle();
        awaitAllPublished();
        server.delete(ANNA, task);
        engine.cycle();
        awaitAllPublished();

        var consumer = engine.context().createConsumerTemplate();
        List<Exchange> messages = Stream.generate(() -> consumer.receive("jms:queue:" + TestBroker.QUEUE, 5000))
                .limit(3)
                .toList();
        String id = engine.query("select record_id from record").get(0);
        assertThat(messages)
                .extracting(message -> message.getMessage().getHeader("change"))
                .containsExactly("create", "update", "delete");
        JsonNode update =
                new ObjectMapper().readTree(messages.get(1).getMessage().getBody(String.class));
        assertThat(update.path("key").asText()).isEqualTo(id + ":2");
        assertThat(update.path("recordId").asText()).isEqualTo(id);
        assertThat(update.path("recordVersion").asLong()).isEqualTo(2);
        assertThat(update.path("kind").asText()).isEqualTo("task");
        assertThat(update.path("change").asText()).isEqualTo("update");
        assertThat(update.path("mailbox").asText()).isEqualTo(ANNA);
        assertThat(update.path("committedAt").asText()).startsWith("20").endsWith("Z");
        assertThat(update.path("item").path("subject").asText()).isEqualTo("Called");
        assertThat(messages.get(1).getMessage().getHeaders())
                .containsEntry("key", id + ":2")
                .containsEntry("recordId", id)
                .containsEntry("recordVersion", 2L)
                .containsEntry("kind", "task")
                .containsEntry("mailbox", ANNA)
                .containsEntry("JMSXGroupID", id)
                .containsEntry("_AMQ_DUPL_ID", id + ":2");
        assertThat(new ObjectMapper()
                        .readTree(messages.get(2).getMessage().getBody(String.class))
                        .has("item"))
                .isFalse();
    }

    @Test
    void whatWasCommittedWhileTheBrokerWasAwayArrivesWhenItIsBackAlsoAfterARestart() {
        start(Map.of());
        List<ItemId> tasks = IntStream.range(0, 20)
                .mapToObj(i -> server.put(ANNA, WellKnownFolder.TASKS, Samples.task("Task " + i, null)))
                .toList();
        engine.cycle();
        awaitAllPublished();
        broker.stop();
        for (int version = 2; version <= 4; version++) {
            for (ItemId task : tasks) {
                server.replace(ANNA, task, Samples.task("Version " + version, null));
            }
            engine.cycle();
        }
        Awaitility.await()
                .until(
                        () -> engine.query("select count(*) from publication where due_at > created_at"),
                        not(List.of("0")::equals));
        assertThat(engine.query("select count(*), max(attempts) from publication"))
                .as("that the broker is away is no failure of theirs")
                .containsExactly("60,0");

        // nothing more comes from the mailbox
        engine.close();
        start(Map.of());
        broker.start();
        awaitAllPublished();

        assertThat(broker.versions()).hasSize(20);
        assertThat(broker.versions().values())
                .allSatisfy(versions -> assertThat(versions).isSorted().contains(1L, 2L, 3L, 4L));
        assertThat(broker.waiting()).isEqualTo(80);
    }

    /** The broker's answer looks like trouble of its own; that others arrive shows that it is not. */
    @Test
    void aChangeThatTheBrokerRefusesHoldsUpItsRecordAlone() {
        start(Map.of());
        ItemId bad = server.put(ANNA, WellKnownFolder.CONTACTS, Samples.contact("Ada Lovelace", null));
        engine.cycle();
        awaitAllPublished();
        broker.refuse(message -> message.kind().equals("contact"));
        server.replace(ANNA, bad, Samples.contact("Ada King", null));
        engine.cycle();
        server.replace(ANNA, bad, Samples.contact("Ada Byron", null));
        AtomicInteger tasks = new AtomicInteger();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    server.put(ANNA, WellKnownFolder.TASKS, Samples.task("Task " + tasks.incrementAndGet(), null));
                    engine.cycle();
                    return engine.query("select max(attempts) from publication").equals(List.of("1"));
                });
        Awaitility.await()
                .until(
                        () -> engine.query("select kind, version, attempts from publication order by version"),
                        List.of("contact,2,1", "contact,3,0")::equals);
        assertThat(broker.waiting()).isEqualTo(1 + tasks.get());
        assertThat(engine.query("select last_reason from publication where version = 2"))
                .singleElement()
                .asString()
                .contains("does not take");

        broker.refuse(message -> false);
        makeDue();
        awaitAllPublished();
        assertThat(broker.versions()
                        .get(engine.query("select record_id from contact").get(0)))
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void nothingIsPromisedWhileItIsOff() {
        start(Map.of("publish-change.to", "off"));
        server.put(ANNA, WellKnownFolder.TASKS, Samples.task("Private", null));

        engine.cycle();

        assertThat(engine.query("select count(*) from publication")).containsExactly("0");
        assertThat(engine.context().getRoute("publish-change")).isNull();
        assertThat(engine.context().getRoute("publish-one")).isNull();
    }
}
