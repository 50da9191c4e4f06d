package org.exchangesync.sandbox.mime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.mime4j.MimeException;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.store.Blob;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.store.StoredAttachment;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Makes a message of MIME bytes, which are kept as they came; body and attachments are read from them when asked for.
 * Broken mail is read as far as it goes, as a real server does; only bytes without any header are refused.
 */
public final class MimeReader {
    private static final int MAXIMUM_NESTING = 20;

    private MimeReader() {}

    /** The two forms of a body; either may be null. */
    public record Bodies(String html, String text) {}

    /**
     * Reads a message.
     *
     * @throws IOException with the reason in words, when the bytes are no message at all
     */
    public static ItemContent read(Blob mime) throws IOException {
        return read(mime, 0);
    }

    private static ItemContent read(Blob mime, int depth) throws IOException {
        MimeParts message = parts(mime);
        if (message.header().isEmpty()) {
            throw new IOException(mime.size() == 0 ? "the message is empty" : "the message has no header");
        }
        Values values = values(message);
        List<StoredAttachment> attachments = new ArrayList<>();
        for (MimeParts.Part part : attachmentParts(message)) {
            attachments.add(attachment(mime, message, part, attachments.size() + 1, depth));
        }
        return new ItemContent(ItemType.MESSAGE, values, attachments, mime, null, null, false);
    }

    /** The header fields of a message as InternetMessageHeader elements. */
    public static List<Xml> headers(Blob mime) {
        return header(mime).stream()
                .map(f -> Xml.t("InternetMessageHeader", MimeText.decoded(f[1])).with("HeaderName", f[0]))
                .toList();
    }

    private static List<String[]> header(Blob mime) {
        try {
            return MimeParts.header(mime);
        } catch (IOException | MimeException e) {
            throw new IllegalStateException("a message that was read once can no longer be read", e);
        }
    }

    /** The bodies of a message. */
    public static Bodies bodies(Blob mime) {
        try {
            MimeParts message = MimeParts.withTexts(mime);
            return new Bodies(body(message, "html"), body(message, "plain"));
        } catch (IOException | MimeException e) {
            throw new IllegalStateException("a message that was read once can no longer be read", e);
        }
    }

    private static MimeParts parts(Blob mime) throws IOException {
        try {
            return MimeParts.of(mime);
        } catch (MimeException e) {
            throw new IOException("the message is not MIME: " + e.getMessage(), e);
        }
    }

    private static String body(MimeParts message, String subtype) {
        return bodyPart(message, subtype)
                .map(p -> MimeText.text(p.text(), p.charset()))
                .orElse(null);
    }

    private static Optional<MimeParts.Part> bodyPart(MimeParts message, String subtype) {
        return message.parts().stream()
                .filter(p -> p.isText(subtype) && !isAttachment(p))
                .findFirst();
    }

    private static boolean isAttachment(MimeParts.Part part) {
        return part.field("Content-Disposition")
                        .map(d -> d.toLowerCase(Locale.ROOT).startsWith("attachment"))
                        .orElse(false)
                || name(part).isPresent();
    }

    private static List<MimeParts.Part> attachmentParts(MimeParts message) {
        Optional<MimeParts.Part> html = bodyPart(message, "html");
        Optional<MimeParts.Part> plain = bodyPart(message, "plain");
        return message.parts().stream()
                .filter(p -> !Optional.of(p).equals(html) && !Optional.of(p).equals(plain))
                .filter(p -> isAttachment(p)
                        || !p.multipart().equals("alternative")
                        || !p.mimeType().startsWith("text/"))
                .filter(p -> p.size() > 0 || isAttachment(p))
                .toList();
    }

    private static StoredAttachment attachment(Blob mime, MimeParts message, MimeParts.Part part, int number, int depth)
            throws IOException {
        ItemContent nested = null;
        if (part.mimeType().equals("message/rfc822") && depth < MAXIMUM_NESTING) {
            try {
                nested = read(Blob.of(message.content(part)), depth + 1);
            } catch (IOException e) {
                nested = null; // what isn't a message is a file
            }
        }
        Blob content = nested != null
                ? null
                : Blob.derived(
                        () -> new java.io.ByteArrayInputStream(MimeParts.content(mime, part.index())), part.size());
        String fallback = nested != null
                ? nested.values().text("item:Subject").orElse("attached message")
                : "attachment-" + number;
        String disposition = part.field("Content-Disposition").orElse("").toLowerCase(Locale.ROOT);
        String contentId = part.field("Content-ID").map(MimeReader::unbracketed).orElse(null);
        return new StoredAttachment(
                number,
                name(part).orElse(fallback),
                part.mimeType(),
                contentId,
                part.field("Content-Location").orElse(null),
                disposition.startsWith("inline")
                        || contentId != null && part.multipart().equals("related"),
                Instant.EPOCH,
                content,
                nested);
    }

