package org.exchangesync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.exchangesync.store.SampleItems.appointment;
import static org.exchangesync.store.SampleItems.contact;
import static org.exchangesync.store.SampleItems.email;
import static org.exchangesync.store.SampleItems.insert;
import static org.exchangesync.store.SampleItems.letter;
import static org.exchangesync.store.SampleItems.link;
import static org.exchangesync.store.SampleItems.task;
import static org.exchangesync.store.SampleItems.update;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.exchangesync.failure.Fault;
import org.exchangesync.failure.FaultAdvice;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.item.DeliveryKey;
import org.exchangesync.item.Email;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.Task;
import org.exchangesync.sync.DeadLetter;
import org.exchangesync.sync.FolderKey;
import org.exchangesync.sync.FolderState;
import org.exchangesync.sync.Link;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.MailboxClaim;
import org.exchangesync.sync.RecordHead;
import org.exchangesync.sync.RecordWrite;
import org.exchangesync.sync.RemoteAction;
import org.exchangesync.sync.RowFailure;
import org.exchangesync.transport.SyncState;
import org.junit.jupiter.api.Test;

/** What the engine relies on, the same on every database. */
abstract class SyncStoreContract extends StoreFixture {

    // ── folder states ───────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void aFolderThatWasNeverReadBeginsAtTheBeginning() {
        assertThat(store.folderState(ANNAS_INBOX)).isEqualTo(FolderState.initial(ANNAS_INBOX));
    }

    @Test
    void aStateIsReadBackAsItWasSaved() {
        FolderState first = FolderState.initial(ANNAS_INBOX).advance(new SyncState("s".repeat(3_000_000)));
        commit(tx -> tx.saveState(first));
        assertThat(store.folderState(ANNAS_INBOX)).isEqualTo(first);
        FolderState again = first.restart();
        commit(tx -> tx.saveState(again));
        assertThat(store.folderState(ANNAS_INBOX)).isEqualTo(again);
        assertThat(again.state().isStart()).isTrue();
    }

    @Test
    void aStateIsSavedOnlyAfterItsPredecessor() {
        FolderState first = FolderState.initial(ANNAS_INBOX).advance(new SyncState("1"));
        commit(tx -> tx.saveState(first));
        assertThatThrownBy(() -> commit(tx -> tx.saveState(first))).isInstanceOf(LostRaceException.class);
        assertThatThrownBy(() -> commit(
                        tx -> tx.saveState(first.advance(new SyncState("2")).advance(new SyncState("3")))))
                .isInstanceOf(LostRaceException.class)
                .hasMessageContaining("another worker committed a page");
        assertThat(store.folderState(ANNAS_INBOX)).isEqualTo(first);
    }

    // ── transaction and claim ───────────────────────────────────────────────────────────────────────────────────────

    @Test
    void aTransactionThatThrowsLeavesNothing() {
        assertThatThrownBy(() -> commit(tx -> {
                    tx.write(List.of(insert("a", email("one"))));
                    tx.saveState(FolderState.initial(ANNAS_INBOX).advance(new SyncState("1")));
                    throw new IllegalStateException("stop");
                }))
                .hasMessage("stop");
        assertThat(value("SELECT COUNT(*) FROM record")).isEqualTo("0");
        assertThat(value("SELECT COUNT(*) FROM content")).isEqualTo("0");
        assertThat(store.folderState(ANNAS_INBOX).version()).isZero();
    }

    @Test
    void aLostClaimChangesNothing() {
        MailboxClaim slow = anna;
        clock.now = NOW.plus(Duration.ofHours(2));
        assertThat(schedule.claimDue(10, clock.now, Duration.ofHours(1))).hasSize(2);
        assertThatThrownBy(() -> store.inTransaction(slow, tx -> tx.write(List.of(insert("a", email("one"))))))
                .isInstanceOfSatisfying(
                        LostRaceException.class, e -> assertThat(e.claimLost()).isTrue());
        assertThatThrownBy(() -> store.dueActions(slow, "ews", 10))
                .isInstanceOfSatisfying(
                        LostRaceException.class, e -> assertThat(e.claimLost()).isTrue());
        assertThat(value("SELECT COUNT(*) FROM record")).isEqualTo("0");
    }

    @Test
    void aMailboxWhosePageIsBeingCommittedIsNotClaimed() {
        clock.now = NOW.plus(Duration.ofHours(2));
        List<MailboxClaim> meanwhile =
                store.inTransaction(anna, tx -> schedule.claimDue(10, clock.now, Duration.ofHours(1)));
        assertThat(meanwhile).extracting(MailboxClaim::mailbox).containsExactly(BERT);
    }

    // ── records ─────────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void anUpdateReplacesAllRows() {
        RecordWrite first = insert("a", email("one"));
        commit(tx -> tx.write(List.of(first)));
        clock.now = NOW.plusSeconds(60);
        Email poorer = new Email(
                null,
                "two",
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                List.of(),
                List.of(),
                email("x").body(),
                List.of(),
                email("x").importance(),
                email("x").sensitivity(),
                List.of(),
                null,
                null,
                null);
        commit(tx -> assertThat(tx.write(List.of(update(first, poorer)))).isEmpty());
        assertThat(value("SELECT subject FROM email")).isEqualTo("two");
        for (String table : List.of("email_recipient", "email_reference", "record_category", "attachment")) {
            assertThat(value("SELECT COUNT(*) FROM " + table)).as(table).isEqualTo("0");
        }
        assertThat(value(
                        "SELECT COUNT(*) FROM record WHERE version = 2 AND created_at = ? AND updated_at = ?",
                        NOW,
                        clock.now))
                .isEqualTo("1");
    }

    @Test
    void headsAreFoundByIdAndByIdentity() {
        RecordWrite mail = insert("a", email("one"));
        RecordWrite todo = insert("a", task());
        commit(tx -> tx.write(List.of(mail, todo)));
        assertThat(find(tx -> tx.records(List.of(mail.head().id(), UUID.randomUUID()))))
                .containsExactly(Map.entry(mail.head().id(), mail.head()));
        assertThat(find(tx -> tx.recordsByIdentity(ItemKind.TASK, List.of("a", "b"))))
                .containsExactly(Map.entry("a", todo.head()));
        assertThat(find(tx -> tx.records(List.of()))).isEmpty();
    }

    @Test
    void identitiesTooLongForTheirColumnStayApart() {
        String common = "x".repeat(600);
        RecordWrite one = insert(common + "1", email("one"));
        RecordWrite two = insert(common + "2", email("two"));
        RecordWrite three = insert("nul\0", email("three"));
        RecordWrite four = insert("nul\uFFFD", email("four"));
        commit(tx -> assertThat(tx.write(List.of(one, two, three, four))).isEmpty());
        Map<String, RecordHead> found = find(
                tx -> tx.recordsByIdentity(ItemKind.EMAIL, List.of(common + "1", common + "2", common + "3", "nul\0")));
        assertThat(found).containsOnlyKeys(common + "1", common + "2", "nul\0");
        assertThat(found.get(common + "1").id()).isEqualTo(one.head().id());
        assertThat(found.get("nul\0").id()).isEqualTo(three.head().id());
        // what was read can be asked for and written again
        RecordHead read = found.get(common + "1");
        assertThat(find(tx -> tx.recordsByIdentity(ItemKind.EMAIL, List.of(read.identity()))))
                .hasSize(1);
    }

    @Test
    void messageIdsOfStoredMailsAreKnown() {
        commit(tx -> tx.write(List.of(insert("a", email("one")))));
        Set<String> known = store.inTransaction(
                anna, tx -> tx.knownMessageIds(List.of("1@example.org", "2@example.org", "x".repeat(5000))));
        assertThat(known).containsExactly("1@example.org");
        assertThat(values("SELECT message_key FROM email_reference ORDER BY ordinal"))
                .containsExactly("0@example.org", "00@example.org", "0@example.org");
    }

    @Test
    void badRowsAreFoundAndTheRestStands() {
        List<RecordWrite> page = new ArrayList<>();
        IntStream.range(0, 100).forEach(i -> page.add(insert("mail " + i, email("mail " + i))));
        page.set(17, insert("bad 1", bad()));
        page.set(99, insert("bad 2", bad()));
        page.add(insert("good task", task()));
        List<RowFailure> failures = list(tx -> {
            List<RowFailure> refused = tx.write(page);
            tx.saveState(FolderState.initial(ANNAS_INBOX).advance(new SyncState("1")));
            return refused;
        });
        assertThat(failures)
                .extracting(failure -> failure.write().head().identity())
                .containsExactlyInAnyOrder("bad 1", "bad 2");
        assertThat(failures).allSatisfy(failure -> assertThat(failure.cause()).hasMessageContaining("task"));
        assertThat(value("SELECT COUNT(*) FROM record")).isEqualTo("99");
        assertThat(value("SELECT COUNT(*) FROM email")).isEqualTo("98");
        assertThat(value("SELECT COUNT(*) FROM email_recipient")).isEqualTo(String.valueOf(98 * 3));
        assertThat(store.folderState(ANNAS_INBOX).version()).isEqualTo(1);
    }

    /** A date that no calendar of Java's or of the databases has. */
    private static Task bad() {
        Task task = task();
        return new Task(
                "bad",
                task.body(),
                task.status(),
                0,
                null,
                null,
                Instant.MAX,
                null,
                null,
                task.importance(),
                task.sensitivity(),
                List.of(),
                List.of(),
                null,
                null,
                null,
                List.of(),
                null);
    }

    @Test
    void twoNewRecordsOfOneIdentityAreAMistakeOfTheCaller() {
        assertThatThrownBy(() -> commit(tx -> tx.write(List.of(insert("a", email("1")), insert("a", email("2"))))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one record with two links");
    }

    @Test
    void anIdentityThatSomebodyElseInsertedIsALostRace() {
        RecordWrite theirs = insert("same", email("theirs"));
        store.inTransaction(bert, tx -> tx.write(List.of(theirs)));
        assertThatThrownBy(() ->
                        commit(tx -> tx.write(List.of(insert("other", task()), insert("same", email("ours"))))))
                .isInstanceOfSatisfying(
                        LostRaceException.class, e -> assertThat(e.claimLost()).isFalse());
        assertThat(values("SELECT subject FROM email")).containsExactly("theirs");
        assertThat(value("SELECT COUNT(*) FROM task")).isEqualTo("0");
    }

    @Test
    void aVersionThatSomebodyElseRaisedIsALostRace() {
        RecordWrite first = insert("a", email("one"));
        commit(tx -> tx.write(List.of(first)));
        store.inTransaction(bert, tx -> tx.write(List.of(update(first, email("theirs")))));
        assertThatThrownBy(() -> commit(tx -> tx.write(List.of(update(first, email("ours"))))))
                .isInstanceOf(LostRaceException.class)
                .hasMessageContaining("no longer at version 1");
        assertThat(value("SELECT subject FROM email")).isEqualTo("theirs");
    }

    @Test
    void theReceivedTimeIsOnlyLowered() {
        RecordWrite one = insert("a", email("one"));
        commit(tx -> tx.write(List.of(one)));
        UUID id = one.head().id();
        Instant earlier = SampleItems.RECEIVED.minusSeconds(5);
        commit(tx -> tx.receivedEarlier(Map.of(id, earlier)));
        commit(tx -> tx.receivedEarlier(Map.of(id, SampleItems.RECEIVED)));
        assertThat(find(tx -> tx.records(List.of(id))).get(id).receivedAt()).isEqualTo(earlier);
    }

    // ── links, gone records ────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void linksAreInsertedReplacedAndRemoved() {
        RecordWrite one = insert("a", email("one"));
        String longId = "AAMk" + "x".repeat(900) + "=";
        Link link = link(one, ANNAS_INBOX, longId);
        Link other = link(one, BERTS_INBOX, longId);
        Link moved = new Link(one.head().id(), new FolderKey(ANNA, "ews", "id:F2"), longId, null, null, null, 2);
        commit(tx -> {
            tx.write(List.of(one));
            tx.link(List.of(link, other));
        });
        assertThat(find(tx -> tx.links(ANNA, "ews", List.of(longId, longId.toLowerCase()))))
                .containsExactly(Map.entry(longId, link));
        commit(tx -> tx.link(List.of(moved)));
        assertThat(find(tx -> tx.linksOf(List.of(one.head().id()))))
                .containsExactly(Map.entry(one.head().id(), List.of(moved, other)));
        commit(tx -> tx.unlink(ANNA, "ews", List.of(longId)));
        assertThat(find(tx -> tx.linksOf(List.of(one.head().id()))))
                .containsExactly(Map.entry(one.head().id(), List.of(other)));
    }

    @Test
    void aRecordIsGoneWhenItsLastLinkIs() {
        RecordWrite one = insert("a", email("one"));
        UUID id = one.head().id();
        commit(tx -> {
            tx.write(List.of(one));
            tx.link(List.of(link(one, ANNAS_INBOX, "1"), link(one, BERTS_INBOX, "2")));
        });
        assertThat(list(tx -> {
                    tx.unlink(ANNA, "ews", List.of("1"));
                    return tx.markGone(List.of(id));
                }))
                .isEmpty();
        List<RecordHead> gone = list(tx -> {
            tx.unlink(BERT, "ews", List.of("2"));
            return tx.markGone(List.of(id));
        });
        // the version is raised, so that the publication of the delete has a key of its own
        assertThat(gone).singleElement().satisfies(head -> {
            assertThat(head.gone()).isTrue();
            assertThat(head.version()).isEqualTo(2);
        });
        assertThat(list(tx -> tx.markGone(List.of(id)))).isEmpty();
        commit(tx -> tx.link(List.of(link(one, ANNAS_INBOX, "3"))));
        assertThat(find(tx -> tx.records(List.of(id))).get(id).gone()).isFalse();
    }

    // ── dead letters ────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void aDeadLetterIsKeptOnceAndCountsItsAttempts() throws Exception {
        assertThat(count(tx -> tx.letters().put(List.of(letter("1", "cause 1"), letter("2", "cause 2")), false)))
                .isEqualTo(2);
        clock.now = NOW.plusSeconds(60);
        assertThat(count(tx -> tx.letters().put(List.of(letter("1", "worse"), letter("3", "cause 3")), false)))
                .isEqualTo(1);
        assertThat(value("SELECT attempts FROM dead_letter WHERE item_id = '1'"))
                .isEqualTo("2");
        assertThat(value("SELECT cause FROM dead_letter WHERE item_id = '1'")).isEqualTo("worse");
        assertThat(value("SELECT COUNT(*) FROM dead_letter WHERE first_seen = ? AND last_seen = ?", NOW, clock.now))
                .isEqualTo("1");
        assertThat(database.records().deadLetters(10))
                .extracting(RecordReader.DeadLetterRow::itemId)
                .containsExactly("3", "1", "2");
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        String sha256 = database.records().deadLetters(1).get(0).originalSha256();
        assertThat(database.records().copyContent(sha256, bytes)).isTrue();
        assertThat(bytes.toString("UTF-8")).isEqualTo("original 3");
        assertThat(database.records().copyContent("0", bytes)).isFalse();
    }

    @Test
    void aDeadLetterTakesAnyText() {
        String monster = "\0\uD800" + "x".repeat(2_000_000);
        ItemId id = new ItemId("1", null);
        Fault fault = new Fault(monster, FaultClass.ITEM, monster, new FaultAdvice(monster, monster), Duration.ZERO);
        commit(tx -> tx.letters()
                .put(
                        List.of(new DeadLetter(
                                DeliveryKey.of(ANNA, ItemKind.TASK, id),
                                "sales",
                                ANNAS_INBOX,
                                ItemKind.TASK,
                                id,
                                monster,
                                new DeadLetter.Kept(null, monster, monster, monster, monster, List.of()),
                                new DeadLetter.Failure(fault, monster, monster, monster, monster))),
                        false));
        assertThat(value("SELECT item_json FROM dead_letter"))
                .hasSameSizeAs(monster)
                .startsWith("\uFFFD\uFFFDx");
        assertThat(value("SELECT title FROM dead_letter")).hasSize(1000);
    }

    // ── remote actions ──────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void actionsComeInTheirOrderOnceAnItem() {
        commit(tx -> tx.owe(List.of(move("1"), move("2"), move("1"))));
        commit(tx -> tx.owe(List.of(move("2"), move("3"))));
        assertThat(store.dueActions(anna, "ews", 10))
                .extracting(a -> a.itemId().id())
                .containsExactly("1", "2", "3");
        assertThat(store.dueActions(anna, "ews", 2))
                .extracting(a -> a.itemId().id())
                .containsExactly("1", "2");
        assertThat(store.dueActions(bert, "ews", 10)).isEmpty();
        RemoteAction first = store.dueActions(anna, "ews", 1).get(0);
        assertThat(first)
                .isEqualTo(new RemoteAction(
                        first.id(),
                        ANNAS_INBOX,
                        ItemKind.EMAIL,
                        new ItemId("1", "ck"),
                        RemoteAction.Type.MOVE_TO_UNDELIVERABLE,
                        "<1@x>",
                        0));
        commit(tx -> tx.actionDone(first, "new-1"));
        assertThat(store.dueActions(anna, "ews", 10))
                .extracting(a -> a.itemId().id())
                .containsExactly("2", "3");
        assertThat(value("SELECT new_item_id FROM remote_action WHERE state = 'DONE'"))
                .isEqualTo("new-1");
        assertThatThrownBy(() -> commit(tx -> tx.actionDone(first, null))).isInstanceOf(LostRaceException.class);
    }

    @Test
    void aLaterActionSupersedesAnEarlierOfTheSameItem() {
        commit(tx -> tx.owe(List.of(move("1"), move("2"))));
        commit(tx -> tx.owe(List.of(action("1", RemoteAction.Type.DELETE_PROCESSED))));
        assertThat(store.dueActions(anna, "ews", 10))
                .extracting(a -> a.itemId().id() + " " + a.type())
                .containsExactly("2 MOVE_TO_UNDELIVERABLE", "1 DELETE_PROCESSED");
        assertThat(value("SELECT COUNT(*) FROM remote_action WHERE state = 'SUPERSEDED'"))
                .isEqualTo("1");
    }

    @Test
    void aFailedActionWaitsLongerEachTimeUntilItIsGivenUp() {
        commit(tx -> tx.owe(List.of(move("1"))));
        RemoteAction action = store.dueActions(anna, "ews", 1).get(0);
        commit(tx -> tx.actionFailed(action, "ErrorServerBusy", "busy", false));
        assertThat(store.dueActions(anna, "ews", 1)).isEmpty();
        clock.now = NOW.plus(Duration.ofMinutes(1));
        RemoteAction again = store.dueActions(anna, "ews", 1).get(0);
        assertThat(again.attempts()).isEqualTo(1);
        commit(tx -> tx.actionFailed(again, "ErrorServerBusy", "busy", false));
        clock.now = NOW.plus(Duration.ofMinutes(2));
        assertThat(store.dueActions(anna, "ews", 1)).isEmpty();
        clock.now = NOW.plus(Duration.ofMinutes(3));
        commit(tx -> tx.actionFailed(again, "ErrorItemNotFound", "gone", true));
        clock.now = NOW.plus(Duration.ofDays(1));
        assertThat(store.dueActions(anna, "ews", 1)).isEmpty();
        assertThat(value("SELECT state FROM remote_action")).isEqualTo("FAILED");
        commit(tx -> tx.owe(List.of(move("1"))));
        assertThat(store.dueActions(anna, "ews", 1)).hasSize(1);
    }

    private static RemoteAction move(String itemId) {
        return action(itemId, RemoteAction.Type.MOVE_TO_UNDELIVERABLE);
    }

    private static RemoteAction action(String itemId, RemoteAction.Type type) {
        return new RemoteAction(
                0, ANNAS_INBOX, ItemKind.EMAIL, new ItemId(itemId, "ck"), type, "<" + itemId + "@x>", 0);
    }

    // ── counts ──────────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void recordsAndLinksAreCounted() {
        RecordWrite mail = insert("a", email("a"));
        commit(tx -> {
            tx.write(List.of(mail, insert("b", appointment()), insert("c", contact()), insert("d", contact())));
            tx.link(List.of(link(mail, ANNAS_INBOX, "1"), link(mail, BERTS_INBOX, "1"), link(mail, BERTS_INBOX, "2")));
        });
        assertThat(database.records().records())
                .isEqualTo(Map.of(ItemKind.EMAIL, 1L, ItemKind.APPOINTMENT, 1L, ItemKind.CONTACT, 2L));
        assertThat(database.records().links())
                .isEqualTo(Map.of(ANNA, Map.of(ItemKind.EMAIL, 1L), BERT, Map.of(ItemKind.EMAIL, 2L)));
    }
}
