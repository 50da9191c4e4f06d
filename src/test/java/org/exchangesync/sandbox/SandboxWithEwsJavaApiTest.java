package org.exchangesync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;
import static org.exchangesync.sandbox.SandboxExtension.BEN;
import static org.exchangesync.sandbox.SandboxExtension.PASSWORD;
import static org.exchangesync.sandbox.SandboxExtension.SERVICE;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import microsoft.exchange.webservices.data.core.ExchangeService;
import microsoft.exchange.webservices.data.core.PropertySet;
import microsoft.exchange.webservices.data.core.enumeration.misc.ConnectingIdType;
import microsoft.exchange.webservices.data.core.enumeration.misc.UserConfigurationProperties;
import microsoft.exchange.webservices.data.core.enumeration.misc.error.ServiceError;
import microsoft.exchange.webservices.data.core.enumeration.property.BasePropertySet;
import microsoft.exchange.webservices.data.core.enumeration.property.BodyType;
import microsoft.exchange.webservices.data.core.enumeration.property.DefaultExtendedPropertySet;
import microsoft.exchange.webservices.data.core.enumeration.property.EmailAddressKey;
import microsoft.exchange.webservices.data.core.enumeration.property.Importance;
import microsoft.exchange.webservices.data.core.enumeration.property.MapiPropertyType;
import microsoft.exchange.webservices.data.core.enumeration.property.MeetingResponseType;
import microsoft.exchange.webservices.data.core.enumeration.property.PhoneNumberKey;
import microsoft.exchange.webservices.data.core.enumeration.property.PhysicalAddressKey;
import microsoft.exchange.webservices.data.core.enumeration.property.WellKnownFolderName;
import microsoft.exchange.webservices.data.core.enumeration.property.time.DayOfTheWeek;
import microsoft.exchange.webservices.data.core.enumeration.search.SortDirection;
import microsoft.exchange.webservices.data.core.enumeration.service.ConflictResolutionMode;
import microsoft.exchange.webservices.data.core.enumeration.service.DeleteMode;
import microsoft.exchange.webservices.data.core.enumeration.service.SendCancellationsMode;
import microsoft.exchange.webservices.data.core.enumeration.service.SendInvitationsMode;
import microsoft.exchange.webservices.data.core.enumeration.service.SendInvitationsOrCancellationsMode;
import microsoft.exchange.webservices.data.core.enumeration.service.SyncFolderItemsScope;
import microsoft.exchange.webservices.data.core.enumeration.service.TaskStatus;
import microsoft.exchange.webservices.data.core.enumeration.service.calendar.AppointmentType;
import microsoft.exchange.webservices.data.core.enumeration.sync.ChangeType;
import microsoft.exchange.webservices.data.core.exception.service.remote.ServiceResponseException;
import microsoft.exchange.webservices.data.core.service.folder.Folder;
import microsoft.exchange.webservices.data.core.service.item.Appointment;
import microsoft.exchange.webservices.data.core.service.item.Contact;
import microsoft.exchange.webservices.data.core.service.item.EmailMessage;
import microsoft.exchange.webservices.data.core.service.item.Item;
import microsoft.exchange.webservices.data.core.service.item.MeetingCancellation;
import microsoft.exchange.webservices.data.core.service.item.MeetingRequest;
import microsoft.exchange.webservices.data.core.service.item.Task;
import microsoft.exchange.webservices.data.core.service.schema.EmailMessageSchema;
import microsoft.exchange.webservices.data.core.service.schema.ItemSchema;
import microsoft.exchange.webservices.data.misc.ImpersonatedUserId;
import microsoft.exchange.webservices.data.misc.NameResolutionCollection;
import microsoft.exchange.webservices.data.misc.UserConfiguration;
import microsoft.exchange.webservices.data.property.complex.EmailAddress;
import microsoft.exchange.webservices.data.property.complex.FileAttachment;
import microsoft.exchange.webservices.data.property.complex.FolderId;
import microsoft.exchange.webservices.data.property.complex.ItemId;
import microsoft.exchange.webservices.data.property.complex.MessageBody;
import microsoft.exchange.webservices.data.property.complex.MimeContent;
import microsoft.exchange.webservices.data.property.complex.PhysicalAddressEntry;
import microsoft.exchange.webservices.data.property.complex.recurrence.pattern.Recurrence;
import microsoft.exchange.webservices.data.property.complex.time.TimeZoneDefinition;
import microsoft.exchange.webservices.data.property.definition.ExtendedPropertyDefinition;
import microsoft.exchange.webservices.data.search.CalendarView;
import microsoft.exchange.webservices.data.search.FindFoldersResults;
import microsoft.exchange.webservices.data.search.FindItemsResults;
import microsoft.exchange.webservices.data.search.FolderView;
import microsoft.exchange.webservices.data.search.ItemView;
import microsoft.exchange.webservices.data.search.filter.SearchFilter;
import microsoft.exchange.webservices.data.sync.ChangeCollection;
import microsoft.exchange.webservices.data.sync.FolderChange;
import microsoft.exchange.webservices.data.sync.ItemChange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A day's work of a client that somebody else wrote, over TLS with the sandbox's own authority trusted. */
class SandboxWithEwsJavaApiTest {
    @RegisterExtension
    final SandboxExtension sandbox =
            SandboxExtension.with(b -> b.serviceAccount("svc-ben@example.org", PASSWORD, List.of(BEN)));

