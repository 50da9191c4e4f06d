package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import microsoft.exchange.webservices.data.core.ExchangeService;
import microsoft.exchange.webservices.data.core.PropertySet;
import microsoft.exchange.webservices.data.core.enumeration.property.BasePropertySet;
import microsoft.exchange.webservices.data.core.enumeration.property.WellKnownFolderName;
import microsoft.exchange.webservices.data.core.service.item.EmailMessage;
import microsoft.exchange.webservices.data.core.service.item.Item;
import microsoft.exchange.webservices.data.core.service.schema.ItemSchema;
import microsoft.exchange.webservices.data.credential.WebCredentials;
import microsoft.exchange.webservices.data.search.ItemView;
import microsoft.exchange.webservices.data.search.filter.SearchFilter;
import org.exchangesync.item.Content;
import org.exchangesync.sandbox.TrustingService;
import org.exchangesync.sandbox.fault.FaultKind;
import org.exchangesync.sandbox.fault.FaultRule;
import org.exchangesync.sandbox.fill.DemoData;
import org.exchangesync.sandbox.ledger.LedgerEntry;
import org.exchangesync.sync.outgoing.OutgoingMails;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mail leaves over EWS, over TLS, and the server's own ledger tells how often. */
class SandboxSendTest {
    private static final String ANNA = "anna.lindqvist@nordwind.example";
    private static final String EMI = "emi.tanaka@nordwind.example";

    @TempDir
    static Path folder;

    private static Engine engine;
    private static Outbox outbox;

