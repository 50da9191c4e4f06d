package org.exchangesync.ews.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.exchangesync.ews.client.mapping.Paths;
import org.exchangesync.ews.client.messages.DeleteItem;
import org.exchangesync.ews.client.messages.UpdateItem;
import org.exchangesync.ews.client.types.CalendarItemType;
import org.exchangesync.ews.client.types.ItemChangeType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfBaseItemIdsType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfItemChangeDescriptionsType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfItemChangesType;
import org.exchangesync.ews.client.types.OccurrenceItemIdType;
import org.exchangesync.ews.client.types.SetItemFieldType;
import org.exchangesync.item.Appointment;
import org.exchangesync.item.Appointment.Attendee;
import org.exchangesync.item.Appointment.AttendeeRole;
import org.exchangesync.item.Appointment.ModifiedOccurrence;
import org.exchangesync.item.Appointment.ResponseStatus;
import org.exchangesync.item.Appointment.ShowAs;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Body;
import org.exchangesync.item.Change;
import org.exchangesync.item.Contact;
import org.exchangesync.item.Contact.AddressSlot;
import org.exchangesync.item.Contact.PhoneSlot;
import org.exchangesync.item.Contact.PostalAddress;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.Email.Recipient;
import org.exchangesync.item.Email.RecipientType;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.Importance;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.Recurrence;
import org.exchangesync.item.Recurrence.Frequency;
import org.exchangesync.item.Sensitivity;
import org.exchangesync.item.Task;
import org.exchangesync.sandbox.SandboxServer;
import org.exchangesync.sandbox.soap.ServerVersion;
import org.exchangesync.transport.ChangePage;
import org.exchangesync.transport.ChangeQuery;
import org.exchangesync.transport.ChangeSession;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.FindQuery;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.SyncState;
import org.exchangesync.transport.WellKnownFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is particular to EWS, against the sandbox: full items of all kinds, old servers, series, large mail. */
class EwsTransportTest {
    private static final MailboxRef ANNA = MailboxRef.of("anna@example.org");
    private static final FolderRef INBOX = FolderRef.of(WellKnownFolder.INBOX);
    private static final FolderRef CALENDAR = FolderRef.of(WellKnownFolder.CALENDAR);
    private static final Instant START = Instant.parse("2026-03-03T08:00:00Z");
    private static final Recurrence TUESDAYS = new Recurrence(
            Frequency.WEEKLY,
            1,
            List.of(DayOfWeek.TUESDAY),
            null,
            null,
            null,
            null,
            false,
            LocalDate.of(2026, 3, 3),
            10,
            null);

    /** The authority is kept from test to test: making its keys takes a second. */
    @TempDir
    static Path home;

    @TempDir
    Path spool;

    private SandboxServer server;
    private EwsTransport transport;
    private EwsClient client;

    private void connect(ServerVersion version) {
        server = SandboxServer.builder()
                .folder(home)
                .version(version)
                .mailbox(ANNA.address(), "Anna Berg", "secret")
                .serviceAccount("svc", "secret")
                .start();
        ConnectionSettings settings = ConnectionSettings.builder(
                        "sandbox", URI.create(server.ewsUrl()), new Credentials("svc", Secret.of("secret")))
                .trustStore(server.certificateFile(), null)
                .spool(1000, spool)
                .build();
        client = new EwsClient(settings);
        transport = new EwsTransport(settings, client, Clock.systemUTC());
    }