    private static Optional<String> name(MimeParts.Part part) {
        return part.field("Content-Disposition")
                .flatMap(d -> MimeText.parameter(d, "filename"))
                .or(() -> part.field("Content-Type").flatMap(t -> MimeText.parameter(t, "name")))
                .filter(n -> !n.isBlank());
    }

    private static String unbracketed(String id) {
        return id.replaceAll("^<|>$", "");
    }

    private static Values values(MimeParts message) {
        List<String[]> header = message.header();
        Values.Builder values = Values.build();
        String subject =
                MimeText.first(header, "Subject").map(MimeText::decoded).orElse("");
        values.put("item:Subject", subject);
        values.put(
                "item:Sensitivity",
                MimeText.first(header, "Sensitivity")
                        .map(MimeReader::sensitivity)
                        .orElse("Normal"));
        values.put("item:Importance", importance(header));
        MimeText.first(header, "In-Reply-To").ifPresent(v -> values.put("item:InReplyTo", v));
        MimeText.first(header, "Date").flatMap(MimeText::date).ifPresent(d -> values.put("item:DateTimeSent", d));
        List<Xml> from = addresses(header, "From");
        List<Xml> sender = addresses(header, "Sender");
        one(values, "message:Sender", sender.isEmpty() ? from : sender);
        list(values, "message:ToRecipients", addresses(header, "To"));
        list(values, "message:CcRecipients", addresses(header, "Cc"));
        list(values, "message:BccRecipients", addresses(header, "Bcc"));
        values.put(
                "message:IsReadReceiptRequested",
                MimeText.first(header, "Disposition-Notification-To").isPresent());
        values.put(
                "message:IsDeliveryReceiptRequested",
                MimeText.first(header, "Return-Receipt-To").isPresent());
        values.put(
                "message:ConversationIndex",
                MimeText.first(header, "Thread-Index")
                        .filter(MimeReader::isBase64)
                        .orElse(null));
        values.put(
                "message:ConversationTopic",
                MimeText.first(header, "Thread-Topic").map(MimeText::decoded).orElse(topic(subject)));
        one(values, "message:From", from.isEmpty() ? sender : from);
        MimeText.first(header, "Message-ID")
                .filter(id -> !id.isBlank())
                .ifPresent(v -> values.put("message:InternetMessageId", v));
        MimeText.first(header, "References").ifPresent(v -> values.put("message:References", v));
        list(values, "message:ReplyTo", addresses(header, "Reply-To"));
        MimeText.first(header, "Keywords")
                .map(MimeText::decoded)
                .ifPresent(k -> values.put("item:Categories", categories(k)));
        return values.done();
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text.getBytes(StandardCharsets.UTF_8)).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The subject without what answering and forwarding put in front. */
    static String topic(String subject) {
        return subject.replaceFirst("^(?i)(\\s*(re|aw|sv|fw|fwd|wg|antw|tr)\\s*:)+\\s*", "");
    }

    private static Xml categories(String keywords) {
        List<Xml> each = java.util.Arrays.stream(keywords.split(","))
                .map(String::strip)
                .filter(k -> !k.isEmpty())
                .map(k -> Xml.t("String", k))
                .toList();
        return Xml.t("Categories", each);
    }

    private static String sensitivity(String header) {
        return switch (header.toLowerCase(Locale.ROOT)) {
            case "personal" -> "Personal";
            case "private" -> "Private";
            case "company-confidential" -> "Confidential";
            default -> "Normal";
        };
    }

    private static String importance(List<String[]> header) {
        String said = MimeText.first(header, "Importance")
                .or(() -> MimeText.first(header, "X-Priority"))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        if (said.startsWith("high") || said.startsWith("1") || said.startsWith("2")) {
            return "High";
        }
        return said.startsWith("low") || said.startsWith("4") || said.startsWith("5") ? "Low" : "Normal";
    }

    private static List<Xml> addresses(List<String[]> header, String name) {
        return MimeText.first(header, name).map(Addresses::read).orElse(List.of());
    }

    private static void one(Values.Builder values, String uri, List<Xml> mailboxes) {
        if (!mailboxes.isEmpty()) {
            values.put(uri, Xml.t(uri.substring(uri.indexOf(':') + 1), mailboxes.get(0)));
        }
    }

    private static void list(Values.Builder values, String uri, List<Xml> mailboxes) {
        if (!mailboxes.isEmpty()) {
            values.put(uri, Xml.t(uri.substring(uri.indexOf(':') + 1), mailboxes));
        }
    }
}
