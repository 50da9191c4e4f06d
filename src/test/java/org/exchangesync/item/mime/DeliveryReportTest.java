package org.exchangesync.item.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.mime.DeliveryReport.Recipient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryReportTest {
    @TempDir
    Path spool;

    private Optional<DeliveryReport> report(String status, String original, String headers) throws Exception {
        String mime = """
                From: MAILER-DAEMON@mx.example.com
                To: anna@example.org
                Subject: Undelivered Mail Returned to Sender
                Message-ID: <bounce1@mx.example.com>
                %sMIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: text/plain

                I'm sorry.
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example.com

                %s
                --b
                %s
                --b--
                """.formatted(headers, status, original).replace("\n", "\r\n");
        Email email = new EmailParser(MimeLimits.DEFAULT, 1 << 20, spool)
                .parse(Content.of(mime.getBytes(StandardCharsets.UTF_8)), MailboxProperties.received(null));
        return DeliveryReport.of(email);
    }

    private static final String BO = """
            Final-Recipient: rfc822; bo@example.com
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1 <bo@example.com>: Recipient address
             rejected: User unknown
            """;

    @Test
    void aBounceSaysWhichMailWasNotDeliveredToWhomAndWhy() throws Exception {
        assertThat(report(
                        BO,
                        "Content-Type: message/rfc822\n\nMessage-ID: <ours@example.org>\nSubject: Hello\n\nText",
                        ""))
                .hasValueSatisfying(report -> {
                    assertThat(report.originalMessageId()).isEqualTo("<ours@example.org>");
                    assertThat(report.recipients())
                            .containsExactly(new Recipient(
                                    "bo@example.com",
                                    "failed",
                                    "5.1.1",
                                    "smtp; 550 5.1.1 <bo@example.com>: Recipient address rejected: User unknown"));
                });
    }

    @Test
    void recipientsAreNamedAsTheSenderNamedThem() throws Exception {
        String two = """
                Original-Recipient: rfc822;<list@example.com>
                Final-Recipient: rfc822;bo@inside.example
                Action: Delayed

                Final-Recipient: rfc822;carl@example.com
                Action: delivered
                Status: 2.0.0
                """;
        assertThat(report(two, "Content-Type: text/rfc822-headers\n\nMessage-Id: <ours@example.org>", "")
                        .orElseThrow()
                        .recipients())
                .extracting(Recipient::address, Recipient::action, Recipient::status)
                .containsExactly(
                        tuple("list@example.com", "delayed", null), tuple("carl@example.com", "delivered", "2.0.0"));
    }

    @Test
    void whereTheMailDidNotComeBackTheReportIsAnAnswerToIt() throws Exception {
        assertThat(report(BO, "Content-Type: text/plain\n\nnothing", "In-Reply-To: <ours@example.org>\n"))
                .hasValueSatisfying(
                        report -> assertThat(report.originalMessageId()).isEqualTo("<ours@example.org>"));
        assertThat(report(BO, "Content-Type: text/plain\n\nnothing", "")).isEmpty();
    }

    @Test
    void reportsWithoutRecipientsAndOtherMailAreNone() throws Exception {
        assertThat(report("Action: failed", "Content-Type: message/rfc822\n\nMessage-ID: <a@b>\n\n", ""))
                .isEmpty();
        assertThat(DeliveryReport.of(MailFixtures.parse("plain-english.eml"))).isEmpty();
    }
}