    @AfterEach
    void disconnect() {
        transport.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(ServerVersion.class)
    void fullItemsOfAllKindsGoThereAndComeBack(ServerVersion version) {
        connect(version);
        for (Item item : List.of(appointment("Jour fixe", TUESDAYS), contact(), task())) {
            ItemId id = transport.create(ANNA, folderOf(item.kind()), item);
            Item fetched = transport.fetch(ANNA, item.kind(), id).item();
            assertThat(fetched)
                    .usingRecursiveComparison()
                    .ignoringFields("body", "notes", "attachments", "organizer", "myResponse", "attendees")
                    .isEqualTo(item);
            assertThat(fetched.attachments())
                    .extracting(
                            Attachment::name,
                            Attachment::contentType,
                            a -> a.content().sha256())
                    .isEqualTo(item.attachments().stream()
                            .map(a ->
                                    tuple(a.name(), a.contentType(), a.content().sha256()))
                            .toList());
            assertThat(changes(folderOf(item.kind()), item.kind()))
                    .extracting(change -> change.item().title())
                    .containsExactly(item.title());
        }
    }

    @Test
    void attendeesAndNotesAreKept() {
        connect(ServerVersion.EXCHANGE_2016);
        ItemId id = transport.create(ANNA, CALENDAR, appointment("Jour fixe", null));
        Appointment fetched =
                (Appointment) transport.fetch(ANNA, ItemKind.APPOINTMENT, id).item();
        assertThat(fetched.attendees())
                .extracting(attendee -> attendee.address().address(), Attendee::role)
                .containsExactly(
                        tuple("bo@example.com", AttendeeRole.REQUIRED),
                        tuple("eve@example.com", AttendeeRole.OPTIONAL));
        assertThat(fetched.body().html()).contains("Agenda");
        assertThat(server.sentMail()).isEmpty();
    }

    @Test
    void exceptionsAndDeletionsOfASeriesComeWithIt() {
        connect(ServerVersion.EXCHANGE_2016);
        ItemId series = transport.create(ANNA, CALENDAR, appointment("Jour fixe", TUESDAYS));
        move(series, 2, "In the garden", "2026-03-10T10:00:00Z", "2026-03-10T10:30:00Z");
        delete(series, 3);

        Appointment fetched = (Appointment)
                transport.fetch(ANNA, ItemKind.APPOINTMENT, series).item();

        assertThat(fetched.exceptions())
                .containsExactly(new ModifiedOccurrence(
                        Instant.parse("2026-03-10T08:00:00Z"),
                        Instant.parse("2026-03-10T10:00:00Z"),
                        Instant.parse("2026-03-10T10:30:00Z"),
                        "In the garden",
                        null));
        assertThat(fetched.deletedOccurrences()).containsExactly(Instant.parse("2026-03-17T08:00:00Z"));
    }

    @Test
    void anUpdateOfASeriesKeepsItsExceptions() {
        connect(ServerVersion.EXCHANGE_2016);
        ItemId created = transport.create(ANNA, CALENDAR, appointment("Jour fixe", TUESDAYS));
        move(created, 2, "In the garden", "2026-03-10T10:00:00Z", "2026-03-10T10:30:00Z");
        ItemId current = transport.fetch(ANNA, ItemKind.APPOINTMENT, created).id();

        ItemId updated = transport.update(ANNA, current, appointment("Jour fixe, renamed", TUESDAYS));

        Appointment fetched = (Appointment)
                transport.fetch(ANNA, ItemKind.APPOINTMENT, updated).item();
        assertThat(fetched.subject()).isEqualTo("Jour fixe, renamed");
        assertThat(fetched.exceptions()).hasSize(1);
    }

    @Test
    void anUpdateWithoutDifferenceWritesNothing() {
        connect(ServerVersion.EXCHANGE_2016);
        ItemId id = transport.create(ANNA, FolderRef.of(WellKnownFolder.TASKS), task());
        Item fetched = transport.fetch(ANNA, ItemKind.TASK, id).item();
        assertThat(transport.update(ANNA, id, fetched)).isEqualTo(id);
    }

    @Test
    void aDraftMadeOfPropertiesIsAMailWithItsAttachments() throws IOException {
        connect(ServerVersion.EXCHANGE_2016);
        FolderRef drafts = FolderRef.of(WellKnownFolder.DRAFTS);
        ItemId id = transport.create(ANNA, drafts, draft());

        Email fetched = (Email) transport.fetch(ANNA, ItemKind.EMAIL, id).item();

        assertThat(fetched.subject()).isEqualTo("Übersicht");
        assertThat(fetched.messageId()).isEqualTo("<ours@example.org>");
        assertThat(fetched.recipients()).isEqualTo(draft().recipients());
        assertThat(fetched.body().html()).contains("Grüße");
        assertThat(fetched.attachments()).extracting(Attachment::name).containsExactly("a.txt");
        assertThat(fetched.attachments().get(0).content().toByteArray()).isEqualTo("hello".getBytes());
        transport.send(ANNA, id);
        assertThat(server.sentMail()).hasSize(1);
        assertThat(transport.find(
                        ANNA,
                        ItemKind.EMAIL,
                        FolderRef.of(WellKnownFolder.SENT_ITEMS),
                        FindQuery.bySyncKey("record-4")))
                .hasSize(1);
    }

    @Test
    void appointmentsOfOthersAreFoundByTheirUid() {
        connect(ServerVersion.EXCHANGE_2016);
        ItemId own = transport.create(ANNA, CALENDAR, appointment("one", null));
        String uid =
                ((Appointment) transport.fetch(ANNA, ItemKind.APPOINTMENT, own).item()).uid();
        FindQuery byUid = new FindQuery(null, null, uid, 10);
        assertThat(transport.find(ANNA, ItemKind.APPOINTMENT, CALENDAR, byUid))
                .extracting(ItemId::id)
                .containsExactly(own.id());
        FindQuery both = new FindQuery("record-1", null, uid, 10);
        assertThat(transport.find(ANNA, ItemKind.APPOINTMENT, CALENDAR, both)).hasSize(1);
        FindQuery contradiction = new FindQuery("record-2", null, uid, 10);
        assertThat(transport.find(ANNA, ItemKind.APPOINTMENT, CALENDAR, contradiction))
                .isEmpty();
    }

    @Test
    void manyMailsComeInPagesEachOnce() throws IOException {
        connect(ServerVersion.EXCHANGE_2016);
        for (int i = 0; i < 300; i++) {
            server.deliver(ANNA.address(), mail("mail " + i, "text"));
        }
        List<Change> changes = changes(INBOX, ItemKind.EMAIL);
        assertThat(changes.stream().map(change -> change.item().title()).distinct())
                .hasSize(300);
        assertThat(changes).hasSize(300);
    }

    @Test
    void largeMailIsSpooledAndTheFilesGoWithThePage() throws IOException {
        connect(ServerVersion.EXCHANGE_2016);
        server.deliver(ANNA.address(), mail("large", "x".repeat(70) + "\r\n"));
        server.deliver(ANNA.address(), mail("larger", ("x".repeat(70) + "\r\n").repeat(2000)));
        ChangeQuery query = new ChangeQuery(INBOX, ItemKind.EMAIL, SyncState.START, null, 10, 1 << 20);
        try (ChangeSession session = transport.changes(ANNA, query)) {
            ChangePage page = session.next();
            assertThat(page.changes())
                    .extracting(change -> ((Email) change.item()).original().isSpooled())
                    .containsExactlyInAnyOrder(false, true);
            ChangePages.discard(page);
        }
        try (Stream<Path> left = Files.list(spool)) {
            assertThat(left).isEmpty();
        }
    }

    private List<Change> changes(FolderRef folder, ItemKind kind) {
        List<Change> changes = new ArrayList<>();
        ChangeQuery query = new ChangeQuery(folder, kind, SyncState.START, null, 64, 1 << 30);
        try (ChangeSession session = transport.changes(ANNA, query)) {
            ChangePage page;
            do {
                page = session.next();
                changes.addAll(page.changes());
                session.committed(page);
            } while (!page.last());
        }
        return changes;
    }

    private static FolderRef folderOf(ItemKind kind) {
        return FolderRef.of(
                switch (kind) {
                    case EMAIL -> WellKnownFolder.INBOX;
                    case APPOINTMENT -> WellKnownFolder.CALENDAR;
                    case CONTACT -> WellKnownFolder.CONTACTS;
                    case TASK -> WellKnownFolder.TASKS;
                });
    }

    private void move(ItemId series, int index, String subject, String start, String end) {
        ItemChangeType change = new ItemChangeType();
        change.setOccurrenceItemId(occurrence(series, index));
        change.setUpdates(new NonEmptyArrayOfItemChangeDescriptionsType());
        CalendarItemType item = new CalendarItemType();
        item.setSubject(subject);
        change.getUpdates().getChange().add(set("item:Subject", item));
        item = new CalendarItemType();
        item.setEnd(end);
        change.getUpdates().getChange().add(set("calendar:End", item));
        item = new CalendarItemType();
        item.setStart(start);
        change.getUpdates().getChange().add(set("calendar:Start", item));
        UpdateItem request = new UpdateItem();
        request.setConflictResolution("AlwaysOverwrite");
        request.setSendMeetingInvitationsOrCancellations("SendToNone");
        request.setItemChanges(new NonEmptyArrayOfItemChangesType());
        request.getItemChanges().getItemChange().add(change);
        client.call(ANNA, EwsOperation.UPDATE_ITEM, request).only();
    }

    private void delete(ItemId series, int index) {
        DeleteItem request = new DeleteItem();
        request.setDeleteType("HardDelete");
        request.setSendMeetingCancellations("SendToNone");
        request.setItemIds(new NonEmptyArrayOfBaseItemIdsType());
        request.getItemIds().getId().add(occurrence(series, index));
        client.call(ANNA, EwsOperation.DELETE_ITEM, request).only();
    }

    private OccurrenceItemIdType occurrence(ItemId series, int index) {
        OccurrenceItemIdType id = new OccurrenceItemIdType();
        id.setRecurringMasterId(series.id());
        id.setChangeKey(transport.fetch(ANNA, ItemKind.APPOINTMENT, series).id().changeKey());
        id.setInstanceIndex(index);
        return id;
    }

    private static SetItemFieldType set(String uri, CalendarItemType item) {
        SetItemFieldType set = new SetItemFieldType();
        set.setPath(Paths.field(uri));
        set.setItem(item);
        return set;
    }

    private static byte[] mail(String subject, String text) {
        String mail = "From: Bo <bo@example.com>\r\nTo: anna@example.org\r\nSubject: " + subject
                + "\r\nContent-Disposition: attachment\r\n\r\n" + text;
        return mail.getBytes(StandardCharsets.US_ASCII);
    }

    private static Attachment file(String name, String type, String text) {
        return new Attachment(name, type, null, false, Content.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Appointment appointment(String subject, Recurrence recurrence) {
        return new Appointment(
                "review-2026@example.com",
                null,
                subject,
                new Body(null, "<html><body><p>Agenda</p></body></html>"),
                START,
                START.plusSeconds(1800),
                "Europe/Berlin",
                false,
                "Room 3",
                null,
                List.of(
                        new Attendee(
                                new EmailAddress("Bo Ek", "bo@example.com"),
                                AttendeeRole.REQUIRED,
                                ResponseStatus.UNKNOWN,
                                null),
                        new Attendee(
                                new EmailAddress("Eve", "eve@example.com"),
                                AttendeeRole.OPTIONAL,
                                ResponseStatus.UNKNOWN,
                                null)),
                ShowAs.OUT_OF_OFFICE,
                Sensitivity.PRIVATE,
                Importance.HIGH,
                30,
                List.of("Red", "Blue"),
                false,
                ResponseStatus.ORGANIZER,
                recurrence,
                List.of(),
                List.of(),
                List.of(file("agenda.txt", "text/plain", "1. all"), file("ö.bin", "application/x-y", "\u0001\u0002")),
                "record-1");
    }

    private static Contact contact() {
        return new Contact(
                "Dr. Anna Lind",
                "Lind, Anna",
                "Dr.",
                "Anna",
                "B.",
                "Lind",
                "MD",
                "A.B.L.",
                "Annie",
                "Lind & Partner",
                "Sales",
                "Head of Sales",
                "Physicist",
                "Bo Ek",
                "Eve",
                "3.14",
                "Carl",
                List.of("Dora", "Finn"),
                List.of(new EmailAddress(null, "anna@example.org"), new EmailAddress(null, "lind@example.com")),
                Map.of(PhoneSlot.MOBILE_PHONE, "+49 1", PhoneSlot.BUSINESS_PHONE_2, "+49 2", PhoneSlot.PAGER, "3"),
                Map.of(AddressSlot.BUSINESS, new PostalAddress("Main St 1", "Berlin", "BE", "10115", "Germany")),
                AddressSlot.BUSINESS,
                List.of("anna@chat.example"),
                "https://example.org/~anna",
                LocalDate.of(1980, 2, 29),
                LocalDate.of(2005, 6, 11),
                Body.ofText("Likes tea."),
                Sensitivity.NORMAL,
                List.of("VIP"),
                List.of(),
                "record-2");
    }

    private static Task task() {
        return new Task(
                "Write the offer",
                Body.ofText("soon"),
                Task.Status.IN_PROGRESS,
                40,
                LocalDate.of(2026, 3, 1),
                LocalDate.of(2026, 3, 31),
                null,
                Instant.parse("2026-03-30T08:00:00Z"),
                null,
                Importance.LOW,
                Sensitivity.PERSONAL,
                List.of("Green"),
                List.of("Lind & Partner"),
                90,
                30,
                new Recurrence(
                        Frequency.MONTHLY,
                        1,
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        true,
                        LocalDate.of(2026, 3, 1),
                        null,
                        null),
                List.of(file("notes.txt", "text/plain", "notes")),
                "record-3");
    }

    private static Email draft() {
        return new Email(
                "<ours@example.org>",
                "Übersicht",
                new EmailAddress("Anna Berg", "anna@example.org"),
                null,
                List.of(),
                List.of(
                        new Recipient(RecipientType.TO, new EmailAddress("Bo Ek", "bo@example.com")),
                        new Recipient(RecipientType.CC, new EmailAddress(null, "cc@example.com"))),
                null,
                null,
                List.of(),
                List.of(),
                new Body(null, "<html><body><p>Grüße</p></body></html>"),
                List.of(file("a.txt", "text/plain", "hello")),
                Importance.NORMAL,
                Sensitivity.NORMAL,
                List.of(),
                null,
                null,
                "record-4");
    }
}
