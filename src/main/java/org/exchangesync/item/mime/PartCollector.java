package org.exchangesync.item.mime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Body;
import org.exchangesync.item.Content;
import org.exchangesync.item.ContentWriter;

/**
 * Sorts the parts of a message into body and attachments. Plain and HTML text that is neither a file nor meant to be saved
 * is body, in the order of the message; everything else is an attachment.
 */
final class PartCollector {
    /** So many times the spool threshold may all attachments together take of memory. */
    private static final int MEMORY_SHARE = 4;

    private static final Pattern META_CHARSET =
            Pattern.compile("<meta[^>]{0,200}charset\\s*=\\s*[\"']?([\\w.:-]{2,40})", Pattern.CASE_INSENSITIVE);

    private final MimeLimits limits;
    private final int spoolThreshold;
    private final Path spoolDirectory;
    private final List<Attachment> attachments = new ArrayList<>();
    private StringBuilder text;
    private StringBuilder html;
    private long memory;
    private long bodyBytes;

    PartCollector(MimeLimits limits, int spoolThreshold, Path spoolDirectory) {
        this.limits = limits;
        this.spoolThreshold = spoolThreshold;
        this.spoolDirectory = spoolDirectory;
    }

    /** Takes a part; its transfer encoding is undone already. */
    void add(Part part, InputStream decoded) throws IOException {
        Content content = read(decoded);
        if (isBody(part) && bodyBytes + content.size() <= limits.bodyBytes()) {
            bodyBytes += content.size();
            addToBody(part, content);
            return;
        }
        memory += content.isSpooled() ? 0 : content.size();
        attachments.add(
                new Attachment(part.attachmentName(), part.mimeType(), part.contentId(), isInline(part), content));
    }

    /** Reads a stream to its end, into memory or a spool file. */
    Content read(InputStream in) throws IOException {
        long left = Math.max(0, (long) MEMORY_SHARE * spoolThreshold - memory);
        try (ContentWriter writer = new ContentWriter((int) Math.min(spoolThreshold, left), spoolDirectory)) {
            in.transferTo(writer);
            return writer.content();
        }
    }

    private boolean isBody(Part part) {
        boolean first = text == null && html == null;
        return switch (part.mimeType()) {
            case "text/plain", "text/html" -> !part.isAttachment() && (part.name() == null || first);
            // RFC 2046 section 4.1.4: unknown kinds of text are shown as plain text; worth it only for a whole message.
            case "text/enriched", "text/markdown", "text/x-markdown", "text/text" ->
                part.depth() == 0 && !part.isAttachment();
            default -> false;
        };
    }

    private void addToBody(Part part, Content content) throws IOException {
        byte[] bytes = content.toByteArray();
        content.close();
        if (part.mimeType().equals("text/html")) {
            html = append(html, MimeCharsets.decode(bytes, htmlCharset(part, bytes)));
        } else {
            text = append(text, MimeCharsets.decode(bytes, part.charset()));
        }
    }

    private static StringBuilder append(StringBuilder before, String more) {
        if (before == null) {
            return new StringBuilder(more);
        }
        if (before.length() > 0 && before.charAt(before.length() - 1) != '\n') {
            before.append("\r\n");
        }
        return before.append(more);
    }

    /** What the document says of itself counts where the header says nothing that helps. */
    private static String htmlCharset(Part part, byte[] bytes) {
        boolean vague = part.charset() == null
                || part.charset().equalsIgnoreCase("us-ascii")
                || !MimeCharsets.isKnown(part.charset());
        if (!vague) {
            return part.charset();
        }
        String head = new String(bytes, 0, Math.min(bytes.length, 2048), StandardCharsets.ISO_8859_1);
        Matcher meta = META_CHARSET.matcher(head);
        return meta.find() ? meta.group(1) : null;
    }

    private static boolean isInline(Part part) {
        return "inline".equals(part.disposition()) || part.disposition() == null && part.related();
    }

    Body body() {
        return new Body(text == null ? null : text.toString(), html == null ? null : html.toString());
    }

    /** The attachments; those that the HTML shows are inline, whatever their header says. */
    List<Attachment> attachments() {
        if (html == null) {
            return List.copyOf(attachments);
        }
        List<Attachment> marked = new ArrayList<>(attachments.size());
        for (Attachment a : attachments) {
            boolean shown = a.contentId() != null && html.indexOf("cid:" + a.contentId()) >= 0;
            marked.add(
                    shown && !a.inline()
                            ? new Attachment(a.name(), a.contentType(), a.contentId(), true, a.content())
                            : a);
        }
        return marked;
    }

    /** Frees the spool files: nobody will get the attachments. */
    void discard() {
        attachments.forEach(attachment -> attachment.content().close());
    }
}