    private ExchangeService service(String user) throws Exception {
        return TrustingService.of(sandbox.server(), user);
    }

    private ExchangeService impersonating(String mailbox) throws Exception {
        ExchangeService service = service(SERVICE);
        service.setImpersonatedUserId(new ImpersonatedUserId(ConnectingIdType.SmtpAddress, mailbox));
        return service;
    }

    private static Date at(String instant) {
        return Date.from(Instant.parse(instant));
    }

    private static PropertySet everything() {
        return new PropertySet(BasePropertySet.FirstClassProperties);
    }

    @Test
    void foldersAreMadeFoundRenamedAndDeleted() throws Exception {
        ExchangeService anna = service(ANNA);
        Folder made = new Folder(anna);
        made.setDisplayName("Undeliverable");
        made.save(WellKnownFolderName.Inbox);

        assertThatThrownBy(() -> {
                    Folder twin = new Folder(anna);
                    twin.setDisplayName("Undeliverable");
                    twin.save(WellKnownFolderName.Inbox);
                })
                .isInstanceOf(ServiceResponseException.class)
                .extracting(e -> ((ServiceResponseException) e).getErrorCode())
                .isEqualTo(ServiceError.ErrorFolderExists);

        FindFoldersResults found = anna.findFolders(WellKnownFolderName.Inbox, new FolderView(10));
        assertThat(found.getFolders()).extracting(Folder::getDisplayName).containsExactly("Undeliverable");

        Folder bound = Folder.bind(anna, made.getId());
        bound.setDisplayName("Unzustellbar");
        bound.update();
        assertThat(Folder.bind(anna, made.getId()).getDisplayName()).isEqualTo("Unzustellbar");

        ChangeCollection<FolderChange> changes = anna.syncFolderHierarchy(everything(), null);
        assertThat(changes.getCount()).isGreaterThan(10);
        bound.delete(DeleteMode.HardDelete);
        ChangeCollection<FolderChange> after = anna.syncFolderHierarchy(everything(), changes.getSyncState());
        assertThat(after.getCount()).isEqualTo(1);
        assertThat(after.iterator().next().getChangeType()).isEqualTo(ChangeType.Delete);
    }

    @Test
    void aMessageWithAttachmentsTravelsFromAnnaToBen() throws Exception {
        EmailMessage message = new EmailMessage(service(ANNA));
        message.setSubject("Fracht & Zoll: 請求書");
        message.setBody(new MessageBody(BodyType.HTML, "<html><body><b>bold</b> &amp; plain</body></html>"));
        message.getToRecipients().add("Ben", BEN);
        message.getCcRecipients().add("outside@example.com");
        message.getAttachments().addFileAttachment("prices.csv", "a;b\r\n".getBytes(StandardCharsets.UTF_8));
        message.sendAndSaveCopy();

        ExchangeService ben = service(BEN);
        FindItemsResults<Item> inbox = ben.findItems(WellKnownFolderName.Inbox, new ItemView(10));
        assertThat(inbox.getTotalCount()).isEqualTo(1);
        EmailMessage received = EmailMessage.bind(ben, inbox.getItems().get(0).getId(), everything());
        assertThat(received.getSubject()).isEqualTo("Fracht & Zoll: 請求書");
        assertThat(received.getFrom().getAddress()).isEqualTo(ANNA);
        assertThat(received.getIsRead()).isFalse();
        assertThat(received.getInternetMessageId()).contains("@example.org");
        assertThat(MessageBody.getStringFromMessageBody(received.getBody())).contains("<b>bold</b>");
        FileAttachment file =
                (FileAttachment) received.getAttachments().getItems().get(0);
        file.load();
        assertThat(file.getName()).isEqualTo("prices.csv");
        assertThat(file.getContent()).isEqualTo("a;b\r\n".getBytes(StandardCharsets.UTF_8));

        assertThat(sandbox.server().count(ANNA, "sentitems")).isEqualTo(1);
        assertThat(sandbox.server().count(ANNA, "drafts")).isZero();
        assertThat(sandbox.server().sentMail().get(0).recipients()).containsExactly(BEN, "outside@example.com");
    }