    @BeforeAll
    static void start() {
        engine = new Engine(
                folder,
                null,
                null,
                Path.of("routes"),
                Map.of(
                        "exchangesync.retryStep",
                        "0",
                        "exchangesync.busyFloor",
                        "0",
                        "exchangesync.outgoing.guard",
                        "10"));
        outbox = new Outbox("jdbc:h2:file:" + folder.resolve("db").toAbsolutePath(), "sa", "");
        engine.cycle();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @AfterEach
    void mend() {
        engine.sandbox().faults().clear();
    }

    private static List<String> done(UUID id) {
        return engine.sandbox().ledger().entries().stream()
                .filter(entry -> id.toString().equals(entry.exchangeSyncKey()))
                .map(LedgerEntry::action)
                .toList();
    }

    private static String state(UUID id) {
        return engine.query("select state from outgoing_email where record_id = '" + id + "'")
                .get(0);
    }

    /** How often a recipient got it. */
    private static long received(String mailbox, String subject) {
        return engine.sandbox().items(mailbox, "Inbox").stream()
                .filter(item -> subject.equals(
                        item.content().values().text("item:Subject").orElse(null)))
                .count();
    }

    @Test
    void aMailIsDraftedSentAndReceivedOnceAndItsCopyIsTheSameRecord() {
        UUID id = outbox.put(ANNA, "Just sent", EMI);
        engine.cycle();
        engine.cycle();

        assertThat(state(id)).isEqualTo("SENT");
        assertThat(done(id)).containsOnlyOnce("create", "send");
        assertThat(received(EMI, "Just sent")).isEqualTo(1);
        assertThat(engine.query("select record_id from email where subject = 'Just sent'"))
                .containsExactly(id.toString());
        assertThat(engine.query("select mailbox from link where record_id = '" + id + "'"))
                .containsExactly(EMI);
    }

    @ParameterizedTest
    @CsvSource({
        "CreateItem, HTTP_STATUS, before",
        "CreateItem, HTTP_STATUS, after",
        "CreateItem, SERVER_BUSY, ",
        "CreateItem, CUT, ",
        "SendItem, HTTP_STATUS, before",
        "SendItem, HTTP_STATUS, after",
        "SendItem, SERVER_BUSY, ",
        "SendItem, CUT, ",
        "FindItem, HTTP_STATUS, before"
    })
    void aFaultAtAnyRequestLeadsToOneMail(String operation, FaultKind kind, String when) {
        String subject = operation + " " + kind + " " + when;
        UUID id = outbox.put(ANNA, subject, EMI);
        FaultRule rule = FaultRule.of(kind).operation(operation).count(1);
        rule = switch (kind) {
            case HTTP_STATUS -> rule.with("status", 502).with("when", when);
            case CUT -> rule.with("afterBytes", 0);
            default -> rule;
        };
        engine.sandbox().faults().add(rule);
        for (int i = 0; i < 8 && !state(id).equals("SENT"); i++) {
            engine.cycle();
        }

        assertThat(state(id)).isEqualTo("SENT");
        engine.cycle();
        assertThat(done(id).stream().filter("send"::equals)).hasSize(1);
        assertThat(received(EMI, subject)).isEqualTo(1);
        assertThat(engine.sandbox().items(ANNA, "Drafts").stream()
                        .filter(item -> subject.equals(
                                item.content().values().text("item:Subject").orElse(null))))
                .isEmpty();
    }

    @Test
    void whatAnotherClientReadsIsWhatWasHandedIn() throws Exception {
        UUID asked = outbox.put(EMI, "Question", ANNA);
        engine.cycle();
        UUID id = outbox.putText(
                ANNA,
                "Grüße aus Åbo – 日本語 und ein Betreff, der länger als eine Zeile ist und gefaltet wird",
                "Guten Tag,\nein Ä.",
                EMI);
        outbox.run(
                "UPDATE email SET body_html = '<p>Guten Tag, <img src=\"cid:logo\">ein Ä.</p>' WHERE record_id = ?",
                id);
        outbox.run("UPDATE outgoing_email SET answers_record_id = ? WHERE record_id = ?", asked, id);
        outbox.run(
                "INSERT INTO email_recipient (record_id, ordinal, role, name, address)"
                        + " VALUES (?, 5, 'BCC', 'Geheim', 'sales@nordwind.example')",
                id);
        byte[] large = new byte[3 << 20];
        new java.util.Random(7).nextBytes(large);
        attach(id, 0, "Angebot für März.bin", "application/octet-stream", null, large);
        attach(id, 1, "logo.png", "image/png", "logo", new byte[] {1, 2, 3});
        engine.cycle();
        assertThat(engine.query(
                        "select state, last_code, last_reason from outgoing_email where record_id = '" + id + "'"))
                .containsExactly("SENT,null,null");

        ExchangeService emi = TrustingService.of(engine.sandbox(), new WebCredentials(EMI, DemoData.PASSWORD));
        MimeMessage message = new MimeMessage((Session) null, new ByteArrayInputStream(mime(emi, "Grüße aus Åbo")));

        assertThat(message.getMessageID()).isEqualTo("<" + id + "@nordwind.example>");
        assertThat(message.getHeader("In-Reply-To", null)).isEqualTo("<" + asked + "@nordwind.example>");
        assertThat(message.getHeader("References", null)).isEqualTo("<" + asked + "@nordwind.example>");
        assertThat(message.getSubject()).startsWith("Grüße aus Åbo – 日本語").endsWith("gefaltet wird");
        assertThat(message.getHeader("Bcc")).isNull();
        List<String> parts = new ArrayList<>();
        walk(message, parts, large);
        assertThat(parts)
                .containsExactly(
                        "multipart/mixed",
                        "multipart/alternative",
                        "text/plain Guten Tag,\r\nein Ä.",
                        "multipart/related",
                        "text/html <p>Guten Tag, <img src=\"cid:logo\">ein Ä.</p>",
                        "image/png logo.png 3",
                        "application/octet-stream Angebot für März.bin 3145728 alike");
        assertThat(received("sales@nordwind.example", message.getSubject())).isEqualTo(1);
        engine.cycle();
        assertThat(engine.query("select count(*) from email where message_id = '" + message.getMessageID() + "'"))
                .containsExactly("1");
    }

    private static byte[] mime(ExchangeService service, String subject) throws Exception {
        Item found = service.findItems(
                        WellKnownFolderName.Inbox,
                        new SearchFilter.ContainsSubstring(ItemSchema.Subject, subject),
                        new ItemView(2))
                .getItems()
                .get(0);
        return EmailMessage.bind(
                        service, found.getId(), new PropertySet(BasePropertySet.IdOnly, ItemSchema.MimeContent))
                .getMimeContent()
                .getContent();
    }

    private static void walk(Part part, List<String> parts, byte[] large) throws Exception {
        String type = part.getContentType().replaceAll("[;\\s].*", "").toLowerCase();
        if (part.getContent() instanceof Multipart several) {
            parts.add(type);
            for (int i = 0; i < several.getCount(); i++) {
                walk(several.getBodyPart(i), parts, large);
            }
        } else if (type.startsWith("text/")) {
            parts.add(type + " " + part.getContent());
        } else {
            byte[] bytes = part.getInputStream().readAllBytes();
            String name = jakarta.mail.internet.MimeUtility.decodeText(part.getFileName());
            parts.add(type + " " + name + " " + bytes.length + (java.util.Arrays.equals(bytes, large) ? " alike" : ""));
        }
    }

    private static void attach(UUID id, int ordinal, String name, String type, String contentId, byte[] bytes)
            throws IOException {
        String sha256 = Content.of(bytes).sha256();
        outbox.run("INSERT INTO content (sha256, size, bytes) VALUES (?, ?, ?)", sha256, (long) bytes.length, bytes);
        outbox.run(
                "INSERT INTO attachment (record_id, ordinal, name, content_type, content_id, is_inline, size,"
                        + " content_sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                ordinal,
                name,
                type,
                contentId,
                contentId != null,
                (long) bytes.length,
                sha256);
    }

    @Test
    void aMailThatTheServerFindsTooLargeFailsWithItsReason() {
        UUID id = outbox.put(ANNA, "Too large for them", EMI);
        engine.sandbox()
                .faults()
                .add(FaultRule.of(FaultKind.ERROR_CODE)
                        .operation("CreateItem")
                        .with("code", "ErrorMessageSizeExceeded")
                        .count(1));
        engine.cycle();
        engine.cycle();

        assertThat(engine.query("select state, last_code, attempts from outgoing_email where record_id = '" + id + "'"))
                .containsExactly("FAILED,ErrorMessageSizeExceeded,1");
        assertThat(received(EMI, "Too large for them")).isZero();
    }

    @Test
    void aBounceIsLinkedToTheMailThatItIsAboutOnce() throws Exception {
        UUID id = outbox.put(ANNA, "to nobody", "nobody@elsewhere.example");
        engine.cycle();
        assertThat(state(id)).isEqualTo("SENT");
        String messageId = engine.query("select message_id from email where record_id = '" + id + "'")
                .get(0);
        byte[] bounce = """
                From: MAILER-DAEMON@elsewhere.example
                To: %s
                Subject: Undelivered
                Message-ID: <bounce@elsewhere.example>
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: text/plain

                Sorry.
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; elsewhere.example

                Final-Recipient: rfc822; nobody@elsewhere.example
                Action: failed
                Status: 5.1.1
                --b
                Content-Type: text/rfc822-headers

                Message-ID: %s
                --b--
                """.formatted(ANNA, messageId)
                .replace("\n", "\r\n")
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        engine.sandbox().deliver(ANNA, bounce);
        engine.cycle();
        engine.sandbox().administration().expireStates(ANNA);
        engine.cycle();
        assertThat(engine.query("select o.address, o.action, o.status, e.subject from outgoing_report o"
                        + " join email e on e.record_id = o.report_id where o.record_id = '" + id + "'"))
                .containsExactly("nobody@elsewhere.example,failed,5.1.1,Undelivered");
        assertThat(engine.database().outgoingMails(false).reports(id))
                .extracting(OutgoingMails.Report::action)
                .containsExactly("failed");
    }
}
