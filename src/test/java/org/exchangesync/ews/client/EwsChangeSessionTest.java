package org.exchangesync.ews.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.exchangesync.ews.client.types.CalendarItemType;
import org.exchangesync.ews.client.types.ContactItemType;
import org.exchangesync.ews.client.types.DistributionListType;
import org.exchangesync.ews.client.types.MessageType;
import org.exchangesync.ews.client.types.SyncFolderItemsDeleteType;
import org.exchangesync.ews.client.types.SyncFolderItemsReadFlagType;
import org.exchangesync.ews.client.types.SyncFolderItemsUpdateType;
import org.exchangesync.item.Change;
import org.exchangesync.item.ChangeType;
import org.exchangesync.item.Email;
import org.exchangesync.item.ItemKind;
import org.exchangesync.transport.ChangePage;
import org.exchangesync.transport.ChangeQuery;
import org.exchangesync.transport.ChangeSession;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.SyncState;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.WellKnownFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EwsChangeSessionTest {
    private static final MailboxRef ANNA = MailboxRef.of("anna@example.org");
    private static final FolderRef INBOX = FolderRef.of(WellKnownFolder.INBOX);
    private static final long NO_LIMIT = Long.MAX_VALUE;

    @TempDir
    Path spool;

    private final FakeCalls server = new FakeCalls();
    private EwsTransport transport;

    @BeforeEach
    void open() {
        ConnectionSettings settings = ConnectionSettings.builder(
                        "fake", URI.create("https://localhost/"), new Credentials("svc", Secret.of("secret")))
                .spool(10, spool)
                .build();
        transport = new EwsTransport(settings, (EwsCalls) server, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void theNextPageIsReadWhileThePageIsCommitted() {
        mails(5);
        try (ChangeSession session = session(2, NO_LIMIT)) {
            ChangePage first = session.next();
            await().until(() -> listings().size() == 2);
            session.committed(first);

            ChangePage second = session.next();

            assertThat(ids(second)).containsExactly("m2", "m3");
            assertThat(listings()).startsWith("null:2", "2:2");
            assertThat(listings()).doesNotHaveDuplicates();
            session.committed(second);
            ChangePage third = session.next();
            assertThat(ids(third)).containsExactly("m4");
            assertThat(third.last()).isTrue();
        }
    }

    @Test
    void aPageReadAheadIsThrownAwayUnlessItsPredecessorWasCommitted() {
        mails(3);
        try (ChangeSession session = session(2, NO_LIMIT)) {
            session.next();
            await().until(() -> listings().size() == 2);
            assertThat(ids(session.next())).containsExactly("m2");
            assertThat(listings()).containsExactly("null:2", "2:2", "2:2");
        }
    }

    @Test
    void aReadingAheadThatFailsTellsSoAtTheNextCallAndIsTriedAgainAfterThat() {
        mails(3);
        try (ChangeSession session = session(2, NO_LIMIT)) {
            server.beforeEachBatch(() -> {
                if (server.batches.size() == 2) {
                    throw new EwsFault("ErrorServerBusy", "ordered by the test", null);
                }
            });
            session.committed(session.next());
            assertThatThrownBy(session::next)
                    .isInstanceOfSatisfying(
                            TransportException.class, e -> assertThat(e.code()).isEqualTo("ErrorServerBusy"));
            assertThat(ids(session.next())).containsExactly("m2");
        }
    }

    @Test
    void closingFreesWhatWasReadAhead() throws IOException {
        for (int i = 0; i < 4; i++) {
            server.arrived(
                    listed("m" + i, "IPM.Note"),
                    FakeCalls.mail(
                            "m" + i, "Subject: s\r\nContent-Disposition: attachment\r\n\r\nmore than ten bytes"));
        }
        ChangeSession session = session(2, NO_LIMIT);
        ChangePage first = session.next();
        await().until(() -> files() == 4);
        session.close();
        await().until(() -> files() == 2);
        ChangePages.discard(first);
        assertThat(files()).isZero();
        assertThatThrownBy(session::next).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void pagesAreCommittedInTheirOrderOnceEach() {
        mails(3);
        try (ChangeSession session = session(1, NO_LIMIT)) {
            ChangePage first = session.next();
            ChangePage second = session.next();
            assertThatThrownBy(() -> session.committed(second)).isInstanceOf(IllegalStateException.class);
            session.committed(first);
            assertThatThrownBy(() -> session.committed(first)).isInstanceOf(IllegalStateException.class);
            session.committed(second);
        }
    }

    @Test
    void fewerChangesAreListedWhereTheirItemsAreTooManyBytes() {
        server.mail("m0", 30).mail("m1", 30).mail("m2", 300).mail("m3", 10);

        assertThat(pages(100, 100)).containsExactly(List.of("m0", "m1"), List.of("m2"), List.of("m3"));
        assertThat(listings()).startsWith("null:100", "null:2");
        assertThat(server.batches).containsExactly(List.of("m0", "m1"), List.of("m2"), List.of("m3"));
    }

    @Test
    void neverMoreThanTheServerGivesAreAskedFor() {
        mails(1);
        pages(10_000, NO_LIMIT);
        assertThat(listings()).containsExactly("null:512");
    }

    @Test
    void mailThatIsTooOldIsNeitherFetchedNorReported() {
        MessageType old = listed("old", "IPM.Note");
        old.setDateTimeReceived("2025-12-31T23:59:59Z");
        MessageType exact = listed("exact", "IPM.Note");
        exact.setDateTimeReceived("2026-01-01T00:00:00Z");
        server.arrived(old, FakeCalls.mail("old", "Subject: old\r\n\r\n"))
                .arrived(exact, FakeCalls.mail("exact", "Subject: exact\r\n\r\n"));
        Instant since = Instant.parse("2026-01-01T00:00:00Z");
        ChangeQuery query = new ChangeQuery(INBOX, ItemKind.EMAIL, SyncState.START, since, 10, NO_LIMIT);

        try (ChangeSession session = transport.changes(ANNA, query)) {
            assertThat(ids(session.next())).containsExactly("exact");
        }
        assertThat(server.batches).containsExactly(List.of("exact"));
    }

    @Test
    void itemsOfOtherKindsAreReportedWithTheirClassAndNotFetched() {
        DistributionListType team = new DistributionListType();
        team.setItemId(FakeCalls.id("team"));
        team.setItemClass("IPM.DistList");
        ContactItemType anna = new ContactItemType();
        anna.setItemId(FakeCalls.id("anna"));
        anna.setDisplayName("Anna");
        server.arrived(team, team).arrived(anna, anna);
        ChangeQuery query = new ChangeQuery(
                FolderRef.of(WellKnownFolder.CONTACTS), ItemKind.CONTACT, SyncState.START, null, 10, NO_LIMIT);

        try (ChangeSession session = transport.changes(ANNA, query)) {
            List<Change> changes = session.next().changes();
            assertThat(changes.get(0).fault().message()).contains("IPM.DistList", "kind contact");
            assertThat(changes.get(0).kind()).isEqualTo(ItemKind.CONTACT);
            assertThat(changes.get(1).item().title()).isEqualTo("Anna");
        }
        assertThat(server.batches).containsExactly(List.of("anna"));
    }

    @Test
    void meetingRequestsInTheInboxAreMail() {
        MessageType request = listed("m0", "IPM.Schedule.Meeting.Request");
        CalendarItemType stray = new CalendarItemType();
        stray.setItemId(FakeCalls.id("c0"));
        stray.setItemClass("IPM.Appointment");
        server.arrived(request, FakeCalls.mail("m0", "Subject: Invitation\r\n\r\n"))
                .arrived(stray, stray);

        try (ChangeSession session = session(10, NO_LIMIT)) {
            List<Change> changes = session.next().changes();
            assertThat(changes.get(0).item()).isInstanceOf(Email.class);
            assertThat(changes.get(1).fault().code()).isEqualTo("ItemClassNotSupported");
        }
    }

    @Test
    void anItemThatWentBetweenTheCallsIsLeftOut() {
        server.mail("m0", 10).mail("m1", 10).refuse("m0", ItemCodes.NOT_FOUND);
        assertThat(pages(10, NO_LIMIT)).containsExactly(List.of("m1"));
    }

    @Test
    void anItemThatCannotBeReadIsAChangeWithItsFault() {
        server.mail("m0", 10).mail("m1", 10).refuseAlways("m0", "ErrorItemCorrupt");
        try (ChangeSession session = session(10, NO_LIMIT)) {
            Change change = session.next().changes().get(0);
            assertThat(change.type()).isEqualTo(ChangeType.CREATE);
            assertThat(change.fault().code()).isEqualTo("ErrorItemCorrupt");
        }
    }

    @Test
    void anItemAppearsOnceInAPageWithTheLastThatWasSaidOfIt() {
        server.mail("m0", 10).mail("m1", 10).mail("m2", 10);
        server.changes.add(readFlag("m0"));
        server.changes.add(update("m1"));
        server.changes.add(delete("m2"));
        server.changes.add(readFlag("m3"));
        server.changes.add(update("m3"));
        server.items.put("m3", FakeCalls.mail("m3", "Subject: m3\r\n\r\n"));

        try (ChangeSession session = session(100, NO_LIMIT)) {
            assertThat(session.next().changes())
                    .extracting(change -> change.type() + " " + change.id().id())
                    .containsExactly("CREATE m0", "CREATE m1", "DELETE m2", "UPDATE m3");
        }
    }

    @Test
    void readFlagsAndDeletesComeWithoutFetching() {
        server.changes.add(readFlag("m0"));
        server.changes.add(delete("m1"));
        try (ChangeSession session = session(100, NO_LIMIT)) {
            List<Change> changes = session.next().changes();
            assertThat(changes.get(0).read()).isTrue();
            assertThat(changes.get(0).id().changeKey()).isEqualTo("v1");
            assertThat(changes.get(1).type()).isEqualTo(ChangeType.DELETE);
            assertThat(changes.get(1).id().changeKey()).isNull();
        }
        assertThat(server.batches).isEmpty();
    }

    @Test
    void aPageWithAChangeThatNamesNoItemIsRefused() {
        mails(1);
        server.changes.add(new SyncFolderItemsDeleteType());
        try (ChangeSession session = session(10, NO_LIMIT)) {
            assertThatThrownBy(session::next)
                    .isInstanceOfSatisfying(
                            TransportException.class,
                            e -> assertThat(e.code()).isEqualTo(TransportException.BAD_ANSWER))
                    .hasMessageContaining("without item id");
        }
    }

    @Test
    void anAnswerWithoutStateIsRefused() {
        mails(1);
        server.stateless = true;
        try (ChangeSession session = session(10, NO_LIMIT)) {
            assertThatThrownBy(session::next)
                    .isInstanceOfSatisfying(
                            TransportException.class,
                            e -> assertThat(e.code()).isEqualTo(TransportException.BAD_ANSWER));
        }
    }

    private void mails(int count) {
        for (int i = 0; i < count; i++) {
            server.mail("m" + i, 10);
        }
    }

    private static MessageType listed(String id, String itemClass) {
        MessageType listed = new MessageType();
        listed.setItemId(FakeCalls.id(id));
        listed.setItemClass(itemClass);
        return listed;
    }

    private static SyncFolderItemsReadFlagType readFlag(String id) {
        SyncFolderItemsReadFlagType flag = new SyncFolderItemsReadFlagType();
        flag.setItemId(FakeCalls.id(id));
        flag.setIsRead(true);
        return flag;
    }

    private static SyncFolderItemsUpdateType update(String id) {
        SyncFolderItemsUpdateType update = new SyncFolderItemsUpdateType();
        update.setItem(listed(id, "IPM.Note"));
        return update;
    }

    private static SyncFolderItemsDeleteType delete(String id) {
        SyncFolderItemsDeleteType delete = new SyncFolderItemsDeleteType();
        delete.setItemId(FakeCalls.id(id));
        return delete;
    }

    private ChangeSession session(int maxItems, long maxBytes) {
        return transport.changes(
                ANNA, new ChangeQuery(INBOX, ItemKind.EMAIL, SyncState.START, null, maxItems, maxBytes));
    }

    private List<List<String>> pages(int maxItems, long maxBytes) {
        List<List<String>> pages = new ArrayList<>();
        try (ChangeSession session = session(maxItems, maxBytes)) {
            ChangePage page;
            do {
                page = session.next();
                pages.add(ids(page));
                session.committed(page);
            } while (!page.last());
        }
        return pages;
    }

    private List<String> listings() {
        synchronized (server) {
            return List.copyOf(server.listings);
        }
    }

    private static List<String> ids(ChangePage page) {
        return page.changes().stream().map(change -> change.id().id()).toList();
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.list(spool)) {
            return all.count();
        }
    }
}