    @Test
    void aSyncTellsCreationsReadFlagsMovesAndDeletes() throws Exception {
        for (int i = 0; i < 7; i++) {
            sandbox.server().deliver(ANNA, mail(i));
        }
        ExchangeService anna = impersonating(ANNA);
        FolderId inbox = new FolderId(WellKnownFolderName.Inbox);
        List<Item> seen = new ArrayList<>();
        String state = null;
        boolean more = true;
        while (more) {
            ChangeCollection<ItemChange> page = anna.syncFolderItems(
                    inbox, PropertySet.FirstClassProperties, null, 3, SyncFolderItemsScope.NormalItems, state);
            page.forEach(c -> seen.add(c.getItem()));
            assertThat(page.getCount()).isLessThanOrEqualTo(3);
            state = page.getSyncState();
            more = page.getMoreChangesAvailable();
        }
        assertThat(seen).hasSize(7);
        assertThat(seen.get(0).getSubject()).as("newest first").isEqualTo("Mail 6");

        EmailMessage read = EmailMessage.bind(anna, seen.get(1).getId());
        read.setIsRead(true);
        read.update(ConflictResolutionMode.AutoResolve);
        Item moved = Item.bind(anna, seen.get(2).getId()).move(WellKnownFolderName.DeletedItems);
        Item.bind(anna, seen.get(3).getId()).delete(DeleteMode.HardDelete);

        ChangeCollection<ItemChange> changes =
                anna.syncFolderItems(inbox, PropertySet.IdOnly, null, 512, SyncFolderItemsScope.NormalItems, state);
        List<ChangeType> types = new ArrayList<>();
        changes.forEach(c -> types.add(c.getChangeType()));
        assertThat(types).containsExactlyInAnyOrder(ChangeType.Delete, ChangeType.Delete, ChangeType.ReadFlagChange);
        assertThat(moved.getId().getUniqueId()).isNotEqualTo(seen.get(2).getId().getUniqueId());
        String done = changes.getSyncState();
        assertThat(anna.syncFolderItems(inbox, PropertySet.IdOnly, null, 512, SyncFolderItemsScope.NormalItems, done)
                        .getCount())
                .isZero();
    }

    @Test
    void aDamagedOrForeignSyncStateIsRefused() throws Exception {
        ExchangeService anna = impersonating(ANNA);
        FolderId inbox = new FolderId(WellKnownFolderName.Inbox);
        String good = anna.syncFolderItems(inbox, PropertySet.IdOnly, null, 10, SyncFolderItemsScope.NormalItems, null)
                .getSyncState();
        String hierarchy = anna.syncFolderHierarchy(everything(), null).getSyncState();
        String bens = impersonating(BEN)
                .syncFolderItems(inbox, PropertySet.IdOnly, null, 10, SyncFolderItemsScope.NormalItems, null)
                .getSyncState();
        for (String bad : List.of(good.substring(0, 200), good.replace('A', 'B'), hierarchy, bens, "nonsense")) {
            assertThatThrownBy(() -> anna.syncFolderItems(
                            inbox, PropertySet.IdOnly, null, 10, SyncFolderItemsScope.NormalItems, bad))
                    .isInstanceOf(ServiceResponseException.class)
                    .extracting(e -> ((ServiceResponseException) e).getErrorCode())
                    .isEqualTo(ServiceError.ErrorInvalidSyncStateData);
        }
    }

