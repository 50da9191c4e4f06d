package org.exchangesync.sync.outgoing;

import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentDisposition;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.ParameterList;
import jakarta.mail.internet.ParseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Body;
import org.exchangesync.item.Content;
import org.exchangesync.item.ContentWriter;
import org.exchangesync.item.Email;
import org.exchangesync.item.Email.RecipientType;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.Importance;
import org.exchangesync.item.Sensitivity;

/**
 * Makes one message of a mail by Jakarta Mail. Attachments run through as streams, so that memory does not grow with them: the
 * message itself is in a file when it is large. Threadsafe.
 *
 * <p>Bcc stands in the message: servers that send drafts read the recipients there and take it out, and {@code submit}
 * doesn't pass it on.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2045">RFC 2045</a>, 2046, 2047, 2183 and 2231
 */
final class MailComposer {
    /** RFC 5322, 2.1.1, without the end of the line. */
    private static final int LONGEST_LINE = 998;

    private static final String ENCODING = "Content-Transfer-Encoding";
    private static final String BINARY = "application/octet-stream";

    private final int spoolThreshold;
    private final Path spool;

    /**
     * @param spoolThreshold larger messages go to a file
     * @param spool the folder of such files
     */
    MailComposer(int spoolThreshold, Path spool) {
        this.spoolThreshold = spoolThreshold;
        this.spool = spool;
    }

    /**
     * The message, which belongs to the caller.
     *
     * @param email complete, as {@link Envelope} makes it
     * @throws UncomposableMailException if no message can be made of it
     * @throws IOException if a file can't be read or written on this machine
     */
    Content compose(Email email) throws UncomposableMailException, IOException {
        try (ContentWriter out = new ContentWriter(spoolThreshold, spool)) {
            MimeMessage message = new ComposedMessage(email.messageId(), session(email));
            headers(email, message);
            body(email, message);
            message.saveChanges();
            message.writeTo(out);
            return out.content();
        } catch (MessagingException | UnsupportedEncodingException e) {
            throw new UncomposableMailException(
                    "Uncomposable", "no message can be made of the mail (" + e.getMessage() + ")");
        }
    }

    /** Addresses in other scripts stand in the header as they are (RFC 6532); otherwise it is ASCII, which every server takes. */
    private static Session session(Email email) {
        boolean ascii = Stream.of(
                        Stream.of(email.from()),
                        email.replyTo().stream(),
                        email.recipients().stream().map(Email.Recipient::address))
                .flatMap(addresses -> addresses)
                .allMatch(address -> address.address().chars().allMatch(letter -> letter < 0x80));
        Properties properties = new Properties();
        properties.setProperty("mail.mime.allowutf8", String.valueOf(!ascii));
        return Session.getInstance(properties);
    }

    /** A message that keeps the Message-ID it was given. */
    private static final class ComposedMessage extends MimeMessage {
        private final String messageId;

        ComposedMessage(String messageId, Session session) {
            super(session);
            this.messageId = messageId;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", messageId);
        }
    }

    private static void headers(Email email, MimeMessage message)
            throws MessagingException, UnsupportedEncodingException {
        message.setFrom(address(email.from()));
        message.setRecipients(Message.RecipientType.TO, addresses(email, RecipientType.TO));
        message.setRecipients(Message.RecipientType.CC, addresses(email, RecipientType.CC));
        message.setRecipients(Message.RecipientType.BCC, addresses(email, RecipientType.BCC));
        if (!email.replyTo().isEmpty()) {
            message.setReplyTo(addresses(email.replyTo()));
        }
        message.setSentDate(Date.from(email.sentAt()));
        if (email.subject() != null) {
            message.setSubject(oneLine(email.subject()), StandardCharsets.UTF_8.name());
        }
        identifiers(message, "In-Reply-To", email.inReplyTo());
        identifiers(message, "References", email.references());
        if (email.importance() != Importance.NORMAL) {
            message.setHeader("Importance", word(email.importance()));
        }
        if (email.sensitivity() != Sensitivity.NORMAL) {
            message.setHeader(
                    "Sensitivity",
                    email.sensitivity() == Sensitivity.CONFIDENTIAL
                            ? "Company-Confidential"
                            : word(email.sensitivity()));
        }
    }

    /** As RFC 2156 (5.3.4, 5.3.6) writes them. */
    private static String word(Enum<?> value) {
        return value.name().charAt(0) + value.name().substring(1).toLowerCase(Locale.ROOT);
    }

    private static void identifiers(MimeMessage message, String header, List<String> ids) throws MessagingException {
        if (!ids.isEmpty()) {
            message.setHeader(header, String.join("\r\n ", ids));
        }
    }

    private static InternetAddress[] addresses(Email email, RecipientType type) throws UnsupportedEncodingException {
        return addresses(email.recipients().stream()
                .filter(recipient -> recipient.type() == type)
                .map(Email.Recipient::address)
                .toList());
    }

    private static InternetAddress[] addresses(List<EmailAddress> all) throws UnsupportedEncodingException {
        InternetAddress[] addresses = new InternetAddress[all.size()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = address(all.get(i));
        }
        return addresses;
    }

