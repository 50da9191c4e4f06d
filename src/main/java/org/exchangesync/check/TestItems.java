package org.exchangesync.check;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.exchangesync.item.Appointment;
import org.exchangesync.item.Body;
import org.exchangesync.item.Contact;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.Importance;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.Sensitivity;
import org.exchangesync.item.Task;
import org.exchangesync.item.TestMark;
import org.exchangesync.profile.Mailbox;

/** Items that tests make in a mailbox and take away again: they say what they are, for the case that one stays. */
final class TestItems {
    static final String TITLE = "Test of Exchange Sync, may be deleted";

    private static final Body TEXT =
            Body.ofText("Exchange Sync tests whether it may write here. This item is removed by itself.");

    private final Mailbox mailbox;
    private final Instant now;

    /** @param now the time that they bear */
    TestItems(Mailbox mailbox, Instant now) {
        this.mailbox = mailbox;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    /** An item of any kind, with nobody to be notified but, of a mail that were sent, the mailbox itself. */
    Item item(ItemKind kind, String title, String key) {
        return switch (kind) {
            case EMAIL -> email(title, key, null);
            case APPOINTMENT -> appointment(title, key);
            case CONTACT -> contact(title, key);
            case TASK -> task(title, key);
        };
    }

    /** A mail to the mailbox itself, as it is sent: with its bytes, which belong to the caller. */
    Email mail(String title, String key) {
        String address = mailbox.address();
        String text = "From: <" + address + ">\r\nTo: <" + address + ">\r\nDate: "
                + DateTimeFormatter.RFC_1123_DATE_TIME
                        .format(now.atOffset(ZoneOffset.UTC))
                        .replace("GMT", "+0000")
                + "\r\nSubject: " + title + "\r\nMessage-ID: " + TestMark.messageId(key, address)
                + "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: text/plain; charset=us-ascii\r\n\r\n"
                + "Exchange Sync tests whether mail that this mailbox sends arrives.\r\n"
                + "This mail is removed by itself as soon as it is seen.\r\n";
        return email(title, key, Content.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Email email(String title, String key, Content original) {
        EmailAddress self = new EmailAddress(null, mailbox.address());
        return new Email(
                TestMark.messageId(key, mailbox.address()),
                title,
                self,
                null,
                List.of(),
                List.of(new Email.Recipient(Email.RecipientType.TO, self)),
                now,
                now,
                List.of(),
                List.of(),
                TEXT,
                List.of(),
                Importance.NORMAL,
                Sensitivity.NORMAL,
                List.of(),
                null,
                original,
                key);
    }

    /** Tomorrow, when nobody is kept from anything by it. */
    private Appointment appointment(String title, String key) {
        Instant start = now.plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.HOURS);
        return new Appointment(
                null,
                null,
                title,
                TEXT,
                start,
                start.plus(Duration.ofMinutes(30)),
                "Etc/UTC",
                false,
                null,
                null,
                List.of(),
                Appointment.ShowAs.FREE,
                Sensitivity.NORMAL,
                Importance.NORMAL,
                null,
                List.of(),
                false,
                Appointment.ResponseStatus.UNKNOWN,
                null,
                List.of(),
                List.of(),
                List.of(),
                key);
    }

    private static Contact contact(String title, String key) {
        return new Contact(
                title,
                title,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                null,
                List.of(),
                null,
                null,
                null,
                TEXT,
                Sensitivity.NORMAL,
                List.of(),
                List.of(),
                key);
    }

    private Task task(String title, String key) {
        return new Task(
                title,
                TEXT,
                Task.Status.NOT_STARTED,
                0,
                null,
                LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1),
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
                key);
    }
}
