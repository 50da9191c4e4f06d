package org.exchangesync.popsmtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.exchangesync.item.Body;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.Importance;
import org.exchangesync.item.Sensitivity;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.Submission;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.WireListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SMTP servers that refuse, lack something, or vanish: what became of the mail is told as far as it is known, and no further. */
class SmtpFaultsTest {
    private static final MailboxRef ANNA = MailboxRef.of("anna@example.org");

    @TempDir
    Path folder;

    private final ScriptedSmtp server = new ScriptedSmtp();
    private final List<String> heard = new ArrayList<>();

    @AfterEach
    void stop() {
        server.close();
    }

    private Submission submit(Email mail) {
        return submit(ANNA, mail);
    }

    private Submission submit(MailboxRef mailbox, Email mail) {
        ConnectionSettings settings = ConnectionSettings.builder(
                        "test", null, new Credentials("anna", Secret.of("secret")))
                .outgoingUrl(URI.create("smtp+plain://127.0.0.1:" + server.port()))
                .allowPlainHttp(true)
                .readTimeout(Duration.ofSeconds(2))
                .spool(1 << 20, folder)
                .build();
        WireListener listener = (said, answer) -> heard.add(said + " -> " + answer);
        return new PopSmtpTransport(settings, listener, Clock.systemUTC()).submit(mailbox, mail);
    }

    private static Email mailOf(String mime, String... recipients) {
        return new Email(
                "<1@example.org>",
                "Offer",
                new EmailAddress("Anna", "anna@example.org"),
                null,
                List.of(),
                Stream.of(recipients)
                        .map(address -> new Email.Recipient(Email.RecipientType.TO, new EmailAddress(null, address)))
                        .toList(),
                null,
                null,
                List.of(),
                List.of(),
                Body.ofText("Hello"),
                List.of(),
                Importance.NORMAL,
                Sensitivity.NORMAL,
                List.of(),
                null,
                Content.of(mime.getBytes(StandardCharsets.UTF_8)),
                null);
    }

    private static Email mail(String... recipients) {
        return mailOf("From: anna@example.org\r\nSubject: Offer\r\n\r\nHello\r\n", recipients);
    }

    private TransportException failure(Email mail) {
        TransportException failure = catchThrowableOfType(TransportException.class, () -> submit(mail));
        assertThat(failure).isNotNull();
        return failure;
    }

    private void answer(Map<String, String> answers) {
        server.script((command, wire) -> {
            for (Map.Entry<String, String> answer : answers.entrySet()) {
                if (command.startsWith(answer.getKey())) {
                    wire.say(answer.getValue());
                    return true;
                }
            }
            return false;
        });
    }

    @Test
    void aMailIsHandedInWithItsSizeAndWithoutItsBcc() {
        String mime = "Bcc: secret@example.org,\r\n other@example.org\r\nFrom: anna@example.org\r\nResent-Bcc: x@y\r\n"
                + "Subject: Offer\r\n\r\n.dot\r\n..\r\nBcc: this is text\r\n.\r\n";
        Submission submission = submit(mailOf(mime, "ben@example.org", "BEN@example.org", "secret@example.org"));

        assertThat(submission.refused()).isEmpty();
        assertThat(submission.reply()).isEqualTo("250 2.0.0 Ok: queued as 4XyZ");
        assertThat(server.mails())
                .containsExactly("From: anna@example.org\nSubject: Offer\n\n..dot\n...\nBcc: this is text\n..\n");
        assertThat(server.commands())
                .contains(
                        "MAIL FROM:<anna@example.org> SIZE=74",
                        "RCPT TO:<ben@example.org>",
                        "RCPT TO:<secret@example.org>",
                        "QUIT");
        assertThat(server.count("RCPT")).isEqualTo(2);
        assertThat(heard).noneMatch(line -> line.contains(base64("\0anna\0secret")));
        assertThat(server.commands()).contains("AUTH PLAIN " + base64("\0anna\0secret"));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void lineEndsOfEveryKindBecomeThoseOfTheProtocol() {
        submit(mailOf("Subject: a\nX: b\r\rone\ntwo\r.\rthree", "ben@example.org"));
        assertThat(server.mails()).containsExactly("Subject: a\nX: b\n\none\ntwo\n..\nthree\n");
    }

    @Test
    void recipientsThatAreRefusedAreToldOneByOne() {
        answer(Map.of(
                "RCPT TO:<gone", "550 5.1.1 no such user",
                "RCPT TO:<busy", "450 4.2.1 greylisted"));
        Submission submission = submit(mail("ben@example.org", "gone@example.org", "busy@example.org"));
        assertThat(server.mails()).hasSize(1);
        assertThat(submission.refused())
                .extracting(one -> one.address().address() + " " + one.reply() + " " + one.permanent())
                .containsExactly(
                        "gone@example.org 550 5.1.1 no such user true", "busy@example.org 450 4.2.1 greylisted false");
    }

    @Test
    void aMailThatNobodyMayGetIsRefusedByItsCode() {
        answer(Map.of("RCPT", "550 5.1.1 no such user"));
        assertThat(failure(mail("gone@example.org")).code()).isEqualTo("Smtp550");
        answer(Map.of("RCPT TO:<gone", "550 5.1.1 no such user", "RCPT TO:<busy", "451 4.3.0 later"));
        TransportException both = failure(mail("gone@example.org", "busy@example.org"));
        assertThat(both.code()).as("one of them may be taken later").isEqualTo("Smtp451");
        assertThat(both).hasMessageContaining("gone@example.org").hasMessageContaining("nobody gets the mail");
        assertThat(server.mails()).isEmpty();
        assertThat(failure(mail()).code()).isEqualTo("SmtpNoRecipient");
    }

    @ParameterizedTest
    @CsvSource({
        "AUTH, 535 5.7.8 no, Smtp535",
        "AUTH, 454 4.7.0 later, Smtp454",
        "MAIL, 553 5.7.1 not yours, Smtp553",
        "MAIL, 452 4.3.1 no room, Smtp452",
        "RCPT, 421 4.3.2 going down, Smtp421",
        "DATA, 554 5.5.1 no, Smtp554",
        "EHLO, 554 go away, Smtp554",
        "EHLO, hello, BadAnswer"
    })
    void refusalsAreToldByTheirReplyCode(String command, String answer, String code) {
        answer(Map.of(command, answer));
        TransportException failure = failure(mail("ben@example.org"));
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.getMessage()).contains("127.0.0.1").doesNotContain("secret");
        assertThat(server.mails()).isEmpty();
    }

