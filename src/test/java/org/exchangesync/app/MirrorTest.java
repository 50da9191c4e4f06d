package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.exchangesync.ews.EwsComponent;
import org.exchangesync.item.ItemFault;
import org.exchangesync.item.ItemKind;
import org.exchangesync.transport.MemoryTransport;
import org.exchangesync.transport.WellKnownFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of new dead letters reach a JMS queue, once each where the broker drops repetitions. */
class MirrorTest {
    private static final String ANNA = "anna@example.org";
    private static final String QUEUE = "jms:queue:exchange-sync.dead-letters";
    private static final String PROFILES = """
            profiles:
              - name: office
                incomingServerLocation: https://mail.example.org/EWS/Exchange.asmx
                username: svc
                password: "{{env:NO_SUCH_VARIABLE:secret}}"
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
    void start() {
        broker = new TestBroker(folder.resolve("broker"));
        engine = new Engine(
                folder,
                PROFILES,
                new EwsComponent(settings -> server),
                Path.of("routes"),
                Map.of(
                        "exchangesync.broker.url",
                        broker.url(),
                        "dead-letter-mirror.to",
                        QUEUE,
                        "mirror-dead-letter.from",
                        "direct:mirror"));
    }

    @AfterEach
    void stop() {
        engine.close();
        broker.close();
    }

    @Test
    void aNewDeadLetterIsToldOnceWithItsKey() throws IOException {
        damaged();
        engine.cycle();
        mirror();
        mirror();

        Exchange message = receive();
        JsonNode letter = new ObjectMapper().readTree(message.getMessage().getBody(String.class));
        assertThat(letter.path("code").asText()).isEqualTo("ErrorItemCorrupt");
        assertThat(letter.path("cause").asText()).isEqualTo("damaged");
        assertThat(letter.path("mailbox").asText()).isEqualTo(ANNA);
        assertThat(letter.path("direction").asText()).isEqualTo("appointments-contacts-tasks");
        assertThat(message.getMessage().getHeader("key"))
                .isEqualTo(letter.path("key").asText());
        assertThat(receive()).isNull();

        server.expireStates(); // it fails again, but it is no new letter
        engine.cycle();
        mirror();
        assertThat(receive()).isNull();
    }

    @Test
    void whileTheBrokerIsAwayTheCyclesGoOnAndTheCopyIsOwed() {
        broker.stop();
        damaged();

        assertThat(engine.cycle().successful()).isTrue();
        mirror();
        assertThat(engine.query("select mirror_attempts, mirror_due_at is not null from dead_letter"))
                .containsExactly("1,TRUE");

        broker.start();
        engine.query("select 1 from final table (update dead_letter set mirror_due_at = first_seen)");
        mirror();
        assertThat(receive()).isNotNull();
        assertThat(engine.query("select mirror_due_at from dead_letter")).containsExactly("null");
    }

    private void damaged() {
        server.putUnreadable(
                ANNA, WellKnownFolder.TASKS, ItemKind.TASK, new ItemFault("ErrorItemCorrupt", "damaged"), null);
    }

    private void mirror() {
        engine.context().createProducerTemplate().sendBody("direct:mirror", null);
    }

    private Exchange receive() {
        try (ConsumerTemplate consumer = engine.context().createConsumerTemplate()) {
            return consumer.receive(QUEUE, 1000);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
