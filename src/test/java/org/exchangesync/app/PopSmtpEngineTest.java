package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.exchangesync.check.MailboxTests;
import org.exchangesync.popsmtp.GreenMailServer;
import org.exchangesync.popsmtp.ScriptedPop3;
import org.exchangesync.popsmtp.ScriptedSmtp;
import org.exchangesync.sync.KindCounts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine as it runs in production, with its own routes, over POP3: they don't know which transport it is. */
class PopSmtpEngineTest {
    private static final Logger LOG = LoggerFactory.getLogger(PopSmtpEngineTest.class);
    private static final String ANNA = "anna@example.org";
    private static final Path ROUTES = Path.of("routes");

    @TempDir
    Path folder;

    private final ScriptedPop3 server = new ScriptedPop3();
    private Engine engine;

    @AfterEach
    void stop() {
        if (engine != null) {
            engine.close();
        }
        server.close();
    }

    private static String profiles(int port, String mailbox) {
        return """
                profiles:
                  - {name: provider, serverType: pop3Smtp, incomingServerLocation: 127.0.0.1, incomingPort: %d,
                     incomingEncryption: none, allowPlainText: true, timeout: 5,
                     username: "{mailbox}", password: "{{test.password}}"}
                mailboxes:
                  - {address: anna@example.org, profile: provider, outgoingEmail: none%s}
                """.formatted(port, mailbox);
    }

    private void start(String mailbox, Map<String, String> more) {
        startWith(profiles(server.port(), mailbox), more);
    }

    private void startWith(String profiles, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put("test.password", "secret");
        properties.putIfAbsent("exchangesync.page.items", "3");
        properties.put("exchangesync.redelivery", "0");
        properties.putIfAbsent("redelivery.attempts", "0");
        engine = new Engine(folder, profiles, null, ROUTES, properties);
    }

    private void restart(String mailbox) {
        engine.close();
        start(mailbox, Map.of());
    }

    private List<String> subjects() {
        return engine.query("select subject from email order by subject");
    }

    private void arrive(int count) {
        IntStream.range(0, count).forEach(i -> server.put("uid" + i, ScriptedPop3.mail("mail " + i)));
    }

    @Test
    void mailIsStoredOnceWhateverIsRestarted() {
        arrive(8);
        start("", Map.of());
        assertThat(engine.cycle().totals().created()).isEqualTo(8);
        assertThat(engine.query("select count(*), min(transport) from seen_item"))
                .containsExactly("8,pop-smtp");
        assertThat(engine.cycle().totals()).isEqualTo(KindCounts.NONE);
        restart("");
        server.commands().clear();
        assertThat(engine.cycle().totals()).isEqualTo(KindCounts.NONE);
        assertThat(server.count("RETR")).isZero();
        server.put("late", ScriptedPop3.mail("late"));
        assertThat(engine.cycle().totals().created()).isEqualTo(1);
        assertThat(subjects()).hasSize(9).doesNotHaveDuplicates();
        assertThat(server.messages()).as("mail is left on the server").hasSize(9);
    }

    @Test
    void mailIsStoredFromGreenMail() {
        try (GreenMailServer greenMail = new GreenMailServer()) {
            for (int i = 0; i < 5; i++) {
                greenMail.arrive(
                        ANNA,
                        ScriptedPop3.mail("mail " + i).getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                        org.exchangesync.item.Samples.RECEIVED);
            }
            URI pop3 = greenMail.pop3();
            startWith(profiles(pop3.getPort(), ", deleteEmailsAfterProcessing: true"), Map.of());
            assertThat(engine.cycle().totals().created()).isEqualTo(5);
            assertThat(subjects()).hasSize(5);
            assertThat(greenMail.count(ANNA)).isZero();
            assertThat(engine.cycle().totals()).isEqualTo(KindCounts.NONE);
        }
    }

    @Test
    void processedMailIsDeletedInOneSessionBehindTheCommit() {
        arrive(7);
        List<String> storedBeforeTheFirstDelete = new ArrayList<>();
        server.script((command, wire) -> {
            if (command.startsWith("DELE") && storedBeforeTheFirstDelete.isEmpty()) {
                storedBeforeTheFirstDelete.addAll(engine.query("select count(*) from email"));
            }
            return false;
        });
        start(
                ", deleteEmailsAfterProcessing: true",
                Map.of("exchangesync.database.url", "jdbc:h2:mem:popdel;DB_CLOSE_DELAY=-1"));
        int before = server.sessions();

        assertThat(engine.cycle().totals().created()).isEqualTo(7);

        assertThat(storedBeforeTheFirstDelete).containsExactly("7");
        assertThat(server.messages()).isEmpty();
        assertThat(server.sessions() - before).as("one to read, one to delete").isEqualTo(2);
        assertThat(engine.query("select state, count(*) from remote_action group by state"))
                .containsExactly("DONE,7");
        assertThat(engine.query("select count(*) from seen_item")).containsExactly("0");
        assertThat(engine.cycle().totals()).isEqualTo(KindCounts.NONE);
        assertThat(subjects()).hasSize(7);
    }

