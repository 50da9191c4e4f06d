package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.exchangesync.check.MailboxTests;
import org.exchangesync.check.MailboxTests.Status;
import org.exchangesync.ops.ConfigurationOperations;
import org.exchangesync.profile.Direction;
import org.exchangesync.profile.ProfilesFile;
import org.exchangesync.sandbox.SandboxServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many mailboxes in one go, over real EWS: imported from a table, tested, enabled, and synchronised. {@code
 * -Dmany.mailboxes=1000} takes as many as you like and tells the time of each step.
 */
class ManyMailboxesTest {
    private static final int MAILBOXES = Integer.getInteger("many.mailboxes", 20);
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    @TempDir
    Path folder;

    @Test
    void aTableOfMailboxesIsImportedTestedEnabledAndSynchronised() throws Exception {
        List<String> addresses = IntStream.range(0, MAILBOXES)
                .mapToObj("user%04d@many.example"::formatted)
                .toList();
        SandboxServer.Builder builder = SandboxServer.builder().serviceAccount("svc", "secret");
        addresses.forEach(address -> builder.mailbox(address, address, "secret"));
        try (SandboxServer server = builder.start();
                Engine engine = engine(server)) {
            Instant begin = Instant.now();
            String table = "address,owner\n" + String.join(",boss@many.example\n", addresses) + ",boss@many.example\n";
            new ConfigurationOperations(engine.database().declarations(), new ProfilesFile(text -> text, folder))
                    .take("mailboxes.csv", table, false, "olga");
            engine.applyConfiguration();
            Instant imported = Instant.now();
            for (String address : addresses) {
                engine.database().directions().disable(address, Direction.INCOMING, "not tested yet", "olga");
            }
            MailboxTests tests = engine.database().mailboxTests();
            Instant asked = Instant.now();
            tests.request(addresses, MailboxTests.Wish.NONE, "olga");
            Awaitility.await().atMost(PATIENCE).until(() -> {
                engine.context().createProducerTemplate().sendBody("direct:test-mailboxes", null);
                return tests.waiting().isEmpty();
            });
            Instant tested = Instant.now();

            assertThat(tests.results().stream()
                            .filter(result -> result.status() == Status.SUCCESS)
                            .map(result -> result.mailbox() + " " + result.direction())
                            .distinct())
                    .hasSize(3 * MAILBOXES);
            assertThat(engine.database().directions().all()).isEmpty();
            System.out.printf(
                    "%d mailboxes: imported in %.1f s, tested and enabled in %.1f s%n",
                    MAILBOXES,
                    Duration.between(begin, imported).toMillis() / 1000.0,
                    Duration.between(asked, tested).toMillis() / 1000.0);
        }
    }

    private Engine engine(SandboxServer server) {
        return new Engine(
                folder,
                """
                profiles:
                  - name: many
                    incomingServerLocation: %s
                    username: svc
                    password: "{{env:NO_SUCH_VARIABLE:secret}}"
                    trustStore: %s
                    defaultForNewMailboxes: true
                """.formatted(server.ewsUrl(), server.certificateFile()),
                null,
                Path.of("routes"),
                Map.of("test-mailboxes.from", "direct:test-mailboxes", "exchangesync.pollingInterval", "3600"));
    }
}