    @Test
    void whoUpdatesAnOldVersionIsRefused() throws Exception {
        sandbox.server().deliver(ANNA, mail(1));
        ExchangeService anna = impersonating(ANNA);
        ItemId id = anna.findItems(WellKnownFolderName.Inbox, new ItemView(1))
                .getItems()
                .get(0)
                .getId();
        EmailMessage mine = EmailMessage.bind(anna, id, everything());
        EmailMessage theirs = EmailMessage.bind(anna, id, everything());
        theirs.setImportance(Importance.High);
        theirs.update(ConflictResolutionMode.NeverOverwrite);

        mine.setSubject("mine");
        assertThatThrownBy(() -> mine.update(ConflictResolutionMode.NeverOverwrite))
                .isInstanceOf(ServiceResponseException.class)
                .extracting(e -> ((ServiceResponseException) e).getErrorCode())
                .isEqualTo(ServiceError.ErrorIrresolvableConflict);
        mine.update(ConflictResolutionMode.AlwaysOverwrite);
        EmailMessage now = EmailMessage.bind(anna, id, everything());
        assertThat(now.getSubject()).isEqualTo("mine");
        assertThat(now.getImportance()).isEqualTo(Importance.High);
    }

    @Test
    void aSeriesIsExpandedWithItsExceptions() throws Exception {
        ExchangeService anna = service(ANNA);
        Appointment series = new Appointment(anna);
        series.setSubject("Weekly");
        series.setStart(at("2026-05-04T08:00:00Z"));
        series.setEnd(at("2026-05-04T09:00:00Z"));
        series.setRecurrence(new Recurrence.WeeklyPattern(
                at("2026-05-04T08:00:00Z"), 1, DayOfTheWeek.Monday, DayOfTheWeek.Thursday));
        series.getRecurrence().setNumberOfOccurrences(6);
        series.save(SendInvitationsMode.SendToNone);

        Appointment second = Appointment.bindToOccurrence(anna, series.getId(), 2);
        assertThat(second.getAppointmentType()).isEqualTo(AppointmentType.Occurrence);
        second.setSubject("Weekly, in the big room");
        second.setLocation("big room");
        second.update(ConflictResolutionMode.AlwaysOverwrite, SendInvitationsOrCancellationsMode.SendToNone);
        Appointment.bindToOccurrence(anna, series.getId(), 3)
                .delete(DeleteMode.HardDelete, SendCancellationsMode.SendToNone);
        assertThatThrownBy(() -> Appointment.bindToOccurrence(anna, series.getId(), 9))
                .extracting(e -> ((ServiceResponseException) e).getErrorCode())
                .isEqualTo(ServiceError.ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange);

        FindItemsResults<Appointment> view = anna.findAppointments(
                WellKnownFolderName.Calendar, new CalendarView(at("2026-05-01T00:00:00Z"), at("2026-06-01T00:00:00Z")));
        List<String> shown = new ArrayList<>();
        for (Appointment appointment : view.getItems()) {
            shown.add(appointment.getStart().toInstant() + " " + appointment.getSubject());
        }
        assertThat(shown)
                .containsExactly(
                        "2026-05-04T08:00:00Z Weekly",
                        "2026-05-07T08:00:00Z Weekly, in the big room",
                        "2026-05-14T08:00:00Z Weekly",
                        "2026-05-18T08:00:00Z Weekly",
                        "2026-05-21T08:00:00Z Weekly");

        Appointment master = Appointment.bind(anna, series.getId(), everything());
        assertThat(master.getAppointmentType()).isEqualTo(AppointmentType.RecurringMaster);
        assertThat(master.getModifiedOccurrences().getCount()).isEqualTo(1);
        assertThat(master.getDeletedOccurrences().getCount()).isEqualTo(1);
        assertThat(master.getLastOccurrence().getStart()).isEqualTo(at("2026-05-21T08:00:00Z"));
    }