    @Test
    void aDeleteWhoseSessionBreaksIsDoneLaterAndNothingComesTwice() {
        arrive(4);
        AtomicInteger breaks = new AtomicInteger(1);
        AtomicInteger marked = new AtomicInteger();
        server.script((command, wire) -> {
            if (command.startsWith("DELE")) {
                marked.incrementAndGet();
            }
            return command.equals("QUIT") && marked.get() > 0 && breaks.getAndDecrement() > 0 && wire.cut();
        });
        start(", deleteEmailsAfterProcessing: true", Map.of());
        engine.cycle();
        assertThat(subjects()).hasSize(4);
        makeDue();
        engine.cycle();
        makeDue();
        engine.cycle();
        assertThat(server.messages()).isEmpty();
        assertThat(subjects()).hasSize(4);
        assertThat(engine.query("select state, count(*) from remote_action group by state"))
                .containsExactly("DONE,4");
    }

    private void makeDue() {
        try (var connection = java.sql.DriverManager.getConnection(
                        "jdbc:h2:file:" + folder.resolve("db").toAbsolutePath(), "sa", "");
                var statement = connection.createStatement()) {
            statement.execute("update remote_action set due_at = timestamp '2020-01-01 00:00:00'");
            statement.execute("update mailbox_direction set retry_at = timestamp '2020-01-01 00:00:00'");
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aConnectionThatBreaksBetweenMessagesAndTheCommitLosesAndDoublesNothing() {
        arrive(9);
        AtomicInteger cuts = new AtomicInteger();
        server.script((command, wire) -> {
            // the fourth message breaks off each second time it is asked for
            if (command.equals("RETR 5") && cuts.incrementAndGet() % 2 == 1) {
                wire.raw("+OK\r\nFrom: half a mes");
                return wire.cut();
            }
            return false;
        });
        start("", Map.of("redelivery.attempts", "3"));
        engine.cycle();
        engine.cycle();
        assertThat(subjects()).hasSize(9).doesNotHaveDuplicates();
        assertThat(engine.query("select count(*) from record")).containsExactly("9");
        assertThat(engine.query("select count(*) from dead_letter")).containsExactly("0");
        assertThat(engine.query("select count(*) from seen_item")).containsExactly("9");
    }

    @Test
    void anEngineThatDiesBetweenReadingAndCommitReadsAgain() {
        arrive(6);
        start("", Map.of("exchangesync.page.items", "10"));
        // the database is gone at the commit, as for a process that is killed there
        AtomicInteger asked = new AtomicInteger();
        server.script((command, wire) -> {
            if (command.equals("RETR 6") && asked.incrementAndGet() == 1) {
                execute("rename");
            }
            return false;
        });
        engine.cycle();
        assertThat(engine.query("select count(*) from record")).containsExactly("0");
        execute("restore");
        restart("");
        makeDue();
        engine.cycle();
        assertThat(subjects()).hasSize(6).doesNotHaveDuplicates();
        assertThat(engine.query("select count(*) from seen_item")).containsExactly("6");
    }

    private void execute(String what) {
        try (var connection = java.sql.DriverManager.getConnection(
                        "jdbc:h2:file:" + folder.resolve("db").toAbsolutePath(), "sa", "");
                var statement = connection.createStatement()) {
            statement.execute(
                    what.equals("rename")
                            ? "alter table seen_item rename to seen_item_away"
                            : "alter table seen_item_away rename to seen_item");
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatTheServerNumbersAnewIsRecognisedAndBecomesNoSecondRecord() {
        arrive(5);
        start("", Map.of());
        engine.cycle();
        List<ScriptedPop3.Message> before = server.messages();
        server.clear();
        before.forEach(message -> server.put("new-" + message.uid(), message.text()));

        KindCounts again = engine.cycle().totals();

        assertThat(again.created()).isZero();
        assertThat(engine.query("select count(*) from record")).containsExactly("5");
        assertThat(engine.query("select count(*) from seen_item")).containsExactly("5");
        assertThat(engine.query("select count(*) from seen_item where item_id like 'new-%'"))
                .containsExactly("5");
    }

    @Test
    void aMailThatCannotBeReadIsADeadLetterAndStaysOnTheServer() {
        server.put("good", ScriptedPop3.mail("good"));
        String part = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n";
        server.put(
                "bad",
                "From: ben@example.org\r\nSubject: bad\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                        + part.repeat(1_100) + "--b--\r\n");
        server.put("behind", ScriptedPop3.mail("behind"));
        start(", deleteEmailsAfterProcessing: true", Map.of());

        engine.cycle();

        assertThat(subjects()).containsExactly("behind", "good");
        assertThat(engine.query("select code, transport, item_id from dead_letter where original_sha256 is not null"))
                .containsExactly("MimeLimitExceeded,pop-smtp,bad");
        assertThat(server.messages()).extracting(ScriptedPop3.Message::uid).containsExactly("bad");
        assertThat(engine.query("select count(*) from remote_action where type <> 'DELETE_PROCESSED'"))
                .containsExactly("0");
        assertThat(engine.cycle().totals()).isEqualTo(KindCounts.NONE);
    }

    @Test
    void oldMailBeforeTheStartDateIsNeverFetched() {
        for (int i = 0; i < 20; i++) {
            server.put("old" + i, ScriptedPop3.mail("old " + i));
        }
        server.put("young", ScriptedPop3.mail("young").replace("Mon, 02 Mar 2026", "Wed, 04 Mar 2026"));
        start(", processEmailFrom: 2026-03-03", Map.of());
        engine.cycle();
        assertThat(subjects()).containsExactly("young");
        assertThat(server.count("RETR")).isEqualTo(1);
        server.commands().clear();
        engine.cycle();
        assertThat(server.count("RETR") + server.count("TOP")).isZero();
    }

    @Test
    void fiveThousandOldMessagesCostOneListForEachPoll() {
        arrive(5_000);
        start("", Map.of("exchangesync.page.items", "100"));
        long start = System.nanoTime();
        assertThat(engine.cycle().totals().created()).isEqualTo(5_000);
        long filled = System.nanoTime();
        server.commands().clear();

        assertThat(engine.cycle().totals()).isEqualTo(KindCounts.NONE);

        LOG.info(
                "5,000 messages of POP3: {} ms to read and store them, {} ms for a poll that finds nothing new",
                (filled - start) / 1_000_000,
                (System.nanoTime() - filled) / 1_000_000);
        assertThat(server.commands()).containsExactly("CAPA", "USER anna@example.org", "PASS secret", "UIDL", "QUIT");
    }

    @Test
    void aMailboxIsTestedAndEnabledInBothDirections() {
        server.put("a", ScriptedPop3.mail("one"));
        try (ScriptedSmtp smtp = new ScriptedSmtp()) {
            String outgoing = ", outgoingServerLocation: 127.0.0.1, outgoingPort: %d, outgoingEncryption: none}"
                    .formatted(smtp.port());
            startWith(
                    profiles(server.port(), "")
                            .replace("\"{{test.password}}\"}", "\"{{test.password}}\"" + outgoing)
                            .replace(", outgoingEmail: none", ""),
                    Map.of("test-mailboxes.from", "direct:test-mailboxes"));
            MailboxTests tests = engine.database().mailboxTests();
            tests.request(List.of(ANNA), MailboxTests.Wish.NONE, "olga");
            engine.context().createProducerTemplate().sendBody("direct:test-mailboxes", null);
            assertThat(tests.results())
                    .extracting(test -> test.direction().label() + " " + test.status())
                    .containsExactly("appointments-contacts-tasks SKIPPED", "incoming SUCCESS", "outgoing SUCCESS");
            assertThat(smtp.count("AUTH")).isEqualTo(1);
            assertThat(server.count("RETR")).as("no mail is read").isZero();
            assertThat(engine.cycle().totals().created()).isEqualTo(1);
        }
    }

    @Test
    void aMailThatAMailboxSendsToItselfComesBackOverPop3AndIsDeletedThere() {
        try (GreenMailServer greenMail = new GreenMailServer()) {
            greenMail.mailbox(ANNA);
            String outgoing = ", outgoingServerLocation: 127.0.0.1, outgoingPort: %d, outgoingEncryption: none}"
                    .formatted(greenMail.smtp().getPort());
            startWith(
                    profiles(greenMail.pop3().getPort(), "")
                            .replace("\"{{test.password}}\"}", "\"{{test.password}}\"" + outgoing)
                            .replace(", outgoingEmail: none", ""),
                    Map.of("test-mailboxes.from", "direct:test-mailboxes"));
            MailboxTests tests = engine.database().mailboxTests();
            tests.request(List.of(ANNA), MailboxTests.Wish.SEND, "olga");
            engine.context().createProducerTemplate().sendBody("direct:test-mailboxes", null);
            assertThat(tests.results())
                    .filteredOn(test -> test.direction() == org.exchangesync.profile.Direction.OUTGOING)
                    .singleElement()
                    .satisfies(test -> assertThat(test.detail())
                            .contains("signed in where mail is handed in", "arrived within", "was removed"));
            assertThat(greenMail.count(ANNA)).isZero();
        }
    }
}
