package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.exchangesync.ews.EwsComponent;
import org.exchangesync.item.Samples;
import org.exchangesync.sync.deadletter.DeadLetterStore;
import org.exchangesync.sync.deadletter.LetterQuery;
import org.exchangesync.sync.deadletter.ReplayOptions;
import org.exchangesync.sync.deadletter.StoredLetter;
import org.exchangesync.transport.MemoryTransport;
import org.exchangesync.transport.WellKnownFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays go on at the step that refused an item: here a call of another system, after one that must not be repeated. */
public class ResumeTest {
    private static final String ANNA = "anna@example.org";
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

    /** What an integration team adds: a first call, a choice, a call that may be refused, the item put back. */
    private static final String STEPS = """
            - bean:
                beanType: org.exchangesync.app.ResumeTest
                method: first
            - setHeader:
                name: customer
                constant: "4711"
            - setBody:
                simple: "mail of ${header.customer}, urgent"
            - choice:
                when:
                  - simple: "${header.customer} == '4711'"
                    steps:
                      - log:
                          message: "asking about ${header.customer}"
                      - bean:
                          beanType: org.exchangesync.app.ResumeTest
                          method: second
                otherwise:
                  steps:
                    - bean:
                        beanType: org.exchangesync.app.ResumeTest
                        method: first
            - setBody:
                simple: "${exchangeProperty.change.item}"
            """;

    private static final List<String> CALLS = new CopyOnWriteArrayList<>();
    private static volatile int status;
    private static volatile boolean firstAway;
    private static volatile URI crm;

    @TempDir
    Path folder;

    private final MemoryTransport server = new MemoryTransport().mailbox(ANNA);
    private HttpServer http;
    private Engine engine;
    private DeadLetterStore letters;

