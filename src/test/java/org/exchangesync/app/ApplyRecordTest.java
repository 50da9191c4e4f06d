package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.exchangesync.ews.EwsComponent;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.transport.MemoryTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another system hands in mail by the route, as docs/outgoing.md says. */
class ApplyRecordTest {
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

    private final MemoryTransport server = new MemoryTransport().mailbox("anna@example.org");
    private Engine engine;

    @BeforeEach
    void start() {
        engine = new Engine(
                folder,
                PROFILES,
                new EwsComponent(settings -> server),
                Path.of("routes"),
                Map.of("test.password", "secret"));
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private String apply(String json) {
        return engine.context().createProducerTemplate().requestBody("direct:apply-record", json, String.class);
    }

    private static String example() throws IOException {
        Matcher json = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/outgoing.md")));
        assertThat(json.find()).isTrue();
        return json.group(1);
    }

    @Test
    void theExampleOfThePageIsTakenOnceAndSentOnce() throws IOException {
        assertThat(apply(example())).contains("\"key\":\"order 4711\"", "\"state\":\"pending-send\"", "\"taken\":true");
        assertThat(apply(example())).contains("\"taken\":false");
        engine.cycle();
        assertThat(apply(example())).contains("\"state\":\"sent\"", "\"taken\":false");
        engine.cycle();

        assertThat(server.sent()).hasSize(1);
        Email sent = server.sent().get(0);
        assertThat(sent.subject()).isEqualTo("Your order");
        assertThat(sent.attachments())
                .singleElement()
                .satisfies(file -> assertThat(file.name()).isEqualTo("order.pdf"));
        assertThat(engine.query("select request_key, state from outgoing_email"))
                .containsExactly("order 4711,SENT");
    }

    @Test
    void largeAttachmentsGoThroughFiles() throws IOException {
        byte[] large = new byte[5 << 20];
        new Random(3).nextBytes(large);
        apply(example().replace("JVBERi0xLjcK", Base64.getEncoder().encodeToString(large)));

        assertThat(engine.query("select a.size, a.content_sha256 from attachment a"))
                .containsExactly(large.length + "," + Content.of(large).sha256());
        try (var files = Files.list(folder.resolve("spool"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void whatCannotBeTakenIsAnsweredWithTheReason() throws IOException {
        assertThat(apply("no json")).contains("\"error\":\"the body is no JSON");
        assertThat(apply("[1]")).contains("must be a JSON object");
        assertThat(apply(example().replace("\"email\"", "\"contact\""))).contains("only email can be handed in");
        assertThat(apply(example().replace("\"key\"", "\"kex\""))).contains("'kex' is unknown");
        assertThat(apply(example().replace("\"subject\"", "\"subjekt\""))).contains("'item' is no email", "subjekt");
        assertThat(apply(example().replace("JVBERi0xLjcK", "%%"))).contains("\"error\"");
        assertThat(engine.query("select count(*) from record")).containsExactly("0");
    }
}