    @Test
    void anInvitationArrivesIsAcceptedAndTheOrganizerKnows() throws Exception {
        ExchangeService anna = service(ANNA);
        ExchangeService ben = service(BEN);
        Appointment meeting = new Appointment(anna);
        meeting.setSubject("Preisgespräch");
        meeting.setStart(at("2026-07-01T10:00:00Z"));
        meeting.setEnd(at("2026-07-01T11:00:00Z"));
        meeting.getRequiredAttendees().add(BEN);
        meeting.save(SendInvitationsMode.SendToAllAndSaveCopy);

        Item item = ben.findItems(WellKnownFolderName.Inbox, new ItemView(5))
                .getItems()
                .get(0);
        assertThat(item).isInstanceOf(MeetingRequest.class);
        MeetingRequest request = MeetingRequest.bind(ben, item.getId());
        assertThat(request.getStart()).isEqualTo(at("2026-07-01T10:00:00Z"));
        request.accept(true);

        Appointment bens = ben.findAppointments(
                        WellKnownFolderName.Calendar,
                        new CalendarView(at("2026-07-01T00:00:00Z"), at("2026-07-02T00:00:00Z")))
                .getItems()
                .get(0);
        Appointment detail = Appointment.bind(ben, bens.getId(), everything());
        Appointment annas = Appointment.bind(anna, meeting.getId(), everything());
        assertThat(detail.getICalUid()).isEqualTo(annas.getICalUid());
        assertThat(detail.getMyResponseType()).isEqualTo(MeetingResponseType.Accept);
        assertThat(annas.getRequiredAttendees().getItems().get(0).getResponseType())
                .isEqualTo(MeetingResponseType.Accept);

        annas.delete(DeleteMode.MoveToDeletedItems, SendCancellationsMode.SendOnlyToAll);
        assertThat(Appointment.bind(ben, bens.getId(), everything()).getIsCancelled())
                .isTrue();
        assertThat(ben.findItems(WellKnownFolderName.Inbox, new ItemView(5)).getItems())
                .anyMatch(i -> i instanceof MeetingCancellation);
    }

    @Test
    void aContactKeepsAllItsFields() throws Exception {
        ExchangeService anna = impersonating(ANNA);
        Contact contact = new Contact(anna);
        contact.setGivenName("Νίκος");
        contact.setSurname("Γεωργίου");
        contact.setDisplayName("Νίκος Γεωργίου");
        contact.setFileAs("Γεωργίου, Νίκος");
        contact.setCompanyName("Ελαία Α.Ε.");
        contact.setJobTitle("Πωλήσεις");
        contact.setBirthday(at("1980-02-29T00:00:00Z"));
        contact.setBody(MessageBody.getMessageBodyFromText("drinks tea"));
        contact.getEmailAddresses()
                .setEmailAddress(EmailAddressKey.EmailAddress1, new EmailAddress("nikos@elaia.example"));
        contact.getPhoneNumbers().setPhoneNumber(PhoneNumberKey.MobilePhone, "+30 210 123");
        PhysicalAddressEntry address = new PhysicalAddressEntry();
        address.setCity("Πειραιάς");
        address.setStreet("Ακτή 1");
        contact.getPhysicalAddresses().setPhysicalAddress(PhysicalAddressKey.Business, address);
        contact.save();

        Contact read = Contact.bind(anna, contact.getId(), everything());
        assertThat(read.getCompleteName().getSurname()).isEqualTo("Γεωργίου");
        assertThat(read.getBirthday()).isEqualTo(at("1980-02-29T00:00:00Z"));
        assertThat(read.getPhysicalAddresses()
                        .getPhysicalAddress(PhysicalAddressKey.Business)
                        .getCity())
                .isEqualTo("Πειραιάς");

        read.getPhoneNumbers().setPhoneNumber(PhoneNumberKey.BusinessPhone, "+30 210 999");
        read.getPhoneNumbers().setPhoneNumber(PhoneNumberKey.MobilePhone, null);
        read.update(ConflictResolutionMode.NeverOverwrite);
        Contact again = Contact.bind(anna, contact.getId(), everything());
        assertThat(again.getPhoneNumbers().getPhoneNumber(PhoneNumberKey.BusinessPhone))
                .isEqualTo("+30 210 999");
        assertThat(again.getPhoneNumbers().contains(PhoneNumberKey.MobilePhone)).isFalse();

        NameResolutionCollection names = anna.resolveName("nikos");
        assertThat(names.getCount()).isEqualTo(1);
        assertThat(names.nameResolutionCollection(0).getMailbox().getAddress()).isEqualTo("nikos@elaia.example");
    }

