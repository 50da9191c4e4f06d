package org.exchangesync.sync.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Body;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.Email.Recipient;
import org.exchangesync.item.Email.RecipientType;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.Importance;
import org.exchangesync.item.Sensitivity;
import org.exchangesync.item.mime.EmailParser;
import org.exchangesync.item.mime.MailboxProperties;
import org.exchangesync.item.mime.MimeLimits;
import org.exchangesync.profile.Mailbox;
import org.exchangesync.profile.SyncMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is composed is read back as it was meant, and nothing that somebody wrote into a mail becomes a header. */
class MailComposerTest {
    private static final UUID ID = UUID.fromString("0190a5f2-7c11-7000-8000-000000000001");
    private static final Instant NOW = Instant.parse("2026-03-02T08:30:15.5Z");
    private static final Mailbox ANNA = new Mailbox(
            "anna@example.org",
            "Anna Lind",
            null,
            null,
            "office",
            null,
            "anna@example.org",
            SyncMethod.NONE,
            SyncMethod.SERVER_SIDE_SYNCHRONIZATION,
            SyncMethod.NONE,
            null,
            false,
            null,
            null,
            null,
            List.of());

    @TempDir
    Path folder;

    private static Email mail(String subject, Body body, List<Attachment> attachments, String... to) {
        return mail(subject, null, body, attachments, List.of(), to);
    }

    private static Email mail(
            String subject,
            EmailAddress from,
            Body body,
            List<Attachment> attachments,
            List<String> inReplyTo,
            String... to) {
        List<Recipient> recipients = new ArrayList<>();
        for (String address : to) {
            recipients.add(new Recipient(RecipientType.TO, new EmailAddress(null, address)));
        }
        return new Email(
                null,
                subject,
                from,
                null,
                List.of(),
                recipients,
                null,
                null,
                inReplyTo,
                List.of(),
                body,
                attachments,
                Importance.HIGH,
                Sensitivity.CONFIDENTIAL,
                List.of(),
                null,
                null,
                null);
    }

    private String text(Email mail) throws Exception {
        try (Content message = compose(mail)) {
            return new String(message.toByteArray(), StandardCharsets.ISO_8859_1);
        }
    }

    private Content compose(Email mail) throws Exception {
        return new MailComposer(1 << 20, folder).compose(Envelope.complete(mail, ID, ANNA, List.of(), NOW));
    }

    private Email readBack(Email mail) throws Exception {
        return new EmailParser(MimeLimits.DEFAULT, 1 << 20, folder)
                .parse(compose(mail), MailboxProperties.received(null));
    }

    @Test
    void whatIsComposedIsReadBackAsItWasMeant() throws Exception {
        String subject = "Angebot über 20 % für Zoë – 見積書 " + "lang ".repeat(40);
        Body body = new Body("Grüße\nüber\n\n.\nFrom hier", "<p>Grüße – <b>日本</b></p>");
        byte[] message = "From: a@example.org\r\nSubject: Nested\r\n\r\nHällo\r\n".getBytes(StandardCharsets.UTF_8);
        List<Attachment> attachments = List.of(
                new Attachment(
                        "Übersicht \"März\".pdf", "application/pdf", null, false, Content.of(new byte[] {1, 2, 3})),
                new Attachment("fwd.eml", "message/rfc822", null, false, Content.of(message)),
                new Attachment("bild.png", "image/png", "bild1@x", true, Content.of(new byte[] {4, 5})));

        Email read = readBack(mail(subject, body, attachments, "carla@bücher.example", "ben@example.org"));

        assertThat(read.messageId()).isEqualTo("<" + ID + "@example.org>");
        assertThat(read.subject()).isEqualTo(subject.strip());
        assertThat(read.from().toString()).isEqualTo("Anna Lind <anna@example.org>");
        assertThat(read.sentAt()).isEqualTo(Instant.parse("2026-03-02T08:30:15Z"));
        assertThat(read.recipients().get(0).address().address()).isEqualTo("carla@xn--bcher-kva.example");
        assertThat(read.body().text().replace("\r\n", "\n")).isEqualTo(body.text());
        assertThat(read.body().html()).isEqualTo(body.html());
        assertThat(read.importance()).isEqualTo(Importance.HIGH);
        assertThat(read.sensitivity()).isEqualTo(Sensitivity.CONFIDENTIAL);
        assertThat(read.attachments())
                .extracting(Attachment::name)
                .containsExactlyInAnyOrder("Übersicht \"März\".pdf", "fwd.eml", "bild.png");
        for (Attachment attachment : read.attachments()) {
            Attachment given = attachments.stream()
                    .filter(other -> other.name().equals(attachment.name()))
                    .findFirst()
                    .orElseThrow();
            assertThat(attachment.content().toByteArray())
                    .isEqualTo(given.content().toByteArray());
        }
    }

