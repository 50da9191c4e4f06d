package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.exchangesync.popsmtp.ScriptedPop3;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program over POP3 is killed (SIGKILL) where it hurts: behind a message and before its page's commit, between marking and
 * deleting, and when the server has deleted and its answer is still on the way.
 */
class PopSmtpKillTest {
    private static final int MAILS = 12;

    @TempDir
    Path folder;

    private final ScriptedPop3 server = new ScriptedPop3();
    private ProgramProcess program;

    @BeforeEach
    void arrive() throws IOException {
        IntStream.range(0, MAILS).forEach(i -> server.put("uid" + i, ScriptedPop3.mail("mail " + i)));
        Files.writeString(folder.resolve("profiles.yaml"), """
                profiles:
                  - {name: provider, serverType: pop3Smtp, incomingServerLocation: 127.0.0.1, incomingPort: %d,
                     incomingEncryption: none, allowPlainText: true, timeout: 5,
                     username: "{mailbox}", password: "{{env:NO_SUCH_VARIABLE:secret}}"}
                mailboxes:
                  - {address: anna@example.org, profile: provider, outgoingEmail: none,
                     deleteEmailsAfterProcessing: true}
                """.formatted(server.port()));
    }

    @AfterEach
    void stop() throws Exception {
        if (program != null) {
            program.close();
        }
        server.close();
    }

    private void start() {
        Map<String, String> properties = new HashMap<>();
        properties.put("exchangesync.config", folder.resolve("profiles.yaml").toString());
        properties.put("exchangesync.dataFolder", folder.resolve("data").toString());
        properties.put("exchangesync.page.items", "5");
        properties.put("exchangesync.lease", "2"); // of a dead process nobody knows that it is dead
        properties.put("exchangesync.pollingInterval", "1");
        program = ProgramProcess.start(folder.resolve("log"), properties);
    }

    /** Starts the program, and kills it when the server hears that command for the n-th time. */
    private void killedAt(String command, int occurrence) {
        AtomicInteger heard = new AtomicInteger();
        AtomicBoolean killed = new AtomicBoolean();
        server.script((line, wire) -> {
            boolean here = line.startsWith(command) && heard.incrementAndGet() == occurrence && !killed.getAndSet(true);
            if (here) {
                program.kill();
                return wire.cut();
            }
            return false;
        });
        start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> killed.get() && !program.isAlive());
        server.script((line, wire) -> false);
    }

    private void everythingIsThereOnce() throws SQLException {
        start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            assertThat(program.isAlive()).as(program.said()).isTrue();
            return server.messages().isEmpty();
        });
        long sessions = server.sessions();
        // a cycle that does what is owed, and some that have nothing to do
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> server.sessions() > sessions + 4);
        program.kill();
        Awaitility.await().until(() -> !program.isAlive());
        assertThat(one("select count(*) from record")).isEqualTo(MAILS);
        assertThat(one("select count(distinct subject) from email")).isEqualTo(MAILS);
        assertThat(one("select count(*) from dead_letter")).isZero();
        assertThat(one("select count(*) from remote_action where state <> 'DONE'"))
                .isZero();
        assertThat(one("select count(*) from seen_item")).isZero();
    }

    private long one(String sql) throws SQLException {
        Path database = folder.resolve("data").resolve("exchange-sync");
        try (Connection connection =
                        DriverManager.getConnection("jdbc:h2:file:" + database.toAbsolutePath(), "sa", "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void betweenAMessageAndItsCommit() throws SQLException {
        killedAt("RETR", 8);
        assertThat(server.messages()).hasSize(MAILS);
        everythingIsThereOnce();
    }

    @Test
    void betweenMarkingAndDeleting() throws SQLException {
        killedAt("DELE", 4);
        assertThat(server.messages()).hasSize(MAILS);
        everythingIsThereOnce();
    }

    @Test
    void whenAllIsDeletedAndTheAnswerIsOnTheWay() throws SQLException {
        AtomicBoolean killed = new AtomicBoolean();
        AtomicInteger marked = new AtomicInteger();
        server.script((line, wire) -> {
            marked.addAndGet(line.startsWith("DELE") ? 1 : 0);
            if (line.equals("QUIT") && marked.get() > 0 && !killed.getAndSet(true)) {
                server.clear();
                program.kill();
                return wire.cut();
            }
            return false;
        });
        start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> killed.get() && !program.isAlive());
        server.script((line, wire) -> false);
        assertThat(server.messages()).isEmpty();
        everythingIsThereOnce();
    }
}