    @Test
    void aTaskIsDoneStepByStep() throws Exception {
        ExchangeService anna = impersonating(ANNA);
        Task task = new Task(anna);
        task.setSubject("Zollpapiere");
        task.setDueDate(at("2026-08-01T00:00:00Z"));
        task.setRecurrence(new Recurrence.DailyPattern(at("2026-07-20T00:00:00Z"), 2));
        task.save();

        Task read = Task.bind(anna, task.getId(), everything());
        assertThat(read.getStatus()).isEqualTo(TaskStatus.NotStarted);
        assertThat(read.getIsRecurring()).isTrue();
        read.setStatus(TaskStatus.Completed);
        read.update(ConflictResolutionMode.NeverOverwrite);
        Task done = Task.bind(anna, task.getId(), everything());
        assertThat(done.getPercentComplete()).isEqualTo(100.0);
        assertThat(done.getIsComplete()).isTrue();
        done.delete(DeleteMode.HardDelete);
        assertThat(sandbox.server().count(ANNA, "tasks")).isZero();
    }

    @Test
    void impersonationIsAllowedWithinItsScopeOnly() throws Exception {
        assertThat(Folder.bind(impersonating(ANNA), WellKnownFolderName.Inbox).getDisplayName())
                .isEqualTo("Inbox");

        ExchangeService limited = service("svc-ben@example.org");
        limited.setImpersonatedUserId(new ImpersonatedUserId(ConnectingIdType.SmtpAddress, BEN));
        assertThat(Folder.bind(limited, WellKnownFolderName.Inbox).getDisplayName())
                .isEqualTo("Inbox");
        limited.setImpersonatedUserId(new ImpersonatedUserId(ConnectingIdType.SmtpAddress, ANNA));
        assertThatThrownBy(() -> Folder.bind(limited, WellKnownFolderName.Inbox))
                .hasMessageContaining("does not have permission to impersonate");

        ExchangeService user = service(BEN);
        user.setImpersonatedUserId(new ImpersonatedUserId(ConnectingIdType.SmtpAddress, ANNA));
        assertThatThrownBy(() -> Folder.bind(user, WellKnownFolderName.Inbox))
                .hasMessageContaining("does not have permission to impersonate");

        assertThatThrownBy(() -> Folder.bind(impersonating("nobody@example.org"), WellKnownFolderName.Inbox))
                .hasMessageContaining("has no mailbox associated");
        assertThatThrownBy(() -> Folder.bind(service(SERVICE), WellKnownFolderName.Inbox))
                .hasMessageContaining("account that does not have a mailbox");
    }

    @Test
    void thereAreThreeWaysToDelete() throws Exception {
        for (int i = 0; i < 3; i++) {
            sandbox.server().deliver(ANNA, mail(i));
        }
        ExchangeService anna = impersonating(ANNA);
        List<Item> items =
                anna.findItems(WellKnownFolderName.Inbox, new ItemView(5)).getItems();
        items.get(0).delete(DeleteMode.HardDelete);
        items.get(1).delete(DeleteMode.SoftDelete);
        items.get(2).delete(DeleteMode.MoveToDeletedItems);
        assertThat(sandbox.server().count(ANNA, "inbox")).isZero();
        assertThat(sandbox.server().count(ANNA, "deleteditems")).isEqualTo(1);
        assertThat(sandbox.server().count(ANNA, "recoverableitemsdeletions")).isEqualTo(1);
        assertThatThrownBy(() -> Item.bind(anna, items.get(2).getId()))
                .extracting(e -> ((ServiceResponseException) e).getErrorCode())
                .isEqualTo(ServiceError.ErrorItemNotFound);
    }