    @Test
    void addressesInOtherScriptsAreReadBackAndOnlyTheyMakeTheHeaderOtherThanAscii() throws Exception {
        Email mail = mail("Grüße", Body.ofText("Hallo"), List.of(), "jürgen@bücher.example", "用户@example.org");
        assertThat(readBack(mail).recipients())
                .extracting(recipient -> recipient.address().address())
                .containsExactly("jürgen@xn--bcher-kva.example", "用户@example.org");
        assertThat(readBack(mail).subject()).isEqualTo("Grüße");
        assertThat(text(mail("Grüße", Body.ofText("Hallo"), List.of(), "ben@example.org")))
                .matches(message -> message.chars().allMatch(letter -> letter < 0x80), "only ASCII");
    }

    @Test
    void nothingThatSomebodyWroteBecomesAHeader() throws Exception {
        String evil = "x\r\nBcc: eve@example.net\r\n\r\nbody";
        Email mail = mail(
                evil,
                new EmailAddress(evil, null),
                Body.ofText("Hello"),
                List.of(new Attachment(evil, "text/plain\r\nX-Evil: 1", evil, false, Content.of(new byte[] {1}))),
                List.of("<a@b>\r\nX-Evil: 1", "<good@example.org>"),
                "carla@example.net");

        String text = text(mail);

        assertThat(text.lines()).noneMatch(line -> line.matches("(?i)(bcc|x-evil):.*"));
        assertThat(text.lines()).anyMatch(line -> line.equals("In-Reply-To: <good@example.org>"));
    }

    @Test
    void linesStayShortAndTheMessageIsAsciiButForNestedOnes() throws Exception {
        List<String> many = IntStream.range(0, 300)
                .mapToObj(i -> "person" + i + "@example.net")
                .toList();
        String text = text(mail(
                "日".repeat(300),
                new Body("x".repeat(5000), "<p>" + "ä".repeat(5000) + "</p>"),
                List.of(new Attachment("日".repeat(80), "application/x-thing", null, false, Content.of(new byte[5000]))),
                many.toArray(String[]::new)));

        assertThat(text.lines()).allMatch(line -> line.length() <= 998);
        assertThat(text.chars()).allMatch(c -> c < 127);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "carla",
                "carla@",
                "@example.net",
                "a b@example.net",
                "a@b@c",
                "a..b@example.net",
                "carla@example.net\r\nBcc: eve@example.net",
                "jür gen@example.net",
                "jürgen\u2028@example.net",
                "<carla@example.net>",
                "carla@-x-"
            })
    void anAddressThatIsNoneIsToldBeforeAnythingIsSent(String address) {
        assertThatThrownBy(() -> compose(mail("x", Body.EMPTY, List.of(), address)))
                .isInstanceOf(UncomposableMailException.class)
                .hasMessageContaining("has no address that mail can be sent to");
    }

    @Test
    void anAuthorWhoIsNotTheOwnerIsRefused() {
        assertThatThrownBy(() -> compose(mail(
                        "x",
                        new EmailAddress(null, "boss@example.org"),
                        Body.EMPTY,
                        List.of(),
                        List.of(),
                        "c@example.net")))
                .hasMessageContaining("boss@example.org is not the owner of mailbox anna@example.org");
    }

    /** A file of that many bytes that takes no memory. */
    private Content large(long size) throws IOException {
        Path file = folder.resolve("large");
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] block = new byte[1 << 16];
            for (long written = 0; written < size; written += block.length) {
                out.write(block);
            }
        }
        return Content.spooled(file);
    }

    @Test
    void anAttachmentLargerThanTheMemoryRunsThrough() throws Exception {
        long size = Math.min(Runtime.getRuntime().maxMemory(), 300L << 20);
        Email mail = mail(
                "Large",
                Body.ofText("x"),
                List.of(new Attachment("large", null, null, false, large(size))),
                "c@example.net");
        System.gc();
        long before = used();
        try (Content message = compose(mail)) {
            assertThat(message.isSpooled()).isTrue();
            assertThat(message.size()).isGreaterThan(size * 4 / 3);
            assertThat(used() - before).isLessThan(100L << 20);
        }
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
