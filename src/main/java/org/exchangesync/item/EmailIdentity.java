package org.exchangesync.item;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * By what a mail is recognised wherever it turns up again: its Message-ID and a digest of what every transport delivers
 * alike. Message-IDs alone won't do, because real mail lacks them or uses them twice.
 *
 * @param messageId the normalised Message-ID, or null where there is none
 * @param digest SHA-256 over author, date, subject, text and attached bytes, in lower-case hexadecimal
 * @param receivedSecond when the mailbox got it, to the second: decides only where there is no Message-ID
 */
public record EmailIdentity(String messageId, String digest, Instant receivedSecond) {
    public EmailIdentity {
        Objects.requireNonNull(digest, "digest");
    }

    /** The identity of a mail. */
    public static EmailIdentity of(Email email) {
        return new EmailIdentity(
                normalise(email.messageId()),
                digest(email),
                email.receivedAt() == null ? null : email.receivedAt().truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * The Message-ID as it is compared: without angle brackets and white space (folding, blanks), the domain after the
     * last {@code @} in lower case, because gateways touch that; the part before it is left as it is, because senders tell
     * messages apart by its case.
     *
     * @return null where nothing is left
     */
    public static String normalise(String messageId) {
        if (messageId == null) {
            return null;
        }
        StringBuilder kept = new StringBuilder(messageId.length());
        messageId
                .codePoints()
                .filter(c -> !Character.isWhitespace(c) && !Character.isISOControl(c))
                .forEach(kept::appendCodePoint);
        int from = kept.length() > 0 && kept.charAt(0) == '<' ? 1 : 0;
        int to = kept.length() > from && kept.charAt(kept.length() - 1) == '>' ? kept.length() - 1 : kept.length();
        String bare = kept.substring(from, to);
        int at = bare.lastIndexOf('@');
        String normal =
                at < 0 ? bare : bare.substring(0, at) + bare.substring(at).toLowerCase(Locale.ROOT);
        return normal.isEmpty() ? null : normal;
    }

    /**
     * One string for all of it, of 64 characters whatever the mail: mails with equal keys are one mail. With a Message-ID
     * it covers that and the digest, else the digest and the second of receipt.
     */
    public String key() {
        return messageId != null
                ? Digests.sha256("message-id", messageId, digest)
                : Digests.sha256("received", String.valueOf(receivedSecond), digest);
    }

    /**
     * Whether a mail is the one of a digest but for its date: servers put the time at which they send a mail into it, so that
     * the copy that comes back has another one than what was handed to them.
     *
     * @param sentAt the date of the mail with that digest
     */
    public static boolean isSameButForDate(Email email, Instant sentAt, String digest) {
        return digest(email, sentAt).equals(digest);
    }

    private static String digest(Email email) {
        return digest(email, email.sentAt());
    }

    private static String digest(Email email, Instant sentAt) {
        EmailAddress from = email.from();
        String author = from == null ? "" : from.address() != null ? from.address() : collapse(from.name());
        return Digests.sha256(
                author.toLowerCase(Locale.ROOT),
                sentAt == null ? "" : sentAt.truncatedTo(ChronoUnit.SECONDS).toString(),
                collapse(email.subject()),
                collapse(text(email.body())),
                attached(email.attachments()));
    }

    /**
     * The attached bytes in any order. Names are left out because transports write them anew, and so are the bytes of
     * what servers take apart and put together again: nested messages, calendar parts and TNEF count by their type.
     */
    private static String attached(List<Attachment> attachments) {
        return attachments.stream()
                .map(attachment -> isRewritten(attachment.contentType())
                        ? attachment.contentType()
                        : attachment.content().sha256())
                .sorted()
                .collect(Collectors.joining(","));
    }

    private static boolean isRewritten(String contentType) {
        return contentType != null
                && (contentType.startsWith("message/")
                        || contentType.equals("text/calendar")
                        || contentType.equals("application/ms-tnef"));
    }

    private static String text(Body body) {
        return body.text() != null ? body.text() : PlainText.ofHtml(body.html());
    }

    /** White space of every kind and length counts as one blank: transports wrap, fold and end lines differently. */
    private static String collapse(String text) {
        return text == null ? "" : PlainText.collapse(text);
    }
}