    @Test
    void itemsAreFoundByConditionAndOwnPropertyInPages() throws Exception {
        for (int i = 0; i < 12; i++) {
            sandbox.server().deliver(ANNA, mail(i));
        }
        ExchangeService anna = impersonating(ANNA);
        ExtendedPropertyDefinition key = new ExtendedPropertyDefinition(
                DefaultExtendedPropertySet.PublicStrings, "SyncKey", MapiPropertyType.String);
        Item marked = Item.bind(
                anna,
                anna.findItems(WellKnownFolderName.Inbox, new ItemView(1))
                        .getItems()
                        .get(0)
                        .getId());
        marked.setExtendedProperty(key, "activity-4711");
        marked.update(ConflictResolutionMode.AutoResolve);

        ItemView withKey = new ItemView(5);
        withKey.setPropertySet(new PropertySet(BasePropertySet.IdOnly, key));
        FindItemsResults<Item> byKey =
                anna.findItems(WellKnownFolderName.Inbox, new SearchFilter.IsEqualTo(key, "activity-4711"), withKey);
        assertThat(byKey.getTotalCount()).isEqualTo(1);
        assertThat(byKey.getItems()
                        .get(0)
                        .getExtendedProperties()
                        .getItems()
                        .get(0)
                        .getValue())
                .isEqualTo("activity-4711");

        ItemView pages = new ItemView(5);
        pages.getOrderBy().add(ItemSchema.Subject, SortDirection.Ascending);
        Set<String> subjects = new HashSet<>();
        boolean more = true;
        while (more) {
            FindItemsResults<Item> page = anna.findItems(
                    WellKnownFolderName.Inbox, new SearchFilter.ContainsSubstring(ItemSchema.Subject, "mail 1"), pages);
            for (Item item : page.getItems()) {
                subjects.add(item.getSubject());
            }
            more = page.isMoreAvailable();
            if (more) {
                pages.setOffset(page.getNextPageOffset());
            }
        }
        assertThat(subjects).containsExactlyInAnyOrder("Mail 1", "Mail 10", "Mail 11");
    }

    @Test
    void mimeGoesInAndComesOutUnchanged() throws Exception {
        ExchangeService anna = impersonating(ANNA);
        EmailMessage imported = new EmailMessage(anna);
        imported.setMimeContent(new MimeContent("utf-8", mail(42)));
        imported.setExtendedProperty(new ExtendedPropertyDefinition(0x0E07, MapiPropertyType.Integer), 1);
        imported.save(WellKnownFolderName.Inbox);
        EmailMessage read = EmailMessage.bind(
                anna,
                imported.getId(),
                new PropertySet(
                        ItemSchema.MimeContent, ItemSchema.Subject, EmailMessageSchema.IsRead, ItemSchema.IsDraft));
        assertThat(read.getMimeContent().getContent()).isEqualTo(mail(42));
        assertThat(read.getIsDraft()).isFalse();
        assertThat(read.getIsRead()).isTrue();
    }

    @Test
    void programsKeepTheirConfigurationInAFolder() throws Exception {
        ExchangeService anna = impersonating(ANNA);
        UserConfiguration owner = new UserConfiguration(anna);
        owner.getDictionary().addElement("instance", "sync-7");
        owner.setXmlData("<lease/>".getBytes(StandardCharsets.UTF_8));
        owner.save("ExchangeSync", WellKnownFolderName.Inbox);

        UserConfiguration read = UserConfiguration.bind(
                anna, "ExchangeSync", WellKnownFolderName.Inbox, UserConfigurationProperties.Dictionary);
        assertThat(read.getDictionary().getElements("instance")).isEqualTo("sync-7");
        UserConfiguration xml = UserConfiguration.bind(
                anna, "ExchangeSync", WellKnownFolderName.Inbox, UserConfigurationProperties.XmlData);
        assertThat(new String(xml.getXmlData(), StandardCharsets.UTF_8)).isEqualTo("<lease/>");
        read.delete();
        assertThatThrownBy(() -> UserConfiguration.bind(
                        anna, "ExchangeSync", WellKnownFolderName.Inbox, UserConfigurationProperties.All))
                .extracting(e -> ((ServiceResponseException) e).getErrorCode())
                .isEqualTo(ServiceError.ErrorItemNotFound);
    }

    @Test
    void theServerTellsItsTimeZones() throws Exception {
        List<String> ids = new ArrayList<>();
        for (TimeZoneDefinition zone : service(SERVICE).getServerTimeZones()) {
            ids.add(zone.getId());
        }
        assertThat(ids)
                .contains("W. Europe Standard Time", "Tokyo Standard Time", "UTC")
                .hasSizeGreaterThan(100);
    }

    private static byte[] mail(int number) {
        return ("From: Eve <eve@example.com>\r\nTo: anna@example.org\r\nSubject: Mail " + number
                        + "\r\nMessage-ID: <" + number + "@example.com>\r\nDate: Mon, 5 Jan 2026 10:00:00 +0100\r\n\r\n"
                        + "Hello " + number + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
