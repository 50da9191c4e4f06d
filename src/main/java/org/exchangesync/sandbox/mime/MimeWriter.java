package org.exchangesync.sandbox.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.store.Blob;
import org.exchangesync.sandbox.store.StoredAttachment;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.xml.Xml;

/** Makes MIME of an item that was put together from properties, as a server does when asked for its MimeContent. */
public final class MimeWriter {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private MimeWriter() {}

    /** The message of an item with the values it has now. */
    public static Blob write(StoredItem item, Values values) {
        MimeWriter writer = new MimeWriter();
        writer.message(values, item.content().attachments(), "b" + item.number());
        return Blob.of(writer.out.toByteArray());
    }

    private void message(Values values, List<StoredAttachment> attachments, String boundary) {
        people("From", values, "message:From");
        people("Sender", values, "message:Sender");
        people("To", values, "message:ToRecipients");
        people("Cc", values, "message:CcRecipients");
        people("Bcc", values, "message:BccRecipients");
        people("Reply-To", values, "message:ReplyTo");
        field("Subject", values.text("item:Subject").orElse(""));
        field("Date", DATE.format(values.instant("item:DateTimeSent").orElse(Instant.EPOCH)));
        values.text("message:InternetMessageId").ifPresent(v -> line("Message-ID: " + v));
        values.text("item:InReplyTo").ifPresent(v -> line("In-Reply-To: " + v));
        values.text("message:References").ifPresent(v -> line("References: " + v));
        values.text("message:ConversationIndex").ifPresent(v -> line("Thread-Index: " + v));
        values.text("item:Importance").filter(i -> !i.equals("Normal")).ifPresent(v -> line("Importance: " + v));
        extendedHeaders(values);
        line("MIME-Version: 1.0");
        if (attachments.isEmpty()) {
            body(values);
            return;
        }
        line("Content-Type: multipart/mixed; boundary=\"" + boundary + "\"");
        line("");
        line("--" + boundary);
        body(values);
        for (StoredAttachment attachment : attachments) {
            line("--" + boundary);
            attachment(attachment, boundary);
        }
        line("--" + boundary + "--");
    }

    private void extendedHeaders(Values values) {
        for (String key : values.keys()) {
            if (key.startsWith("named:00020386-0000-0000-c000-000000000046:") && key.endsWith(":String")) {
                Xml property = values.get(key).orElseThrow();
                String name = property.children().get(0).attribute("PropertyName");
                property.textOf("Value").ifPresent(v -> field(name, v));
            }
        }
    }

    private void body(Values values) {
        Optional<Xml> body = values.get("item:Body");
        String type = body.map(b -> b.attribute("BodyType")).orElse("Text");
        line("Content-Type: text/" + ("HTML".equals(type) ? "html" : "plain") + "; charset=\"utf-8\"");
        base64(body.map(Xml::text).orElse("").getBytes(StandardCharsets.UTF_8));
    }

    private void attachment(StoredAttachment attachment, String boundary) {
        if (attachment.item() != null) {
            line("Content-Type: message/rfc822");
            line("");
            if (attachment.item().mime() != null) {
                out.writeBytes(attachment.item().mime().bytes());
                line("");
            } else {
                message(attachment.item().values(), attachment.item().attachments(), boundary + "n");
            }
            return;
        }
        String type = attachment.contentType() == null ? "application/octet-stream" : attachment.contentType();
        line("Content-Type: " + type + "; " + EncoderUtil.encodeHeaderParameter("name", word(attachment.name())));
        line("Content-Disposition: " + (attachment.inline() ? "inline" : "attachment") + "; "
                + EncoderUtil.encodeHeaderParameter("filename", word(attachment.name())));
        if (attachment.contentId() != null) {
            line("Content-ID: <" + attachment.contentId() + ">");
        }
        base64(attachment.content().bytes());
    }

    private static String word(String text) {
        return EncoderUtil.hasToBeEncoded(text, 0)
                ? EncoderUtil.encodeEncodedWord(text, EncoderUtil.Usage.TEXT_TOKEN)
                : text;
    }

    private void people(String name, Values values, String uri) {
        List<Xml> mailboxes = new ArrayList<>(values.get(uri).map(Xml::children).orElse(List.of()));
        if (!mailboxes.isEmpty()) {
            line(name + ": " + Addresses.header(mailboxes));
        }
    }

    private void field(String name, String text) {
        line(name + ": "
                + EncoderUtil.encodeIfNecessary(
                        text.replaceAll("[\\r\\n]+", " "), EncoderUtil.Usage.TEXT_TOKEN, name.length() + 2));
    }

    private void base64(byte[] bytes) {
        line("Content-Transfer-Encoding: base64");
        line("");
        out.writeBytes(Base64.getMimeEncoder().encode(bytes));
        line("");
    }

    private void line(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write('\r');
        out.write('\n');
    }
}