    @BeforeEach
    void start() throws IOException {
        CALLS.clear();
        firstAway = false;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            CALLS.add(exchange.getRequestURI().getPath().substring(1) + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/second") ? status : 200, -1);
            exchange.close();
        });
        http.start();
        crm = URI.create("http://localhost:" + http.getAddress().getPort() + "/");
        engine = engine(STEPS);
        letters = engine.database().deadLetterStore();
        status = 422;
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("Offer"));
        engine.cycle();
        CALLS.clear();
    }

    private Engine engine(String steps) throws IOException {
        return engine(steps, Map.of());
    }

    private Engine engine(String steps, Map<String, String> more) throws IOException {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(routes.resolve(file.getFileName()), Files.readString(file));
            }
        }
        Path file = routes.resolve("receive-email.camel.yaml");
        String text = Files.readString(file);
        int record = text.lastIndexOf("        - bean:");
        Files.writeString(file, text.substring(0, record) + steps.indent(8) + text.substring(record));
        return new Engine(folder, PROFILES, new EwsComponent(settings -> server), routes, more);
    }

    private void edit(String steps) throws IOException {
        engine.close();
        engine = engine(steps);
        letters = engine.database().deadLetterStore();
    }

    @AfterEach
    void stop() {
        engine.close();
        http.stop(0);
    }

    public static void first(Exchange exchange) throws IOException, InterruptedException {
        if (firstAway) {
            throw new ConnectException("connection refused");
        }
        call("first", exchange);
    }

    public static void second(Exchange exchange) throws IOException, InterruptedException {
        call("second", exchange);
    }

    private static void call(String what, Exchange exchange) throws IOException, InterruptedException {
        Object body = exchange.getMessage().getBody();
        HttpResponse<Void> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(crm.resolve(what))
                                .POST(HttpRequest.BodyPublishers.ofString(body instanceof String ? (String) body : ""))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        if (answer.statusCode() == 422) {
            throw new IllegalArgumentException("the crm refused it with 422");
        }
    }

    @Test
    void theLetterTellsTheStepThatRefused() {
        StoredLetter letter = only();
        assertThat(letter.failure().route()).isEqualTo("receive-email");
        assertThat(letter.failure().step())
                .startsWith("step 5.")
                .endsWith(", bean org.exchangesync.app.ResumeTest second");
        assertThat(letter.failure().cause()).contains("422");
        assertThat(letter.kept().resumable()).isTrue();
    }

    @Test
    void theStepsBeforeTheOneThatRefusedAreNotRunAgain() {
        status = 200;
        StoredLetter letter = replay(ReplayOptions.DEFAULT);

        assertThat(letter.state()).hasToString("REPLAYED");
        assertThat(CALLS).containsExactly("second mail of 4711, urgent");
        assertThat(engine.query("select subject from email")).containsExactly("Offer");
    }

    @Test
    void whatIsRefusedAgainCanBeResumedAgain() {
        assertThat(replay(ReplayOptions.DEFAULT).state()).hasToString("OPEN");
        status = 200;
        assertThat(replay(ReplayOptions.DEFAULT).state()).hasToString("REPLAYED");
        assertThat(CALLS).containsExactly("second mail of 4711, urgent", "second mail of 4711, urgent");
    }

    @Test
    void fromTheStartAllStepsAreRun() {
        status = 200;
        assertThat(replay(new ReplayOptions(true, false, true)).state()).hasToString("REPLAYED");
        assertThat(CALLS).containsExactly("first ", "second mail of 4711, urgent");
    }

    @Test
    void aStepThatMovedInItsRouteIsFoundAgain() throws IOException {
        status = 200;
        edit("""
                - log:
                    message: "a step more"
                """ + STEPS);
        assertThat(replay(ReplayOptions.DEFAULT).state()).hasToString("REPLAYED");
        assertThat(CALLS).containsExactly("second mail of 4711, urgent");
    }

    @Test
    void aStepThatIsGoneIsToldAndTheReplayFromTheStartStillPossible() throws IOException {
        status = 200;
        edit(STEPS.replace("method: second", "method: first"));

        StoredLetter letter = replay(ReplayOptions.DEFAULT);
        assertThat(letter.state()).hasToString("OPEN");
        assertThat(letter.replay().lastResult())
                .startsWith("step 5.")
                .endsWith(", bean org.exchangesync.app.ResumeTest second of receive-email is no longer in the route."
                        + " Replay it from the start");
        assertThat(CALLS).isEmpty();

        assertThat(replay(new ReplayOptions(true, false, true)).state()).hasToString("REPLAYED");
    }

    @Test
    void aStepThatIsNotReachedAnyMoreIsTold() throws IOException {
        status = 200;
        edit(STEPS.replace("== '4711'", "== '4712'"));

        StoredLetter letter = replay(ReplayOptions.DEFAULT);

        assertThat(letter.state()).hasToString("OPEN");
        assertThat(letter.replay().lastResult()).contains("was not reached", "from the start");
        assertThat(engine.query("select count(*) from email")).containsExactly("0");
    }

    @Test
    void aStepThatIsLeftOutSaysNothingAboutItsTarget() throws Exception {
        firstIsAway();
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("Waits"));
        engine.cycle();
        List<String> open = openAlerts();
        assertThat(open).containsExactly("endpoint bean:org.exchangesync.app.ResumeTest first");
        CALLS.clear();
        status = 200;

        assertThat(replay(ReplayOptions.DEFAULT).state()).hasToString("REPLAYED");

        assertThat(CALLS).containsExactly("second mail of 4711, urgent");
        assertThat(openAlerts()).as("first was not called").isEqualTo(open);
    }

    private List<String> openAlerts() {
        return engine.query("select alert_key from alert where resolved_at is null");
    }

    /** So that its breaker opens at the first failure. */
    private void firstIsAway() throws IOException {
        engine.close();
        engine = engine(STEPS, Map.of("exchangesync.breaker.failures", "1", "exchangesync.redelivery", "0"));
        letters = engine.database().deadLetterStore();
        firstAway = true;
    }

    private StoredLetter only() {
        List<StoredLetter> all = letters.find(LetterQuery.ALL);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private StoredLetter replay(ReplayOptions options) {
        letters.requestReplay(LetterQuery.OPEN, options, "olga");
        engine.cycle();
        return only();
    }
}