    private static InternetAddress address(EmailAddress address) throws UnsupportedEncodingException {
        return new InternetAddress(
                address.address(),
                address.name() == null || address.name().isBlank() ? null : oneLine(address.name()),
                StandardCharsets.UTF_8.name());
    }

    /** Nothing that somebody wrote into a text may end its header and begin another one. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    }

    private static void body(Email email, MimeMessage message) throws MessagingException, IOException {
        boolean html = email.body().html() != null;
        List<Attachment> related = email.attachments().stream()
                .filter(attachment -> html && attachment.inline() && attachment.contentId() != null)
                .toList();
        List<Attachment> attached = new ArrayList<>(email.attachments());
        attached.removeAll(related);
        if (attached.isEmpty()) {
            texts(email.body(), related, message);
            return;
        }
        MimeMultipart mixed = new MimeMultipart("mixed");
        MimeBodyPart first = new MimeBodyPart();
        texts(email.body(), related, first);
        mixed.addBodyPart(first);
        for (Attachment attachment : attached) {
            mixed.addBodyPart(part(attachment));
        }
        message.setContent(mixed);
    }

    private static void texts(Body body, List<Attachment> related, MimePart target)
            throws MessagingException, IOException {
        if (body.html() == null) {
            text(body.text() == null ? "" : body.text(), "plain", target);
        } else if (body.text() == null) {
            html(body.html(), related, target);
        } else {
            MimeMultipart alternative = new MimeMultipart("alternative");
            MimeBodyPart plain = new MimeBodyPart();
            text(body.text(), "plain", plain);
            alternative.addBodyPart(plain);
            MimeBodyPart rich = new MimeBodyPart();
            html(body.html(), related, rich);
            alternative.addBodyPart(rich);
            target.setContent(alternative);
        }
    }

    private static void html(String html, List<Attachment> related, MimePart target)
            throws MessagingException, IOException {
        if (related.isEmpty()) {
            text(html, "html", target);
            return;
        }
        MimeMultipart all = new MimeMultipart("related");
        MimeBodyPart root = new MimeBodyPart();
        text(html, "html", root);
        all.addBodyPart(root);
        for (Attachment attachment : related) {
            all.addBodyPart(part(attachment));
        }
        target.setContent(all);
    }

    private static void text(String text, String subtype, MimePart target) throws MessagingException {
        String lines = text.replaceAll("\\r\\n|\\r|\\n", "\r\n");
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        String type = "text/" + subtype + "; charset=UTF-8";
        target.setDataHandler(new DataHandler(new Stored(type, Content.of(bytes))));
        target.setHeader("Content-Type", type);
        target.setHeader(
                ENCODING,
                lines.chars().filter(c -> c > 126).count() > lines.length() / 3 ? "base64" : "quoted-printable");
    }

    private static BodyPart part(Attachment attachment) throws MessagingException, IOException {
        MimeBodyPart part = new MimeBodyPart();
        ContentType type = type(attachment.contentType());
        boolean message = type.match("message/rfc822");
        part.setDataHandler(new DataHandler(new Stored(type.getBaseType(), attachment.content())));
        ContentDisposition disposition = new ContentDisposition(attachment.inline() ? "inline" : "attachment");
        if (attachment.name() != null && !attachment.name().isBlank()) {
            ParameterList names = new ParameterList();
            names.set("filename", oneLine(attachment.name()), StandardCharsets.UTF_8.name());
            disposition.setParameterList(names);
            ParameterList again = new ParameterList();
            again.set("name", oneLine(attachment.name()), StandardCharsets.UTF_8.name());
            type.setParameterList(again);
        }
        part.setHeader("Content-Type", type.toString());
        part.setHeader("Content-Disposition", disposition.toString());
        if (attachment.contentId() != null) {
            part.setHeader("Content-ID", "<" + oneLine(attachment.contentId()).replaceAll("[<>\\s]", "") + ">");
        }
        part.setHeader(ENCODING, message ? encodingOfMessage(attachment.content()) : "base64");
        return part;
    }

    /** What can't be carried as it is, such as a multipart without its boundary, goes as plain bytes. */
    private static ContentType type(String given) {
        try {
            ContentType type = new ContentType(given == null ? BINARY : given);
            boolean composite = type.match("multipart/*") || type.match("message/*") && !type.match("message/rfc822");
            return new ContentType(composite ? BINARY : type.getBaseType());
        } catch (ParseException e) {
            return new ContentType("application", "octet-stream", null);
        }
    }

    /** A message within a message must not be encoded (RFC 2046, 5.2.1). */
    private static String encodingOfMessage(Content content) throws IOException {
        int line = 0;
        boolean eightBit = false;
        try (InputStream in = content.open()) {
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    eightBit |= buffer[i] < 0;
                    line = buffer[i] == '\n' ? 0 : line + 1;
                    if (line > LONGEST_LINE + 1) {
                        return "binary";
                    }
                }
            }
        }
        return eightBit ? "8bit" : "7bit";
    }

    /** Bytes that may be in a file. */
    private record Stored(String type, Content content) implements DataSource {
        @Override
        public InputStream getInputStream() throws IOException {
            return content.open();
        }

        @Override
        public OutputStream getOutputStream() {
            throw new UnsupportedOperationException("this is only read");
        }

        @Override
        public String getContentType() {
            return type;
        }

        @Override
        public String getName() {
            return null;
        }
    }
}
