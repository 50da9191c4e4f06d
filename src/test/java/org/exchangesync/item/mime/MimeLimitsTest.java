package org.exchangesync.item.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.EmailIdentity;
import org.exchangesync.item.ItemFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages made to do harm: each gives an email or a fault, soon. */
class MimeLimitsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void aHeaderOfTenMegabytesIsAFault() {
        assertThat(fault("Subject: " + "x".repeat(10 << 20) + "\r\n\r\nbody").message())
                .contains("header")
                .contains("raise the limit");
        assertThat(fault("X-Spam: x\r\n".repeat(1 << 20) + "\r\nbody").code()).isEqualTo(UnreadableMimeException.LIMIT);
    }

    @Test
    void aHeaderOfTenMegabytesInAPartIsAFault() {
        String part = "Subject: s\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nX: ";
        assertThat(fault(part + "x".repeat(10 << 20)).code()).isEqualTo(UnreadableMimeException.LIMIT);
    }

    @Test
    void aBodyInOneLineOfTenMegabytesIsRead() throws Exception {
        assertThat(parse("Subject: s\r\n\r\n" + "x".repeat(10 << 20)).body().text())
                .hasSize(10 << 20);
    }

    @Test
    void textBeyondTheLimitBecomesAnAttachment() throws Exception {
        Email email = parse("Subject: s\r\n\r\n" + "x".repeat(17 << 20));
        assertThat(email.body().text()).isNull();
        assertThat(email.attachments().get(0).content().size()).isEqualTo(17 << 20);
        email.attachments().get(0).content().close();
    }

    @Test
    void aThousandNestedPartsEndInAnAttachment() throws Exception {
        String message = IntStream.range(0, 1_000)
                .mapToObj(i -> "Content-Type: multipart/mixed; boundary=b" + i + "x\r\n\r\n--b" + i + "x\r\n")
                .collect(Collectors.joining("", "Subject: deep\r\n", "Content-Type: text/plain\r\n\r\nbottom"));
        Email email = parse(message);
        assertThat(email.subject()).isEqualTo("deep");
        assertThat(email.attachments()).hasSize(1);
        assertThat(email.attachments().get(0).contentType()).isEqualTo("multipart/mixed");
    }

    @Test
    void moreThanAThousandPartsAreAFault() {
        String message = "Subject: many\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                + "--b\r\n\r\nx\r\n".repeat(1_001) + "--b--";
        assertThat(fault(message).message()).contains("more than 1000 parts");
    }

    @Test
    void aHundredThousandRecipientsAreAFault() {
        String recipients =
                IntStream.range(0, 100_000).mapToObj(i -> i + "@x.se").collect(Collectors.joining(",\r\n "));
        assertThat(fault("Subject: s\r\nTo: " + recipients + "\r\n\r\nbody").message())
                .contains("100000 recipients");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(", ")", "<", "\"", "\\", "[", ";", "=", "a=", "=?", "=?a?Q?", "=?a?Q? ", ":", "@", "<\"", "<@", ",",
                "é", "\u001b$", "a;b*0*=", "''", "&#", "<!--", "<style"
            })
    void headersAndBodiesOfOneWordRepeatedAreReadSoon(String word) throws Exception {
        String value = word.repeat((1 << 18) / word.length());
        for (String field : new String[] {
            "Subject",
            "From",
            "To",
            "Date",
            "References",
            "Message-ID",
            "Content-Type",
            "Content-Disposition",
            "Content-ID",
            "Content-Transfer-Encoding"
        }) {
            assertThat(outcome("X-Mailer: m\r\n" + field + ": " + value + "\r\n\r\nbody"))
                    .isNotNull();
        }
        Email html = parse("Subject: s\r\nContent-Type: text/html\r\n\r\n" + value);
        assertThat(assertTimeoutPreemptively(SOON, () -> EmailIdentity.of(html)).key())
                .hasSize(64);
    }

    @Test
    void largeAttachmentsGoToSpoolFilesAndFaultsLeaveNone(@TempDir Path directory) throws Exception {
        EmailParser parser = new EmailParser(MimeLimits.DEFAULT, 1_000, directory);
        String part = "--b\r\nContent-Type: application/x\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(new byte[5_000]) + "\r\n";
        String start = "Subject: s\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";

        Email email = parser.parse(content(start + part + "--b--"), MailboxProperties.received(null));
        assertThat(email.attachments().get(0).content().isSpooled()).isTrue();
        assertThat(email.attachments().get(0).content().toByteArray()).isEqualTo(new byte[5_000]);
        email.attachments().get(0).content().close();

        catchThrowableOfType(
                UnreadableMimeException.class,
                () -> parser.parse(content(start + part.repeat(1_001)), MailboxProperties.received(null)));
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    private static Email parse(String message) throws Exception {
        return (Email) outcome(message);
    }

    private static ItemFault fault(String message) {
        return (ItemFault) outcome(message);
    }

    private static Object outcome(String message) {
        return assertTimeoutPreemptively(SOON, () -> {
            try {
                return MailFixtures.parse(message.getBytes(StandardCharsets.UTF_8));
            } catch (UnreadableMimeException e) {
                return e.fault();
            }
        });
    }

    private static Content content(String message) {
        return Content.of(message.getBytes(StandardCharsets.UTF_8));
    }
}
