package org.exchangesync.store;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.exchangesync.failure.Fault;
import org.exchangesync.failure.FaultAdvice;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.item.Appointment;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Body;
import org.exchangesync.item.Contact;
import org.exchangesync.item.Content;
import org.exchangesync.item.DeliveryKey;
import org.exchangesync.item.Email;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.Importance;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.Recurrence;
import org.exchangesync.item.Sensitivity;
import org.exchangesync.item.Task;
import org.exchangesync.sync.DeadLetter;
import org.exchangesync.sync.FolderKey;
import org.exchangesync.sync.Link;
import org.exchangesync.sync.RecordHead;
import org.exchangesync.sync.RecordWrite;

/** Items of the four kinds with every property set, and what stores take of them. */
final class SampleItems {
    static final Instant SENT = Instant.parse("2026-02-28T23:59:59Z");
    static final Instant RECEIVED = Instant.parse("2026-03-01T00:00:02.123456Z");
    static final EmailAddress ANNA = new EmailAddress("Anna Ångström", "anna@example.org");
    static final EmailAddress BERT = new EmailAddress(null, "bert@example.org");

    private SampleItems() {}

    static Content content(String text) {
        return Content.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The dead letter of a mail in Anna's Inbox. */
    static DeadLetter letter(String itemId, String cause) {
        return letter(StoreFixture.ANNAS_INBOX, new ItemId(itemId, "ck"), "MimeUnreadable", cause);
    }

    static DeadLetter letter(FolderKey folder, ItemId id, String code, String cause) {
        Fault fault = new Fault(code, FaultClass.ITEM, cause, new FaultAdvice("damaged", "mend it"), Duration.ZERO);
        return new DeadLetter(
                DeliveryKey.of(folder.mailbox(), ItemKind.EMAIL, id),
                "sales",
                folder,
                ItemKind.EMAIL,
                id,
                "title " + id.id(),
                new DeadLetter.Kept(
                        content("original " + id.id()),
                        "{}",
                        "{\"read\":true}",
                        "<" + id.id() + "@example.org>",
                        "identity " + id.id(),
                        List.of(content("attached " + id.id()))),
                new DeadLetter.Failure(fault, "receive-email", "step", "trace", "{\"resume\":1}"));
    }

    static Email email(String subject) {
        return new Email(
                "<1@example.org>",
                subject,
                ANNA,
                BERT,
                List.of(new EmailAddress("Office", "office@example.org")),
                List.of(
                        new Email.Recipient(Email.RecipientType.TO, BERT),
                        new Email.Recipient(Email.RecipientType.CC, new EmailAddress("Only a name", null))),
                SENT,
                RECEIVED,
                List.of("<0@example.org>"),
                List.of("<00@example.org>", "<0@example.org>"),
                new Body("plain 😀", "<p>html</p>"),
                List.of(
                        new Attachment("a.png", "image/png", "cid1", true, content("png")),
                        new Attachment(null, "text/plain", null, false, content("notes"))),
                Importance.HIGH,
                Sensitivity.CONFIDENTIAL,
                List.of("Blue", "Red"),
                "AQHX",
                content("Subject: " + subject + "\r\n\r\nplain"),
                null);
    }

    static Appointment appointment() {
        Instant start = Instant.parse("2026-04-01T08:00:00Z");
        return new Appointment(
                "uid-1",
                start,
                "Review",
                new Body("agenda", "<b>agenda</b>"),
                start,
                start.plusSeconds(3600),
                "Europe/Stockholm",
                false,
                "Room 1",
                ANNA,
                List.of(new Appointment.Attendee(
                        BERT,
                        Appointment.AttendeeRole.OPTIONAL,
                        Appointment.ResponseStatus.ACCEPTED,
                        start.minusSeconds(60))),
                Appointment.ShowAs.TENTATIVE,
                Sensitivity.PRIVATE,
                Importance.LOW,
                15,
                List.of("Green"),
                true,
                Appointment.ResponseStatus.ORGANIZER,
                weekly(false),
                List.of(new Appointment.ModifiedOccurrence(
                        start.plusSeconds(604800),
                        start.plusSeconds(608400),
                        start.plusSeconds(612000),
                        "Moved",
                        "Room 2")),
                List.of(start.plusSeconds(1209600)),
                List.of(new Attachment("plan.pdf", "application/pdf", null, false, content("pdf"))),
                null);
    }

    static Contact contact() {
        return new Contact(
                "Dr. Carla Maria Cruz III",
                "Cruz, Carla",
                "Dr.",
                "Carla",
                "Maria",
                "Cruz",
                "III",
                "CMC",
                "Caz",
                "Cruz AG",
                "Sales",
                "Head",
                "Engineer",
                "Max",
                "Ida",
                "B 12",
                "Sam",
                List.of("Kim", "Lee"),
                List.of(new EmailAddress("Carla", "carla@example.org"), BERT),
                Map.of(Contact.PhoneSlot.MOBILE_PHONE, "+46 1", Contact.PhoneSlot.BUSINESS_PHONE, "+46 2"),
                Map.of(
                        Contact.AddressSlot.HOME,
                        new Contact.PostalAddress("Street 1", "Lund", "Skåne", "22100", "Sweden")),
                Contact.AddressSlot.HOME,
                List.of("carla@im"),
                "https://example.org",
                LocalDate.of(1980, 2, 29),
                LocalDate.of(2005, 6, 1),
                new Body("note", "<i>note</i>"),
                Sensitivity.PERSONAL,
                List.of("VIP"),
                List.of(new Attachment("photo.jpg", "image/jpeg", null, false, content("jpg"))),
                null);
    }

    static Task task() {
        return new Task(
                "Call",
                new Body("text", "<p>text</p>"),
                Task.Status.WAITING_ON_OTHERS,
                40,
                LocalDate.of(2026, 1, 1),
                LocalDate.of(2026, 1, 31),
                SENT,
                RECEIVED,
                "Dora",
                Importance.NORMAL,
                Sensitivity.NORMAL,
                List.of("Yellow"),
                List.of("Cruz AG", "Dahl AB"),
                90,
                30,
                weekly(true),
                List.of(new Attachment("list.txt", "text/plain", null, false, content("list"))),
                null);
    }

    static Recurrence weekly(boolean regenerating) {
        return new Recurrence(
                Recurrence.Frequency.WEEKLY,
                2,
                List.of(DayOfWeek.MONDAY, DayOfWeek.WEDNESDAY),
                null,
                null,
                null,
                DayOfWeek.MONDAY,
                regenerating,
                LocalDate.of(2026, 4, 1),
                10,
                null);
    }

    static RecordHead head(UUID id, ItemKind kind, String identity, long version) {
        return new RecordHead(
                id,
                kind,
                identity,
                Content.of(identity.getBytes(StandardCharsets.UTF_8)).sha256(),
                StoreFixture.ANNA,
                RECEIVED,
                version,
                false);
    }

    static RecordWrite insert(String identity, Item item) {
        return new RecordWrite(head(UUID.randomUUID(), item.kind(), identity, 1), item, null);
    }

    static RecordWrite update(RecordWrite of, Item item) {
        RecordHead head = of.head();
        return new RecordWrite(head(head.id(), head.kind(), head.identity(), head.version() + 1), item, null);
    }

    static Link link(RecordWrite record, FolderKey folder, String itemId) {
        return new Link(record.head().id(), folder, itemId, "ck1", true, RECEIVED, 1);
    }
}
