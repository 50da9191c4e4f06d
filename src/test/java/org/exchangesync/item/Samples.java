package org.exchangesync.item;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Small complete items for tests. */
public final class Samples {
    /** When sample mails are received, unless a test says otherwise. */
    public static final Instant RECEIVED = Instant.parse("2026-03-02T08:30:00Z");

    private Samples() {}

    /** A mail that is told by its subject; its Message-ID is made of the subject. */
    public static Email email(String subject) {
        return email(subject, RECEIVED, "Hello.");
    }

    /** A mail of about that many bytes. */
    public static Email emailOfSize(String subject, int bytes) {
        return email(subject, RECEIVED, ("x".repeat(70) + "\r\n").repeat(Math.max(1, bytes / 72)));
    }

    /** A mail received then. */
    public static Email email(String subject, Instant received) {
        return email(subject, received, "Hello.");
    }

    /** A mail with that text, its original bytes included. */
    public static Email email(String subject, Instant received, String text) {
        EmailAddress from = new EmailAddress("Ben Okafor", "ben@example.org");
        EmailAddress to = new EmailAddress("Anna Lind", "anna@example.org");
        String messageId =
                "<" + Integer.toHexString(subject.hashCode()) + "." + received.getEpochSecond() + "@example.org>";
        String mime = "From: Ben Okafor <ben@example.org>\r\nTo: Anna Lind <anna@example.org>\r\nSubject: " + subject
                + "\r\nMessage-ID: " + messageId + "\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: text/plain; charset=us-ascii\r\n\r\n" + text + "\r\n";
        return new Email(
                messageId,
                subject,
                from,
                null,
                List.of(),
                List.of(new Email.Recipient(Email.RecipientType.TO, to)),
                received,
                received,
                List.of(),
                List.of(),
                Body.ofText(text),
                List.of(),
                Importance.NORMAL,
                Sensitivity.NORMAL,
                List.of(),
                null,
                Content.of(mime.getBytes(StandardCharsets.US_ASCII)),
                null);
    }

    /** The same mail with our key on it. */
    public static Email withSyncKey(Email mail, String syncKey) {
        return new Email(
                mail.messageId(),
                mail.subject(),
                mail.from(),
                mail.sender(),
                mail.replyTo(),
                mail.recipients(),
                mail.sentAt(),
                mail.receivedAt(),
                mail.inReplyTo(),
                mail.references(),
                mail.body(),
                mail.attachments(),
                mail.importance(),
                mail.sensitivity(),
                mail.categories(),
                mail.conversationIndex(),
                mail.original(),
                syncKey);
    }

    /** The same mail with another recipient, whom the header names in its Bcc field. */
    public static Email withBcc(Email mail, String address) {
        List<Email.Recipient> recipients = new ArrayList<>(mail.recipients());
        recipients.add(new Email.Recipient(Email.RecipientType.BCC, new EmailAddress(null, address)));
        try {
            String mime = new String(mail.original().toByteArray(), StandardCharsets.US_ASCII)
                    .replaceFirst("\r\nSubject:", "\r\nBcc: <other@example.org>,\r\n <" + address + ">\r\nSubject:");
            return new Email(
                    mail.messageId(),
                    mail.subject(),
                    mail.from(),
                    mail.sender(),
                    mail.replyTo(),
                    recipients,
                    mail.sentAt(),
                    mail.receivedAt(),
                    mail.inReplyTo(),
                    mail.references(),
                    mail.body(),
                    mail.attachments(),
                    mail.importance(),
                    mail.sensitivity(),
                    mail.categories(),
                    mail.conversationIndex(),
                    Content.of(mime.getBytes(StandardCharsets.US_ASCII)),
                    mail.syncKey());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A single appointment of half an hour; its UID is made of the subject. */
    public static Appointment appointment(String subject, Instant start) {
        return appointment(subject, start, null);
    }

    /** A single appointment of half an hour with our key on it. */
    public static Appointment appointment(String subject, Instant start, String syncKey) {
        return new Appointment(
                "uid-" + Integer.toHexString(subject.hashCode()) + "@example.org",
                null,
                subject,
                Body.ofText("Agenda"),
                start,
                start.plus(Duration.ofMinutes(30)),
                "Europe/Berlin",
                false,
                "Room 3",
                new EmailAddress("Anna Lind", "anna@example.org"),
                List.of(),
                Appointment.ShowAs.BUSY,
                Sensitivity.NORMAL,
                Importance.NORMAL,
                15,
                List.of(),
                false,
                Appointment.ResponseStatus.ORGANIZER,
                null,
                List.of(),
                List.of(),
                List.of(),
                syncKey);
    }

    /** A person with a mail address and a phone. */
    public static Contact contact(String displayName, String syncKey) {
        return new Contact(
                displayName,
                displayName,
                null,
                displayName,
                null,
                null,
                null,
                null,
                null,
                "Lind & Partner",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(new EmailAddress(displayName, "someone@example.org")),
                Map.of(Contact.PhoneSlot.MOBILE_PHONE, "+49 30 1234567"),
                Map.of(),
                null,
                List.of(),
                null,
                null,
                null,
                Body.EMPTY,
                Sensitivity.NORMAL,
                List.of(),
                List.of(),
                syncKey);
    }

    /** An open task. */
    public static Task task(String subject, String syncKey) {
        return new Task(
                subject,
                Body.ofText("To do"),
                Task.Status.NOT_STARTED,
                0,
                null,
                null,
                null,
                null,
                null,
                Importance.NORMAL,
                Sensitivity.NORMAL,
                List.of(),
                List.of(),
                null,
                null,
                null,
                List.of(),
                syncKey);
    }
}