    @Test
    void aRefusalBehindTheFinalDotIsARefusal() {
        server.atTheEnd((command, wire) -> {
            wire.say("552 5.3.4 too big");
            return true;
        });
        assertThat(failure(mail("ben@example.org")).code()).isEqualTo("Smtp552");
    }

    @Test
    void aLostAnswerToTheFinalDotLeavesTheOutcomeUnknown() {
        server.atTheEnd((command, wire) -> wire.cut());
        assertThat(failure(mail("ben@example.org")).code()).isEqualTo(TransportException.OUTCOME_UNKNOWN);
        server.atTheEnd((command, wire) -> true); // no answer at all
        assertThat(failure(mail("ben@example.org")).code()).isEqualTo(TransportException.OUTCOME_UNKNOWN);
        server.atTheEnd((command, wire) -> {
            wire.say("what a nice mail");
            return true;
        });
        assertThat(failure(mail("ben@example.org")).code()).isEqualTo(TransportException.OUTCOME_UNKNOWN);
    }

    @Test
    void aConnectionThatBreaksBeforeTheFinalDotIsOrdinaryTrouble() {
        server.script((command, wire) -> {
            if (command.equals("DATA")) {
                wire.say("354 go on");
                return wire.cut();
            }
            return false;
        });
        String large = "Subject: Offer\r\n\r\n" + ("x".repeat(70) + "\r\n").repeat(130);
        for (int i = 0; i < 3; i++) {
            // what is small enough goes out with the dot before the break is seen, and then nobody knows
            assertThat(failure(mailOf(large, "ben@example.org")).code())
                    .isIn(TransportException.NETWORK, TransportException.OUTCOME_UNKNOWN);
        }
        server.script((command, wire) -> command.startsWith("RCPT") && wire.cut());
        assertThat(failure(mail("ben@example.org")).code()).isEqualTo(TransportException.NETWORK);
        assertThat(server.mails()).isEmpty();
    }

    @Test
    void aMailLargerThanTheServerTakesIsNotSent() {
        TransportException failure =
                failure(mailOf("Subject: Offer\r\n\r\n" + "x\r\n".repeat(4_000), "ben@example.org"));
        assertThat(failure.code()).isEqualTo("SmtpTooLarge");
        assertThat(failure).hasMessageContaining("12018").hasMessageContaining("10000");
        assertThat(server.count("MAIL")).isZero();
    }

    @Test
    void whatIsNotAsciiIsSentWhereTheServerCanTakeIt() {
        Email mail = mailOf("Subject: Grüße\r\n\r\nKöln\r\n", "jürgen@example.org");
        submit(mail);
        assertThat(server.commands())
                .contains(
                        "MAIL FROM:<anna@example.org> SIZE=27 BODY=8BITMIME SMTPUTF8", "RCPT TO:<jürgen@example.org>");
        server.extensions("8BITMIME", "AUTH PLAIN");
        assertThat(failure(mail).code()).isEqualTo("SmtpExtensionMissing");
        server.extensions("SMTPUTF8", "AUTH PLAIN");
        assertThat(failure(mail).code()).isEqualTo("SmtpExtensionMissing");
        assertThat(server.mails()).hasSize(1);
    }

    @Test
    void aDomainThatIsNotAsciiHasAFormThatIs() {
        server.extensions("AUTH PLAIN");
        submit(mail("ben@köln.example"));
        assertThat(server.commands()).contains("MAIL FROM:<anna@example.org>", "RCPT TO:<ben@xn--kln-sna.example>");
    }

    @Test
    void whatIsNoAddressIsNotSaidToTheServer() {
        Submission submission = submit(mail("ben@example.org", "x@y>\r\nRCPT TO:<evil@example.org"));
        assertThat(submission.refused()).hasSize(1);
        assertThat(server.commands()).noneMatch(command -> command.contains("evil"));
    }

    @Test
    void aServerThatLetsNobodySignInIsToldSo() {
        server.extensions("SIZE");
        assertThat(failure(mail("ben@example.org")).code()).isEqualTo("SmtpAuthMissing");
        server.extensions("AUTH GSSAPI");
        assertThat(failure(mail("ben@example.org"))).hasMessageContaining("GSSAPI");
    }

    @Test
    void loginIsUsedWherePlainIsNotOffered() {
        server.extensions("AUTH LOGIN");
        server.script((command, wire) -> {
            if (command.equals("AUTH LOGIN")) {
                wire.say("334 VXNlcm5hbWU6");
                return true;
            }
            if (command.equals(base64("anna"))) {
                wire.say("334 UGFzc3dvcmQ6");
                return true;
            }
            if (command.equals(base64("secret"))) {
                wire.say("235 good");
                return true;
            }
            return false;
        });
        assertThat(submit(mail("ben@example.org")).refused()).isEmpty();
    }
}
