package org.exchangesync.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.exchangesync.item.Samples;
import org.exchangesync.sandbox.SandboxExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A mailbox that is read in the place of others, whose rules forward their mail to it as attachments. */
class ForwardMailboxTest {
    private static final String ANNA = SandboxExtension.ANNA;
    private static final String BEN = SandboxExtension.BEN;
    private static final String CARLA = "carla@example.org";
    private static final String LINKS =
            "select e.subject, l.mailbox, l.received_for from email e join link l on l.record_id = e.record_id"
                    + " order by e.subject, l.mailbox";

    @TempDir
    Path folder;

    @RegisterExtension
    final SandboxExtension sandbox = SandboxExtension.with(
            builder -> builder.folder(folder.resolve("sandbox")).mailbox(CARLA, "Carla Reyes", "secret"));

    private Engine engine;

    @BeforeEach
    void start() {
        engine = new Engine(
                folder,
                """
                profiles:
                  - name: office
                    incomingServerLocation: %s
                    trustStore: %s
                    username: %s
                    password: "{{test.password}}"
                mailboxes:
                  - {address: %s, profile: office, incomingEmail: forwardMailbox, forwardMailbox: %s}
                  - {address: rejected@example.org, profile: office, approval: rejected,
                     incomingEmail: forwardMailbox, forwardMailbox: BEN}
                  - {address: BEN, profile: office, regardingType: queue, regarding: Forwarded}
                  - {address: %s, profile: office}
                """.replace("BEN", BEN).formatted(
                        sandbox.server().ewsUrl(),
                        sandbox.server().certificateFile(),
                        SandboxExtension.SERVICE,
                        ANNA,
                        BEN,
                        CARLA),
                null,
                Path.of("routes"),
                Map.of("test.password", SandboxExtension.PASSWORD));
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private static byte[] mail(String subject) throws IOException {
        return Samples.email(subject).original().toByteArray();
    }

    private static byte[] forwarding(String from, byte[] mail) {
        String head = """
                From: <%s>
                To: <%s>
                Subject: FW: something
                Message-ID: <wrapping%s@example.org>
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=frontier

                --frontier
                Content-Type: text/plain

                See the attachment.
                --frontier
                Content-Type: message/rfc822

                """.formatted(from, BEN, System.nanoTime()).replace("\n", "\r\n");
        return (head + new String(mail, UTF_8) + "\r\n--frontier--\r\n").getBytes(UTF_8);
    }

    @Test
    void forwardedMailComesOutOfItsWrappingAndBelongsToItsMailbox() throws Exception {
        sandbox.server().deliver(ANNA, mail("not read here"));
        sandbox.server().deliver(BEN, forwarding(ANNA, mail("to Anna")));
        sandbox.server().deliver(BEN, mail("to Ben"));
        engine.cycle();
        assertThat(engine.query(LINKS)).containsExactly("to Anna," + BEN + "," + ANNA, "to Ben," + BEN + ",null");
        assertThat(engine.query("select c.size from email e join content c on c.sha256 = e.original_sha256"
                        + " where e.subject = 'to Anna'"))
                .containsExactly(String.valueOf(mail("to Anna").length));
        assertThat(engine.query("select title from dead_letter")).isEmpty();
    }

    @Test
    void theSameMailInAnotherMailboxIsTheSameRecord() throws Exception {
        sandbox.server().deliver(BEN, forwarding(ANNA, mail("to both")));
        sandbox.server().deliver(CARLA, mail("to both"));
        engine.cycle();
        assertThat(engine.query(LINKS)).containsExactly("to both," + BEN + "," + ANNA, "to both," + CARLA + ",null");
        assertThat(engine.query("select count(*) from record")).containsExactly("1");
    }

    @Test
    void whatOthersForwardIsTheirOwnMail() throws Exception {
        sandbox.server().deliver(BEN, forwarding("stranger@example.net", mail("inside")));
        engine.cycle();
        assertThat(engine.query(LINKS)).containsExactly("FW: something," + BEN + ",null");
    }

    @Test
    void whatAMailboxForwardsThatNobodyApprovedIsLeftOut() throws Exception {
        sandbox.server().deliver(BEN, forwarding("rejected@example.org", mail("not wanted")));
        engine.cycle();
        assertThat(engine.query(LINKS)).isEmpty();
        assertThat(engine.query("select title from dead_letter")).isEmpty();
    }

    @Test
    void somethingForwardedThatIsNoMailIsADeadLetterWithItsWrapping() throws Exception {
        byte[] wrapping = forwarding(ANNA, "\u0001\u0002".getBytes(UTF_8));
        sandbox.server().deliver(BEN, wrapping);
        sandbox.server().deliver(BEN, forwarding(ANNA, mail("good")));
        engine.cycle();
        assertThat(engine.query(LINKS)).containsExactly("good," + BEN + "," + ANNA);
        assertThat(engine.query(
                        "select d.title, c.size from dead_letter d join content c on c.sha256 = d.original_sha256"))
                .containsExactly("FW: something," + wrapping.length);
    }

    @Test
    void aMailboxThatIsReadAgainKeepsWhoseItsMailIs() throws Exception {
        sandbox.server().deliver(BEN, forwarding(ANNA, mail("to Anna")));
        engine.cycle();
        sandbox.server().administration().expireStates(BEN);
        sandbox.server().deliver(BEN, forwarding(ANNA, mail("to Anna later")));
        engine.cycle();
        assertThat(engine.query(LINKS))
                .containsExactly("to Anna," + BEN + "," + ANNA, "to Anna later," + BEN + "," + ANNA);
    }
}
