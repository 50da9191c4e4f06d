package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.exchangesync.popsmtp.ScriptedPop3;
import org.exchangesync.popsmtp.ScriptedSmtp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outgoing mail of the whole engine over SMTP, by the routes that send it over EWS too. */
class SmtpOutgoingTest {
    private static final String ANNA = "anna@example.org";

    @TempDir
    Path folder;

    private final ScriptedPop3 pop3 = new ScriptedPop3();
    private final ScriptedSmtp smtp = new ScriptedSmtp();
    private Engine engine;
    private Outbox outbox;

    @BeforeEach
    void start() {
        engine = new Engine(
                folder,
                """
                profiles:
                  - {name: provider, serverType: pop3Smtp, allowPlainText: true, timeout: 3,
                     incomingServerLocation: 127.0.0.1, incomingPort: %d, incomingEncryption: none,
                     outgoingServerLocation: 127.0.0.1, outgoingPort: %d, outgoingEncryption: none,
                     username: "{mailbox}", password: "{{test.password}}"}
                mailboxes:
                  - {address: anna@example.org, profile: provider}
                """.formatted(pop3.port(), smtp.port()),
                null,
                Path.of("routes"),
                Map.of("test.password", "secret", "exchangesync.redelivery", "0", "redelivery.attempts", "0"));
        outbox = new Outbox("jdbc:h2:file:" + folder.resolve("db").toAbsolutePath(), "sa", "");
    }

    @AfterEach
    void stop() {
        engine.close();
        pop3.close();
        smtp.close();
    }

    private String state(UUID id) {
        return engine.query("select state || ' ' || coalesce(last_code, '-') from outgoing_email where record_id = '"
                        + id + "'")
                .get(0);
    }

    @Test
    void aMailLeavesOnceAndRefusedRecipientsAreTold() {
        smtp.script((command, wire) -> {
            if (command.startsWith("RCPT TO:<gone")) {
                wire.say("550 5.1.1 no such user");
                return true;
            }
            return false;
        });
        UUID id = outbox.put(ANNA, "Your order", "carla@example.net", "gone@example.net");

        engine.cycle();
        engine.cycle();

        assertThat(state(id)).isEqualTo("SENT -");
        assertThat(smtp.mails()).singleElement().asString().contains("Subject: Your order", "carla@example.net");
        assertThat(engine.query("select address, reply from outgoing_refusal"))
                .containsExactly("gone@example.net,550 5.1.1 no such user");
    }

    @Test
    void aMailThatIsRefusedForGoodFailsAndOneThatIsRefusedForNowWaits() {
        smtp.script((command, wire) -> {
            if (command.startsWith("RCPT TO:<gone")) {
                wire.say("550 5.1.1 no such user");
                return true;
            }
            if (command.startsWith("RCPT TO:<busy")) {
                wire.say("451 4.3.0 later");
                return true;
            }
            return false;
        });
        UUID gone = outbox.put(ANNA, "To nobody", "gone@example.net");
        UUID busy = outbox.put(ANNA, "Later", "busy@example.net");

        engine.cycle();

        assertThat(state(gone)).isEqualTo("FAILED Smtp550");
        assertThat(state(busy)).endsWith("Smtp451").doesNotStartWith("FAILED").doesNotStartWith("UNCERTAIN");
        assertThat(smtp.mails()).isEmpty();
    }

    @Test
    void aLostAnswerToTheFinalDotMakesTheMailUncertainAndItIsNotSentAgain() {
        smtp.atTheEnd((command, wire) -> wire.cut());
        UUID id = outbox.put(ANNA, "Perhaps", "carla@example.net");
        engine.cycle();
        assertThat(state(id)).isEqualTo("UNCERTAIN OutcomeUnknown");
        smtp.atTheEnd((command, wire) -> false);
        outbox.run("update mailbox_direction set retry_at = timestamp '2020-01-01 00:00:00'");
        engine.cycle();
        engine.cycle();
        assertThat(smtp.mails()).hasSize(1);
        assertThat(state(id)).startsWith("UNCERTAIN");
    }

    @Test
    void aServerThatIsAwayKeepsMailWaitingAndIncomingMailComes() {
        smtp.script((command, wire) -> command.startsWith("MAIL") && wire.cut());
        pop3.put("a", ScriptedPop3.mail("one"));
        UUID id = outbox.put(ANNA, "Waits", "carla@example.net");
        engine.cycle();
        assertThat(state(id))
                .doesNotStartWith("SENT")
                .doesNotStartWith("FAILED")
                .doesNotStartWith("UNCERTAIN");
        assertThat(engine.query("select subject from email where message_id is not null and subject = 'one'"))
                .containsExactly("one");
        smtp.script((command, wire) -> false);
        outbox.run("update mailbox_direction set retry_at = timestamp '2020-01-01 00:00:00'");
        outbox.run("update outgoing_email set due_at = timestamp '2020-01-01 00:00:00'");
        engine.cycle();
        assertThat(state(id)).isEqualTo("SENT -");
        assertThat(smtp.mails()).hasSize(1);
    }
}
