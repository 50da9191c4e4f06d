package org.exchangesync.item.mime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;

/**
 * What a mail server reports of a mail that it got before: a delivery status notification, such as a bounce.
 *
 * @param originalMessageId the Message-ID of the mail that it is about
 * @param recipients what became of it, for each recipient that is reported
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3464">RFC 3464: delivery status notifications</a>
 */
public record DeliveryReport(String originalMessageId, List<Recipient> recipients) {
    private static final Set<String> STATUS = Set.of("message/delivery-status", "message/global-delivery-status");
    private static final Set<String> ORIGINAL = Set.of(
            "message/rfc822",
            "text/rfc822-headers",
            "message/rfc822-headers",
            "message/global",
            "message/global-headers");

    /** Far above what reports have; what stands behind is not read. */
    private static final int READ = 256 << 10;

    public DeliveryReport {
        recipients = List.copyOf(recipients);
    }

    /**
     * What became of the mail for one recipient.
     *
     * @param address whom the sender named, or the final recipient where that isn't told
     * @param action {@code failed}, {@code delayed}, {@code delivered}, {@code relayed} or {@code expanded}, in lower case
     * @param status the enhanced status code such as {@code 5.1.1}, or null
     * @param diagnostic what the reporting server was told, such as {@code smtp; 550 5.1.1 unknown}, or null
     */
    public record Recipient(String address, String action, String status, String diagnostic) {}

    /**
     * The report that a mail is.
     *
     * @return empty for other mail, and where nothing tells which mail it is about
     * @throws IOException if a part can't be read here
     */
    public static Optional<DeliveryReport> of(Email email) throws IOException {
        Optional<Attachment> status = part(email, STATUS);
        if (status.isEmpty()) {
            return Optional.empty();
        }
        List<Recipient> recipients = groups(text(status.get().content())).stream()
                .map(DeliveryReport::recipient)
                .flatMap(Optional::stream)
                .toList();
        String about = original(email);
        return about == null || recipients.isEmpty()
                ? Optional.empty()
                : Optional.of(new DeliveryReport(about, recipients));
    }

    private static Optional<Attachment> part(Email email, Set<String> types) {
        return email.attachments().stream()
                .filter(part -> types.contains(part.contentType()))
                .findFirst();
    }

    /** The mail that came back says its Message-ID; some servers only answer it. */
    private static String original(Email email) throws IOException {
        Optional<Attachment> returned = part(email, ORIGINAL);
        if (returned.isPresent()) {
            String messageId = groups(text(returned.get().content())).stream()
                    .findFirst()
                    .map(header -> header.get("message-id"))
                    .orElse(null);
            if (messageId != null) {
                return messageId;
            }
        }
        return Stream.concat(email.inReplyTo().stream(), email.references().stream())
                .reduce((first, last) -> last)
                .orElse(null);
    }

    private static Optional<Recipient> recipient(Map<String, String> fields) {
        String address = address(fields.getOrDefault("original-recipient", fields.get("final-recipient")));
        String action = fields.get("action");
        return address == null || action == null
                ? Optional.empty()
                : Optional.of(new Recipient(
                        address, action.toLowerCase(Locale.ROOT), fields.get("status"), fields.get("diagnostic-code")));
    }

    /** {@code rfc822; anna@example.org} without its type. */
    private static String address(String typed) {
        if (typed == null) {
            return null;
        }
        String address = typed.substring(typed.indexOf(';') + 1).strip();
        boolean bracketed = address.startsWith("<") && address.endsWith(">");
        return bracketed ? address.substring(1, address.length() - 1) : address;
    }

    /** Header fields, folded lines put together, in groups with an empty line between them; names in lower case. */
    private static List<Map<String, String>> groups(String text) {
        List<Map<String, String>> groups = new ArrayList<>();
        Map<String, String> group = new LinkedHashMap<>();
        String name = null;
        for (String line : text.split("\\r\\n|\\r|\\n", -1)) {
            if (line.isBlank()) {
                if (!group.isEmpty()) {
                    groups.add(group);
                }
                group = new LinkedHashMap<>();
                name = null;
            } else if (Character.isWhitespace(line.charAt(0)) && name != null) {
                group.merge(name, line.strip(), (before, more) -> before + ' ' + more);
            } else if (line.indexOf(':') > 0) {
                name = line.substring(0, line.indexOf(':')).strip().toLowerCase(Locale.ROOT);
                group.putIfAbsent(name, line.substring(line.indexOf(':') + 1).strip());
            }
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }

    private static String text(Content content) throws IOException {
        try (InputStream in = content.open()) {
            return new String(in.readNBytes(READ), StandardCharsets.UTF_8);
        }
    }
}
