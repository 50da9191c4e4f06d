package org.exchangesync.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.exchangesync.item.Appointment;
import org.exchangesync.item.Change;
import org.exchangesync.item.ChangeType;
import org.exchangesync.item.Email;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every transport keeps to. A subclass gives a server with two empty mailboxes, {@link #ANNA} and {@link #BEN}, and the
 * means to act on it behind the transport's back.
 */
public abstract class TransportContract {
    protected static final MailboxRef ANNA = MailboxRef.of("anna@example.org");
    protected static final MailboxRef BEN = MailboxRef.of("ben@example.org");

    private static final FolderRef INBOX = FolderRef.of(WellKnownFolder.INBOX);
    private static final FolderRef TASKS = FolderRef.of(WellKnownFolder.TASKS);
    private static final long NO_LIMIT = 1L << 30;

    /** The transport under test, the same within one test. */
    protected abstract Transport transport();

    /** A mail arrives in Anna's inbox. */
    protected abstract ItemId arrive(Email mail);

    /** Anna marks a mail as read. */
    protected abstract void markRead(ItemId id);

    /** An item that can't be read arrives in Anna's inbox; its id, or null if the server can't be brought to that. */
    protected abstract ItemId arriveUnreadable();

    /** The code where a mailbox isn't there, or nobody may say so. */
    protected String codeOfAMissingMailbox() {
        return "ErrorNonExistentMailbox";
    }

    /** Waits until a mail that was handed in lies in Anna's inbox; servers that deliver at once need not. */
    protected void awaitDelivery() {}

    /** What pages called seen, by the state that they ended with: a caller keeps both together. */
    private final Map<SyncState, Set<String>> seen = new HashMap<>();

    // ---- pages and states ----

    @Test
    void anEmptyFolderIsAnEmptyLastPageWithAState() {
        ChangePage page = firstPage(query(INBOX, ItemKind.EMAIL, SyncState.START));
        assertThat(page.changes()).isEmpty();
        assertThat(page.last()).isTrue();
        assertThat(page.next().isStart()).isFalse();
    }

    @Test
    void whatIsNewComesCompleteAndOnlyOnce() {
        ItemId id = arrive(Samples.email("Offer"));
        Reading first = readFrom(INBOX, ItemKind.EMAIL, SyncState.START);
        Change change = first.of(id);
        assertThat(change.type()).isEqualTo(ChangeType.CREATE);
        assertThat(change.kind()).isEqualTo(ItemKind.EMAIL);
        assertThat(change.id().changeKey()).isNotBlank();
        Email mail = (Email) change.item();
        assertThat(mail.subject()).isEqualTo("Offer");
        assertThat(mail.messageId()).isEqualTo(Samples.email("Offer").messageId());
        assertThat(mail.body().text()).contains("Hello.");
        assertThat(mail.original()).isNotNull();

        Reading second = readFrom(INBOX, ItemKind.EMAIL, first.state());
        assertThat(second.news()).isEmpty();
    }

    @Test
    void pagesHoldNoMoreThanWasAskedForAndTogetherEverything() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ids.add(arrive(Samples.email("mail " + i)).id());
        }
        List<ChangePage> pages = pages(new ChangeQuery(INBOX, ItemKind.EMAIL, SyncState.START, null, 3, NO_LIMIT));
        assertThat(pages).hasSizeGreaterThanOrEqualTo(3).allSatisfy(page -> {
            assertThat(page.changes()).hasSizeLessThanOrEqualTo(3);
            assertThat(page.changes()).extracting(change -> change.id().id()).doesNotHaveDuplicates();
        });
        assertThat(pages.subList(0, pages.size() - 1)).noneMatch(ChangePage::last);
        assertThat(pages.stream()
                        .flatMap(page -> page.changes().stream())
                        .map(change -> change.id().id())
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void pagesAreBoundedByBytesButALargerItemStillComes() {
        for (int i = 0; i < 4; i++) {
            arrive(Samples.emailOfSize("small " + i, 20_000));
        }
        ItemId large = arrive(Samples.emailOfSize("large", 200_000));
        List<ChangePage> pages = pages(new ChangeQuery(INBOX, ItemKind.EMAIL, SyncState.START, null, 100, 50_000));
        assertThat(pages).allSatisfy(page -> assertThat(news(page)).hasSizeLessThanOrEqualTo(3));
        assertThat(new Reading(pages).news()).hasSize(5);
        assertThat(new Reading(pages).of(large).item().title()).isEqualTo("large");
        assertThat(pages)
                .filteredOn(page -> names(page, large))
                .first()
                .satisfies(page -> assertThat(news(page)).hasSize(1));
    }

    @Test
    void aStateBringsWhatFollowsItAndIsGoodMoreThanOnce() {
        ItemId one = arrive(Samples.email("one"));
        SyncState afterOne = readFrom(INBOX, ItemKind.EMAIL, SyncState.START).state();
        ItemId two = arrive(Samples.email("two"));
        assertThat(readFrom(INBOX, ItemKind.EMAIL, afterOne).news()).containsOnlyKeys(two.id());
        assertThat(readFrom(INBOX, ItemKind.EMAIL, afterOne).news()).containsOnlyKeys(two.id());
        assertThat(readFrom(INBOX, ItemKind.EMAIL, SyncState.START).news()).containsOnlyKeys(one.id(), two.id());
    }

    @Test
    void whatWasNotCommittedComesAgain() {
        ItemId id = arrive(Samples.email("one"));
        ChangeQuery query = query(INBOX, ItemKind.EMAIL, SyncState.START);
        assertThat(names(firstPage(query), id)).isTrue();
        ChangePage again = firstPage(query);
        assertThat(names(again, id)).isTrue();
    }

    @Test
    void aSessionGoesOnAfterACommit() {
        for (int i = 0; i < 4; i++) {
            arrive(Samples.email("mail " + i));
        }
        ChangeQuery query = new ChangeQuery(INBOX, ItemKind.EMAIL, SyncState.START, null, 2, NO_LIMIT);
        List<ChangePage> pages = new ArrayList<>();
        try (ChangeSession session = transport().changes(ANNA, query)) {
            do {
                pages.add(next(
                        session,
                        pages.isEmpty()
                                ? SyncState.START
                                : pages.get(pages.size() - 1).next()));
                session.committed(pages.get(pages.size() - 1));
            } while (!pages.get(pages.size() - 1).last());
            ItemId late = arrive(Samples.email("late"));
            assertThat(names(next(session, pages.get(pages.size() - 1).next()), late))
                    .as("a session sees what came after its last page")
                    .isTrue();
        }
        assertThat(new Reading(pages).news()).hasSize(4);
    }

    @Test
    void aDamagedStateIsRefusedByItsCode() {
        arrive(Samples.email("one"));
        String value = readFrom(INBOX, ItemKind.EMAIL, SyncState.START).state().value();
        for (SyncState damaged : List.of(new SyncState("damaged"), new SyncState(value.substring(1)))) {
            assertThatThrownBy(() -> firstPage(query(INBOX, ItemKind.EMAIL, damaged)))
                    .isInstanceOfSatisfying(
                            TransportException.class,
                            e -> assertThat(e.code()).isEqualTo(TransportException.INVALID_SYNC_STATE));
        }
    }

    @Test
    void mailReceivedBeforeTheGivenInstantIsLeftOut() {
        Instant since = Instant.parse("2026-03-01T00:00:00Z");
        arrive(Samples.email("old", since.minusSeconds(1)));
        ItemId exact = arrive(Samples.email("exact", since));
        ItemId young = arrive(Samples.email("young", since.plusSeconds(3600)));
        ChangeQuery query = new ChangeQuery(INBOX, ItemKind.EMAIL, SyncState.START, since, 10, NO_LIMIT);
        assertThat(new Reading(pages(query)).news()).containsOnlyKeys(exact.id(), young.id());
    }

    @Test
    void anItemThatCannotBeReadIsAFaultAndStopsNothing() {
        arrive(Samples.email("before"));
        ItemId broken = arriveUnreadable();
        assumeTrue(broken != null, "this server can't hold an unreadable item");
        arrive(Samples.email("after"));
        Reading reading = readFrom(INBOX, ItemKind.EMAIL, SyncState.START);
        assertThat(reading.news()).hasSize(3);
        Change fault = reading.of(broken);
        assertThat(fault.item()).isNull();
        assertThat(fault.fault().code()).isNotBlank();
        assertThat(fault.fault().message()).isNotBlank();
    }

    // ---- what happens to items ----

    @Test
    void aReadFlagComesWithoutTheItem() {
        assumeTrue(transport().capabilities(ItemKind.EMAIL).contains(Capability.UPDATE), "there are no read flags");
        ItemId id = arrive(Samples.email("one"));
        SyncState before = readFrom(INBOX, ItemKind.EMAIL, SyncState.START).state();
        markRead(id);
        Change change = readFrom(INBOX, ItemKind.EMAIL, before).of(id);
        assertThat(change.type()).isEqualTo(ChangeType.READ_FLAG);
        assertThat(change.read()).isTrue();
    }

    @Test
    void anUpdatedItemComesWithItsNewVersion() {
        assumeTrue(!transport().capabilities(ItemKind.TASK).isEmpty(), "the transport doesn't know tasks");
        ItemId first = transport().create(ANNA, TASKS, Samples.task("Call Ben", null));
        SyncState before = readFrom(TASKS, ItemKind.TASK, SyncState.START).state();
        ItemId second = transport().update(ANNA, first, Samples.task("Call Ben today", null));
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.changeKey()).isNotEqualTo(first.changeKey());
        Change change = readFrom(TASKS, ItemKind.TASK, before).of(first);
        assertThat(change.type()).isEqualTo(ChangeType.UPDATE);
        assertThat(change.item().title()).isEqualTo("Call Ben today");
    }

    @Test
    void aStaleVersionIsNeverOverwritten() {
        assumeTrue(!transport().capabilities(ItemKind.TASK).isEmpty(), "the transport doesn't know tasks");
        ItemId first = transport().create(ANNA, TASKS, Samples.task("Call Ben", null));
        transport().update(ANNA, first, Samples.task("theirs", null));
        refused("ErrorIrresolvableConflict", () -> transport().update(ANNA, first, Samples.task("ours", null)));
        assertThat(fetch(ItemKind.TASK, first).item().title()).isEqualTo("theirs");
    }

    @ParameterizedTest
    @EnumSource(DeleteMode.class)
    void aDeletedItemLeavesItsFolder(DeleteMode mode) {
        assumeTrue(transport().capabilities(ItemKind.EMAIL).contains(Capability.DELETES), "deletes are not reported");
        ItemId id = arrive(Samples.email("one"));
        SyncState before = readFrom(INBOX, ItemKind.EMAIL, SyncState.START).state();
        transport().delete(ANNA, ItemKind.EMAIL, id, mode);
        assertThat(readFrom(INBOX, ItemKind.EMAIL, before).of(id).type()).isEqualTo(ChangeType.DELETE);
        Reading bin = readFrom(FolderRef.of(WellKnownFolder.DELETED_ITEMS), ItemKind.EMAIL, SyncState.START);
        assertThat(bin.news()).hasSize(mode == DeleteMode.MOVE_TO_DELETED_ITEMS ? 1 : 0);
    }

    @Test
    void aMovedItemHasANewIdAndIsADeleteHereAndACreateThere() {
        assumeTrue(transport().capabilities(ItemKind.EMAIL).contains(Capability.MOVE), "items can't be moved");
        FolderRef target = transport().ensureFolder(ANNA, INBOX, "Undeliverable");
        ItemId old = arrive(Samples.email("one"));
        SyncState before = readFrom(INBOX, ItemKind.EMAIL, SyncState.START).state();
        ItemId moved = transport().move(ANNA, old, target);
        assertThat(moved.id()).isNotEqualTo(old.id());
        assertThat(readFrom(INBOX, ItemKind.EMAIL, before).of(old).type()).isEqualTo(ChangeType.DELETE);
        Change there = readFrom(target, ItemKind.EMAIL, SyncState.START).of(moved);
        assertThat(there.type()).isEqualTo(ChangeType.CREATE);
        assertThat(there.item().title()).isEqualTo("one");
    }

    @Test
    void whatIsGoneIsRefusedByItsCode() {
        ItemId gone = arrive(Samples.email("one"));
        transport().delete(ANNA, ItemKind.EMAIL, gone, DeleteMode.HARD);
        refused("ErrorItemNotFound", () -> transport().fetch(ANNA, ItemKind.EMAIL, gone));
        refused("ErrorItemNotFound", () -> transport().delete(ANNA, ItemKind.EMAIL, gone, DeleteMode.HARD));
        if (transport().capabilities(ItemKind.EMAIL).contains(Capability.MOVE)) {
            refused(
                    "ErrorItemNotFound",
                    () -> transport().move(ANNA, gone, FolderRef.of(WellKnownFolder.DELETED_ITEMS)));
        }
    }

    @Test
    void itemsThatLeftTheirIdsAreToldFromThoseThatAreThere() {
        ItemId there = arrive(Samples.email("there"));
        ItemId deleted = arrive(Samples.email("deleted"));
        transport().delete(ANNA, ItemKind.EMAIL, deleted, DeleteMode.HARD);
        try (ChangeSession session = transport().changes(ANNA, query(INBOX, ItemKind.EMAIL, SyncState.START))) {
            assertThat(session.missing(List.of())).isEmpty();
            assertThat(session.missing(List.of(there, deleted))).containsExactly(deleted);
            if (transport().capabilities(ItemKind.EMAIL).contains(Capability.MOVE)) {
                transport().move(ANNA, there, FolderRef.of(WellKnownFolder.DELETED_ITEMS));
                assertThat(session.missing(List.of(there))).containsExactly(there);
            }
        }
    }

    // ---- the four kinds, and what a transport says that it can do with them ----

    @ParameterizedTest
    @EnumSource(ItemKind.class)
    void whatIsMadeIsFoundByOurKeyAndFetchedAsItWas(ItemKind kind) {
        assumeTrue(transport().capabilities(kind).contains(Capability.MARKER), "no key can be written on " + kind);
        Item item = sample(kind, "Quarterly review", "record-7");
        FolderRef folder = DefaultFolders.whereItemsAre(kind);
        ItemId id = transport().create(ANNA, folder, item);
        transport().create(ANNA, folder, sample(kind, "Other", "record-8"));
        assertThat(transport().find(ANNA, kind, folder, FindQuery.bySyncKey("record-7")))
                .extracting(ItemId::id)
                .containsExactly(id.id());
        Fetched fetched = fetch(kind, id);
        assertThat(fetched.item().kind()).isEqualTo(kind);
        assertThat(fetched.item().title()).isEqualTo("Quarterly review");
        assertThat(fetched.item().syncKey()).isEqualTo("record-7");
        assertThat(fetched.id().changeKey()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource(ItemKind.class)
    void whatIsMadeComesAsAChangeOfItsKind(ItemKind kind) {
        assumeTrue(transport().capabilities(kind).contains(Capability.UPDATE), "no " + kind + " can be made");
        FolderRef folder = DefaultFolders.whereItemsAre(kind);
        ItemId id = transport().create(ANNA, folder, sample(kind, "Quarterly review", "record-7"));
        Change change = readFrom(folder, kind, SyncState.START).of(id);
        assertThat(change.kind()).isEqualTo(kind);
        assertThat(change.item().title()).isEqualTo("Quarterly review");
        assertThat(change.item().syncKey()).isEqualTo("record-7");
    }

    @ParameterizedTest
    @EnumSource(ItemKind.class)
    void whatCanBeUpdatedKeepsOurKeyWhenItIs(ItemKind kind) {
        assumeTrue(transport().capabilities(kind).contains(Capability.UPDATE), "no " + kind + " can be updated");
        FolderRef folder = DefaultFolders.whereItemsAre(kind);
        ItemId id = transport().create(ANNA, folder, sample(kind, "Quarterly review", "record-7"));
        ItemId updated = transport().update(ANNA, fetch(kind, id).id(), sample(kind, "Yearly review", "record-7"));
        assertThat(fetch(kind, updated).item().title()).isEqualTo("Yearly review");
        assertThat(fetch(kind, updated).item().syncKey()).isEqualTo("record-7");
    }

    @Test
    void mailIsFoundByItsMessageId() {
        ItemId mail = arrive(Samples.email("one"));
        arrive(Samples.email("two"));
        String messageId = Samples.email("one").messageId();
        assertThat(transport().find(ANNA, ItemKind.EMAIL, INBOX, FindQuery.byMessageId(messageId)))
                .extracting(ItemId::id)
                .containsExactly(mail.id());
        assertThat(transport().find(ANNA, ItemKind.EMAIL, INBOX, FindQuery.byMessageId("<nobody@example.org>")))
                .isEmpty();
    }

    @Test
    void appointmentsAreFoundByTheirUid() {
        assumeTrue(
                !transport().capabilities(ItemKind.APPOINTMENT).isEmpty(), "the transport doesn't know appointments");
        FolderRef calendar = FolderRef.of(WellKnownFolder.CALENDAR);
        ItemId review = transport().create(ANNA, calendar, sample(ItemKind.APPOINTMENT, "Review", null));
        String uid = ((Appointment) fetch(ItemKind.APPOINTMENT, review).item()).uid();
        assertThat(transport().find(ANNA, ItemKind.APPOINTMENT, calendar, new FindQuery(null, null, uid, 10)))
                .extracting(ItemId::id)
                .containsExactly(review.id());
    }

    @Test
    void aFolderIsMadeOnce() {
        assumeTrue(transport().capabilities(ItemKind.EMAIL).contains(Capability.FOLDERS), "folders can't be made");
        FolderRef made = transport().ensureFolder(ANNA, INBOX, "Undeliverable");
        assertThat(transport().ensureFolder(ANNA, INBOX, "Undeliverable")).isEqualTo(made);
        assertThat(transport().ensureFolder(ANNA, made, "Undeliverable")).isNotEqualTo(made);
        assertThat(readFrom(made, ItemKind.EMAIL, SyncState.START).news()).isEmpty();
    }

    @Test
    void aFolderIsFoundByItsPath() {
        assumeTrue(transport().capabilities(ItemKind.EMAIL).contains(Capability.FOLDERS), "folders can't be made");
        FolderRef customers = transport().ensureFolder(ANNA, INBOX, "Customers");
        FolderRef large = transport().ensureFolder(ANNA, customers, "Large");
        FolderRef path = FolderRef.below(WellKnownFolder.INBOX, "Customers", "Large");
        ItemId moved = transport().move(ANNA, arrive(Samples.email("one")), path);
        assertThat(readFrom(large, ItemKind.EMAIL, SyncState.START).of(moved).type())
                .isEqualTo(ChangeType.CREATE);
        assertThat(readFrom(path, ItemKind.EMAIL, SyncState.START).of(moved).type())
                .isEqualTo(ChangeType.CREATE);
    }

    @Test
    void aPathThatLeadsNowhereIsRefusedByItsCode() {
        assumeTrue(transport().capabilities(ItemKind.EMAIL).contains(Capability.FOLDERS), "folders can't be made");
        FolderRef nowhere = FolderRef.below(WellKnownFolder.INBOX, "Nowhere");
        refused("ErrorFolderNotFound", () -> firstPage(query(nowhere, ItemKind.EMAIL, SyncState.START)));
        ItemId mail = arrive(Samples.email("one"));
        refused("ErrorFolderNotFound", () -> transport().move(ANNA, mail, nowhere));
    }

    @Test
    void aDraftThatIsSentLiesInSentItemsAndArrives() {
        assumeTrue(transport().capabilities(ItemKind.EMAIL).contains(Capability.SEND), "mail can't be sent");
        FolderRef drafts = FolderRef.of(WellKnownFolder.DRAFTS);
        ItemId draft = transport().create(BEN, drafts, Samples.withSyncKey(Samples.email("Offer"), "record-7"));
        ItemId newer = transport().update(BEN, draft, Samples.withSyncKey(Samples.email("Better offer"), "record-7"));
        assertThatThrownBy(() -> transport().send(BEN, draft))
                .isInstanceOfSatisfying(
                        TransportException.class,
                        e -> assertThat(e.code())
                                .as("servers differ")
                                .isIn("ErrorStaleObject", "ErrorIrresolvableConflict"));
        transport().send(BEN, newer);
        assertThat(transport().find(BEN, ItemKind.EMAIL, drafts, FindQuery.bySyncKey("record-7")))
                .isEmpty();
        assertThat(transport()
                        .find(
                                BEN,
                                ItemKind.EMAIL,
                                FolderRef.of(WellKnownFolder.SENT_ITEMS),
                                FindQuery.bySyncKey("record-7")))
                .hasSize(1);
        assertThat(readFrom(INBOX, ItemKind.EMAIL, SyncState.START).news().values())
                .extracting(change -> change.item().title())
                .containsExactly("Better offer");
    }

    @Test
    void aMailThatIsSubmittedArrivesWithoutItsBcc() throws IOException {
        assumeTrue(transport().capabilities(ItemKind.EMAIL).contains(Capability.SUBMIT), "mail can't be handed in so");
        Email mail = Samples.withBcc(Samples.email("Offer"), "carla@example.org");
        assertThat(transport().submit(BEN, mail).refused()).isEmpty();
        awaitDelivery();
        Map<String, Change> news =
                readFrom(INBOX, ItemKind.EMAIL, SyncState.START).news();
        assertThat(news).hasSize(1);
        Email arrived = (Email) news.values().iterator().next().item();
        assertThat(arrived.subject()).isEqualTo("Offer");
        assertThat(arrived.messageId()).isEqualTo(mail.messageId());
        assertThat(new String(arrived.original().toByteArray(), StandardCharsets.ISO_8859_1))
                .doesNotContain("carla")
                .doesNotContainIgnoringCase("bcc:");
    }

    @Test
    void namesAreResolvedAndUnknownOnesAreNobody() {
        assertThat(transport().resolveNames(ANNA, "zzz-nobody")).isEmpty();
        assumeTrue(!transport().capabilities(ItemKind.CONTACT).isEmpty(), "a server without contacts has no directory");
        assertThat(transport().resolveNames(ANNA, "ben@example.org"))
                .extracting(EmailAddress::address)
                .contains("ben@example.org");
    }

    @Test
    void theServerSaysWhatItIs() {
        ServerInfo info = transport().serverInfo(ANNA);
        assertThat(info.product()).isNotBlank();
        assertThat(info.version()).isNotBlank();
    }

    @Test
    void aMailboxThatIsNotThereIsRefusedByItsCode() {
        MailboxRef nobody = MailboxRef.of("nobody@example.org");
        refused(codeOfAMissingMailbox(), () -> transport().serverInfo(nobody));
        refused(codeOfAMissingMailbox(), () -> {
            try (ChangeSession session = transport().changes(nobody, query(INBOX, ItemKind.EMAIL, SyncState.START))) {
                session.next();
            }
        });
    }

    @Test
    void manyThreadsShareATransport() {
        assumeTrue(!transport().capabilities(ItemKind.TASK).isEmpty(), "the transport doesn't know tasks");
        List<ItemId> ids = IntStream.range(0, 24)
                .parallel()
                .mapToObj(i -> transport().create(ANNA, TASKS, Samples.task("task " + i, "record-" + i)))
                .toList();
        assertThat(ids.parallelStream()
                        .map(id -> fetch(ItemKind.TASK, id).item().syncKey()))
                .doesNotHaveDuplicates()
                .hasSize(24);
    }

    // ---- helpers ----

    /** What several pages said: the last word on each item. */
    protected record Reading(List<ChangePage> pages) {
        SyncState state() {
            return pages.get(pages.size() - 1).next();
        }

        private Map<String, Change> changes(Predicate<Change> wanted) {
            Map<String, Change> changes = new LinkedHashMap<>();
            pages.stream()
                    .flatMap(page -> page.changes().stream())
                    .filter(wanted)
                    .forEach(change -> changes.put(change.id().id(), change));
            return changes;
        }

        /** New items by id. */
        Map<String, Change> news() {
            return changes(change -> change.type() == ChangeType.CREATE);
        }

        Change of(ItemId id) {
            Change found = changes(change -> true).get(id.id());
            assertThat(found).as("a change of " + id.id()).isNotNull();
            return found;
        }
    }

    protected final Reading readFrom(FolderRef folder, ItemKind kind, SyncState state) {
        return new Reading(pages(query(folder, kind, state)));
    }

    private List<ChangePage> pages(ChangeQuery query) {
        List<ChangePage> pages = new ArrayList<>();
        try (ChangeSession session = transport().changes(ANNA, remembering(query))) {
            do {
                pages.add(next(
                        session,
                        pages.isEmpty()
                                ? query.state()
                                : pages.get(pages.size() - 1).next()));
                assertThat(pages).as("reading comes to an end").hasSizeLessThan(100);
            } while (!pages.get(pages.size() - 1).last());
        }
        return pages;
    }

    private ChangePage firstPage(ChangeQuery query) {
        try (ChangeSession session = transport().changes(ANNA, remembering(query))) {
            return next(session, query.state());
        }
    }

    /** The next page; what it saw is kept with the state that it ends with. */
    private ChangePage next(ChangeSession session, SyncState before) {
        ChangePage page = session.next();
        Set<String> ids = new HashSet<>(seen.getOrDefault(before, Set.of()));
        ids.removeAll(page.forgotten());
        ids.addAll(page.seen());
        seen.put(page.next(), ids);
        return page;
    }

    private ChangeQuery remembering(ChangeQuery query) {
        Set<String> ids = seen.getOrDefault(query.state(), Set.of());
        return query.remembering(new SeenItems() {
            @Override
            public Set<String> among(Collection<String> asked) {
                return asked.stream().filter(ids::contains).collect(Collectors.toSet());
            }

            @Override
            public Collection<String> all() {
                return ids;
            }

            @Override
            public long count() {
                return ids.size();
            }
        });
    }

    private Fetched fetch(ItemKind kind, ItemId id) {
        return transport().fetch(ANNA, kind, id);
    }

    private static ChangeQuery query(FolderRef folder, ItemKind kind, SyncState state) {
        return new ChangeQuery(folder, kind, state, null, 100, NO_LIMIT);
    }

    private static List<Change> news(ChangePage page) {
        return page.changes().stream()
                .filter(change -> change.type() == ChangeType.CREATE)
                .toList();
    }

    private static boolean names(ChangePage page, ItemId id) {
        return page.changes().stream().anyMatch(change -> change.id().id().equals(id.id()));
    }

    private static Item sample(ItemKind kind, String title, String syncKey) {
        return switch (kind) {
            case EMAIL -> Samples.withSyncKey(Samples.email(title), syncKey);
            case APPOINTMENT -> Samples.appointment(title, Instant.parse("2026-03-05T09:00:00Z"), syncKey);
            case CONTACT -> Samples.contact(title, syncKey);
            case TASK -> Samples.task(title, syncKey);
        };
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TransportException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }

    // ---- where items are, and marks on them ----

    @Test
    void whatIsThereIsToldWithItsCurrentVersion() {
        ItemId stays = arrive(Samples.email("stays"));
        ItemId goes = arrive(Samples.email("goes"));
        transport().delete(ANNA, ItemKind.EMAIL, goes, DeleteMode.HARD);
        ItemId current = transport().capabilities(ItemKind.EMAIL).contains(Capability.UPDATE)
                ? transport().categorize(ANNA, ItemKind.EMAIL, stays, List.of("Red"), List.of())
                : fetch(ItemKind.EMAIL, stays).id();
        assertThat(transport().present(ANNA, List.of(goes, stays))).containsExactly(current);
        assertThat(transport().present(ANNA, List.of())).isEmpty();
    }

    @Test
    void categoriesArePutOnAnItemBesideThoseOfItsOwner() {
        assumeTrue(transport().capabilities(ItemKind.EMAIL).contains(Capability.UPDATE), "mail can't be marked");
        ItemId id = arrive(Samples.email("one"));
        ItemId marked = transport().categorize(ANNA, ItemKind.EMAIL, id, List.of("Red"), List.of());
        assertThat(marked.id()).isEqualTo(id.id());
        assertThat(transport().categorize(ANNA, ItemKind.EMAIL, id, List.of("Blue", "Red"), List.of("Green")))
                .isNotEqualTo(marked);
        assertThat(categories(id)).containsExactly("Red", "Blue");
        ItemId rest = transport().categorize(ANNA, ItemKind.EMAIL, id, List.of(), List.of("Red"));
        assertThat(categories(id)).containsExactly("Blue");
        assertThat(transport().categorize(ANNA, ItemKind.EMAIL, id, List.of("Blue"), List.of("Red")))
                .as("what needs no change is left alone")
                .isEqualTo(rest);
        transport().categorize(ANNA, ItemKind.EMAIL, id, List.of(), List.of("Blue"));
        assertThat(categories(id)).isEmpty();
    }

    private List<String> categories(ItemId id) {
        return ((Email) transport().fetch(ANNA, ItemKind.EMAIL, id).item()).categories();
    }
}
