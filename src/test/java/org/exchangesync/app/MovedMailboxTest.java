package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.exchangesync.SettableClock;
import org.exchangesync.item.Samples;
import org.exchangesync.sandbox.SandboxExtension;
import org.exchangesync.sandbox.discovery.DiscoveryRule;
import org.exchangesync.sandbox.discovery.DiscoveryRule.Answer;
import org.exchangesync.sandbox.discovery.Formerly;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole engine, with a profile that knows no server: mailboxes are found, and found again when they move. */
class MovedMailboxTest {
    private static final String ANNA = SandboxExtension.ANNA;
    private static final String BEN = SandboxExtension.BEN;

    @TempDir
    Path folder;

    @RegisterExtension
    final SandboxExtension sandbox = SandboxExtension.with(builder -> builder.folder(folder.resolve("sandbox")));

    /** Begins now, because the certificate's time is the machine's. */
    private final SettableClock clock = new SettableClock(Instant.now());

    private Engine engine;

    @AfterEach
    void stop() {
        if (engine != null) {
            engine.close();
        }
    }

    private void start() {
        engine = new Engine(
                folder,
                """
                profiles:
                  - name: office
                    autodiscover: true
                    autodiscoverUrl: %s
                    trustStore: %s
                    username: %s
                    password: "{{test.password}}"
                mailboxes:
                  - {address: %s, profile: office}
                  - {address: %s, profile: office}
                """.formatted(
                                sandbox.server().autodiscoverUrl(),
                                sandbox.server().certificateFile(),
                                SandboxExtension.SERVICE,
                                ANNA,
                                BEN),
                null,
                Path.of("routes"),
                Map.of("test.password", SandboxExtension.PASSWORD),
                clock);
    }

    private void deliver(String mailbox, String subject) throws Exception {
        sandbox.server().deliver(mailbox, Samples.email(subject).original().toByteArray());
    }

    @Test
    void mailboxesOfOneProfileAreOnDifferentServers() throws Exception {
        sandbox.server().administration().moveTo(BEN, "b", Formerly.UNKNOWN);
        deliver(ANNA, "for Anna");
        deliver(BEN, "for Ben");
        start();
        engine.cycle();
        assertThat(engine.query("select subject from email order by subject")).containsExactly("for Anna", "for Ben");
        assertThat(engine.query("select mailbox, ews_url from mailbox_server order by mailbox"))
                .containsExactly(
                        ANNA + "," + sandbox.server().ewsUrl(),
                        BEN + "," + sandbox.server().ewsUrl("b"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Formerly.class,
            names = {"REDIRECT", "MOVING", "SILENT"})
    void aMailboxThatMovesGoesOnInTheNextCycleAndNothingIsLost(Formerly formerly) throws Exception {
        for (int i = 1; i <= 5; i++) {
            deliver(ANNA, "before " + i);
        }
        start();
        engine.cycle();
        clock.go(Duration.ofHours(2));
        sandbox.server().administration().moveTo(ANNA, "b", formerly);
        for (int i = 1; i <= 5; i++) {
            deliver(ANNA, "after " + i);
        }
        deliver(BEN, "for Ben");
        engine.cycle();
        assertThat(engine.query("select count(*) from email")).containsExactly("11");
        assertThat(engine.query("select mailbox from mailbox_direction")).isEmpty();
        assertThat(engine.query("select title from dead_letter")).isEmpty();
        assertThat(engine.query("select ews_url from mailbox_server where mailbox = '" + ANNA + "'"))
                .containsExactly(sandbox.server().ewsUrl("b"));
    }

    @Test
    void aMailboxThatCannotBeFoundIsPostponedAloneAndTheOtherGoesOn() throws Exception {
        deliver(ANNA, "for Anna");
        deliver(BEN, "for Ben");
        sandbox.server()
                .discovery()
                .add(DiscoveryRule.of(Answer.HTTP_STATUS, "404").mailbox(ANNA));
        start();
        engine.cycle();
        assertThat(engine.query("select subject from email")).containsExactly("for Ben");
        assertThat(engine.query("select distinct mailbox from mailbox_direction"))
                .containsExactly(ANNA);
        assertThat(engine.query("select profile from profile_breaker")).isEmpty();
        sandbox.server().discovery().clear();
        clock.go(Duration.ofHours(2));
        engine.cycle();
        assertThat(engine.query("select count(*) from email")).containsExactly("2");
        assertThat(engine.query("select mailbox from mailbox_direction")).isEmpty();
    }
}
