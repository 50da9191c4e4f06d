package org.exchangesync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.exchangesync.store.SampleItems.content;
import static org.exchangesync.store.SampleItems.email;
import static org.exchangesync.store.SampleItems.insert;
import static org.exchangesync.store.SampleItems.letter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.item.Content;
import org.exchangesync.item.ContentWriter;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.profile.Direction;
import org.exchangesync.sync.DeadLetters.Arrival;
import org.exchangesync.sync.RecordWrite;
import org.exchangesync.sync.audit.AuditEntry;
import org.exchangesync.sync.deadletter.ActResult;
import org.exchangesync.sync.deadletter.DeadLetterStore;
import org.exchangesync.sync.deadletter.LetterQuery;
import org.exchangesync.sync.deadletter.LetterState;
import org.exchangesync.sync.deadletter.ReplayOptions;
import org.exchangesync.sync.deadletter.StoredLetter;
import org.exchangesync.sync.deadletter.StoredLetter.Moved.Where;
import org.exchangesync.sync.outbox.OwedStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do with dead letters, and what the engine notes about them, the same on every database. */
abstract class DeadLetterStoreContract extends StoreFixture {
    private static final String WHO = "olga";

    @TempDir
    Path spool;

    private DeadLetterStore letters;

    @BeforeEach
    void stores() {
        letters = database.deadLetterStore();
    }

    // ── finding ─────────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void aLetterIsShownAsItWasWritten() {
        long id = put("1");

        StoredLetter letter = letters.get(id).orElseThrow();

        assertThat(letter.mailbox()).isEqualTo(ANNA);
        assertThat(letter.direction()).isEqualTo(Direction.INCOMING);
        assertThat(letter.itemId()).isEqualTo(new ItemId("1", "ck"));
        assertThat(letter.title()).isEqualTo("title 1");
        assertThat(letter.messageId()).isEqualTo("<1@example.org>");
        assertThat(letter.state()).isEqualTo(LetterState.OPEN);
        assertThat(letter.failure().faultClass()).isEqualTo(FaultClass.ITEM);
        assertThat(letter.failure().cure()).isEqualTo("mend it");
        assertThat(letter.failure().firstSeen()).isEqualTo(NOW);
        assertThat(letter.kept().originalSize()).isEqualTo("original 1".length());
        assertThat(letter.kept().resumable()).isTrue();
        assertThat(letter.kept().isEdited()).isFalse();
        assertThat(letter.moved().where()).isNull();
        assertThat(letter.resolution()).isNull();
        assertThat(letters.texts(id).orElseThrow().mailboxProperties()).isEqualTo("{\"read\":true}");
        assertThat(letters.get(id + 1)).isEmpty();
        assertThat(letters.texts(id + 1)).isEmpty();
    }

    @Test
    void lettersAreFoundByEveryCriterionAlone() {
        put("1");
        clock.now = NOW.plusSeconds(60);
        commit(tx ->
                tx.letters().put(List.of(letter(BERTS_INBOX, ItemId.of("2"), "ErrorItemCorrupt", "damaged")), false));
        long bert = id("2");
        long anna = id("1");

        assertThat(found(LetterQuery.ALL)).containsExactly(bert, anna);
        assertThat(found(LetterQuery.ALL.atMost(1))).containsExactly(bert);
        assertThat(found(LetterQuery.of(List.of(anna, 77L)))).containsExactly(anna);
        assertThat(found(LetterQuery.ALL.ofMailbox("BERT@example.org"))).containsExactly(bert);
        assertThat(found(LetterQuery.ALL.withCodes(Set.of("mimeunreadable")))).containsExactly(anna);
        assertThat(found(LetterQuery.ALL.withCodes(Set.of("Erroritem*", "x")))).containsExactly(bert);
        assertThat(found(LetterQuery.ALL.withCodes(Set.of("Error_tem*")))).isEmpty();
        assertThat(found(LetterQuery.ALL.withCodes(Set.of("Error")))).isEmpty();
        assertThat(found(LetterQuery.ALL.ofKinds(Set.of(ItemKind.TASK)))).isEmpty();
        assertThat(found(LetterQuery.ALL.ofKinds(Set.of(ItemKind.TASK, ItemKind.EMAIL))))
                .hasSize(2);
        assertThat(found(LetterQuery.ALL.ofProfile("sales"))).hasSize(2);
        assertThat(found(LetterQuery.ALL.ofProfile("other"))).isEmpty();
        assertThat(found(LetterQuery.ALL.seen(clock.now, null))).containsExactly(bert);
        assertThat(found(LetterQuery.ALL.seen(null, clock.now))).containsExactly(anna);
        assertThat(found(LetterQuery.ALL.in(LetterState.REPLAYING))).isEmpty();
        assertThat(letters.count(LetterQuery.OPEN.atMost(1))).isEqualTo(2);
        assertThat(letters.openByCode()).hasSize(2).containsEntry("ErrorItemCorrupt", 1L);
    }

    @Test
    void theOriginalComesAsAStream() throws IOException {
        byte[] large = new byte[3_000_000];
        new Random(1).nextBytes(large);
        try (Content content = spooled(large)) {
            long id = put("1");
            letters.editOriginal(id, content, WHO);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            assertThat(letters.copyEdited(id, bytes)).isTrue();
            assertThat(bytes.toByteArray()).isEqualTo(large);
            bytes.reset();
            assertThat(letters.copyOriginal(id, bytes)).isTrue();
            assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("original 1");
            assertThat(letters.copyOriginal(id + 1, bytes)).isFalse();
        }
    }

    // ── replay ──────────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void aReplayIsAskedForAndItsMailboxIsDueAtOnce() {
        long id = put("1");
        sql("UPDATE mailbox SET due_at = ?", NOW.plusSeconds(3600));

        ActResult result = letters.requestReplay(LetterQuery.OPEN, new ReplayOptions(true, false, false), WHO);

        assertThat(result.done()).containsExactly(id);
        StoredLetter letter = letters.get(id).orElseThrow();
        assertThat(letter.state()).isEqualTo(LetterState.REPLAYING);
        assertThat(letter.replay().requestedBy()).isEqualTo(WHO);
        assertThat(letter.replay().options()).isEqualTo(new ReplayOptions(true, false, false));
        assertThat(schedule.status(ANNA).orElseThrow().dueAt()).isEqualTo(NOW);
        assertThat(schedule.status(BERT).orElseThrow().dueAt()).isEqualTo(NOW.plusSeconds(3600));
        assertThat(acts(id)).containsExactly("olga replay-requested from the start, not moved back");
    }

    @Test
    void whatIsResolvedOrMalwareOrNotThereIsNotReplayed() {
        long resolved = put("1");
        letters.discard(LetterQuery.of(List.of(resolved)), "not ours", WHO);
        commit(tx ->
                tx.letters().put(List.of(letter(ANNAS_INBOX, ItemId.of("2"), "ErrorVirusDetected", "malware")), false));

        ActResult result =
                letters.requestReplay(LetterQuery.of(List.of(resolved, id("2"), 999L)), ReplayOptions.DEFAULT, WHO);

        assertThat(result.done()).isEmpty();
        assertThat(result.refused().get(resolved)).contains("DISCARDED", "olga");
        assertThat(result.refused().get(id("2"))).contains("malware");
        assertThat(result.refused().get(999L)).contains("no such");
        assertThat(letters.history(id("2"))).isEmpty();
    }

    @Test
    void aRequestIsTakenBack() {
        long id = put("1");
        letters.requestReplay(LetterQuery.OPEN, ReplayOptions.DEFAULT, WHO);
        assertThat(letters.cancelReplay(LetterQuery.of(List.of(id)), WHO).done())
                .containsExactly(id);
        assertThat(state(id)).isEqualTo(LetterState.OPEN);
        assertThat(letters.cancelReplay(LetterQuery.of(List.of(id)), WHO).refused())
                .containsKey(id);
    }

    @Test
    void theResultOfAReplayStandsInTheRow() {
        long id = put("1");
        letters.requestReplay(LetterQuery.OPEN, ReplayOptions.DEFAULT, WHO);
        commit(tx -> tx.letters().replayWaits(id, "the crm is away", NOW.plusSeconds(60)));
        assertThat(state(id)).isEqualTo(LetterState.REPLAYING);
        assertThat(letters.get(id).orElseThrow().replay().waits()).isEqualTo(1);

        commit(tx -> tx.letters().replayFailed(id, letter("1", "refused again").failure(), "refused again"));
        StoredLetter failed = letters.get(id).orElseThrow();
        assertThat(failed.state()).isEqualTo(LetterState.OPEN);
        assertThat(failed.failure().attempts()).isEqualTo(2);
        assertThat(failed.failure().cause()).isEqualTo("refused again");
        assertThat(failed.replay().lastResult()).isEqualTo("refused again");

        UUID record = UUID.randomUUID();
        commit(tx -> tx.letters().replayed(id, record, "stored"));
        StoredLetter done = letters.get(id).orElseThrow();
        assertThat(done.state()).isEqualTo(LetterState.REPLAYED);
        assertThat(done.resolution()).isEqualTo(new StoredLetter.Resolution(NOW, "engine", "stored", record));
        assertThat(acts(id))
                .containsExactly(
                        "olga replay-requested from the step that refused it, back to the Inbox",
                        "engine replay-failed refused again",
                        "engine replayed stored");
    }

    // ── what the engine notes ───────────────────────────────────────────────────────────────────────────────────────

    @Test
    void lettersOfAnItemThatIsStoredHaveArrived() {
        long older = put("1");
        commit(tx -> tx.letters().put(List.of(letter(ANNAS_INBOX, new ItemId("1", "later"), "Code", "cause")), false));
        long elsewhere = put("2");
        commit(tx -> tx.letters().put(List.of(letter(BERTS_INBOX, ItemId.of("1"), "Code", "cause")), false));
        UUID record = UUID.randomUUID();

        commit(tx -> assertThat(
                        tx.letters().arrived(ANNAS_INBOX, List.of(new Arrival("1", null, record)), Long.MAX_VALUE))
                .isEqualTo(2));

        assertThat(letters.get(older).orElseThrow().resolution().recordId()).isEqualTo(record);
        assertThat(state(elsewhere)).isEqualTo(LetterState.OPEN);
        assertThat(letters.count(LetterQuery.ALL.in(LetterState.ARRIVED))).isEqualTo(2);
        assertThat(letters.count(LetterQuery.OPEN.ofMailbox(BERT))).isEqualTo(1);
    }

    @Test
    void aMailThatComesUnderAnotherIdIsKnownByItsIdentityInTheSameMailbox() {
        long id = put("1");
        commit(tx -> tx.letters().put(List.of(letter(BERTS_INBOX, ItemId.of("1"), "Code", "cause")), false));
        commit(tx -> assertThat(tx.letters()
                        .arrived(
                                ANNAS_INBOX,
                                List.of(new Arrival("9", "identity 1", UUID.randomUUID())),
                                Long.MAX_VALUE))
                .isEqualTo(1));
        assertThat(state(id)).isEqualTo(LetterState.ARRIVED);
    }

    @Test
    void whatFailsAgainIsOpenAgainUnlessSomebodyDiscardedIt() {
        long replayed = put("1");
        commit(tx -> tx.letters().replayed(replayed, UUID.randomUUID(), "stored"));
        long discarded = put("2");
        letters.discard(LetterQuery.of(List.of(discarded)), "spam", WHO);
        long asked = put("3");
        letters.requestReplay(LetterQuery.of(List.of(asked)), ReplayOptions.DEFAULT, WHO);

        put("1");
        put("2");
        put("3");

        assertThat(state(replayed)).isEqualTo(LetterState.OPEN);
        assertThat(letters.get(replayed).orElseThrow().resolution()).isNull();
        assertThat(state(discarded)).isEqualTo(LetterState.DISCARDED);
        assertThat(letters.get(discarded).orElseThrow().resolution().text()).isEqualTo("spam");
        assertThat(state(asked)).isEqualTo(LetterState.REPLAYING);
    }

    @Test
    void aLetterKnowsWhereItsMailIs() {
        long id = put("1");
        commit(tx -> tx.letters().notMoved(ANNAS_INBOX, List.of("1"), "the mailbox is full"));
        assertThat(letters.get(id).orElseThrow().moved())
                .isEqualTo(new StoredLetter.Moved(Where.NOT_MOVED, "the mailbox is full", null));
        commit(tx -> tx.letters().moved(ANNAS_INBOX, "1", "1-moved"));
        assertThat(letters.get(id).orElseThrow().moved())
                .isEqualTo(new StoredLetter.Moved(Where.MOVED, null, "1-moved"));
        commit(tx -> tx.letters().movedBack(ANNAS_INBOX, "1-moved", "1-back"));
        assertThat(letters.get(id).orElseThrow().moved())
                .isEqualTo(new StoredLetter.Moved(Where.MOVED_BACK, null, "1-back"));
    }

    // ── editing and discarding ──────────────────────────────────────────────────────────────────────────────────────

    @Test
    void anEditStandsBesideTheOriginalAndCanBeTakenBack() {
        long id = put("1");
        letters.editOriginal(id, content("edited"), WHO);
        StoredLetter.Kept edited = letters.get(id).orElseThrow().kept();
        assertThat(edited.isEdited()).isTrue();
        assertThat(edited.editedBy()).isEqualTo(WHO);
        assertThat(edited.originalSha256()).isEqualTo(content("original 1").sha256());

        letters.editItem(id, "{\"kind\":\"email\"}", WHO);
        assertThat(letters.texts(id).orElseThrow().editedItem()).isEqualTo("{\"kind\":\"email\"}");
        assertThat(letters.get(id).orElseThrow().kept().editedSha256()).isNull();

        letters.editItem(id, null, WHO);
        assertThat(letters.get(id).orElseThrow().kept().isEdited()).isFalse();
        assertThat(letters.history(id))
                .extracting(AuditEntry::act)
                .containsOnly("edited")
                .hasSize(3);
    }

    @Test
    void whatIsResolvedCannotBeEdited() {
        long id = put("1");
        letters.discard(LetterQuery.OPEN, "spam", WHO);
        assertThatThrownBy(() -> letters.editItem(id, "{}", WHO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DISCARDED");
        assertThatThrownBy(() -> letters.editItem(999, "{}", WHO)).hasMessageContaining("no dead letter 999");
    }

    @Test
    void aLetterIsDiscardedWithAReasonAndOnlyOnce() {
        long id = put("1");
        assertThatThrownBy(() -> letters.discard(LetterQuery.OPEN, " ", WHO)).hasMessageContaining("reason");
        assertThatThrownBy(() -> letters.discard(LetterQuery.OPEN, "spam", null))
                .hasMessageContaining("who");
        assertThat(letters.discard(LetterQuery.of(List.of(id)), "spam", WHO).done())
                .containsExactly(id);
        assertThat(letters.discard(LetterQuery.of(List.of(id)), "spam", WHO).refused())
                .containsKey(id);
        assertThat(acts(id)).containsExactly("olga discarded spam");
        assertThat(letters.audit(NOW, 10)).hasSize(1);
        assertThat(letters.audit(NOW.plusSeconds(1), 10)).isEmpty();
    }

    // ── copies for a queue or topic ─────────────────────────────────────────────────────────────────────────────────

    @Test
    void aCopyIsClaimedByOneAloneAndComesBackWhenItDidNotArrive() {
        OwedStore<StoredLetter> mirror = database.mirrorStore();
        commit(tx -> tx.letters().put(List.of(letter("1", "cause"), letter("2", "cause")), true));
        put("3"); // while the mirror was off
        UUID dead = UUID.randomUUID();
        assertThat(mirror.claim(dead, 10, Duration.ofMinutes(5)))
                .extracting(letter -> letter.itemId().id())
                .containsExactly("1", "2");
        UUID next = UUID.randomUUID();
        assertThat(mirror.claim(next, 10, Duration.ofMinutes(5))).isEmpty();

        clock.now = NOW.plus(Duration.ofMinutes(5));
        assertThat(mirror.claim(next, 10, Duration.ofMinutes(5))).hasSize(2);
        mirror.arrived(dead, List.of(id("1"))); // the sleeper wakes up, and does no harm
        mirror.arrived(next, List.of(id("2")));
        mirror.postponed(next, List.of(id("1")), clock.now.plusSeconds(30));
        assertThat(mirror.claim(UUID.randomUUID(), 10, Duration.ofMinutes(5))).isEmpty();

        clock.now = clock.now.plusSeconds(30);
        put("1"); // it fails again: no new letter, and no new copy
        assertThat(mirror.claim(UUID.randomUUID(), 10, Duration.ofMinutes(5)))
                .extracting(letter -> letter.itemId().id())
                .containsExactly("1");
    }

    // ── cleaning up ─────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void whatWasResolvedLongAgoGoesWithItsContentsAndOpenLettersNever() {
        long resolved = put("1");
        long open = put("2");
        letters.editOriginal(resolved, content("edited"), WHO);
        letters.discard(LetterQuery.of(List.of(resolved)), "spam", WHO);

        assertThat(letters.deleteResolved(NOW, 10)).isZero();
        assertThat(letters.deleteResolved(NOW.plus(Duration.ofDays(1)), 10)).isEqualTo(1);

        assertThat(letters.get(resolved)).isEmpty();
        assertThat(letters.get(open)).isPresent();
        assertThat(values("SELECT sha256 FROM content"))
                .containsExactlyInAnyOrder(
                        content("original 2").sha256(), content("attached 2").sha256());
        assertThat(letters.history(resolved)).isNotEmpty();
    }

    @Test
    void contentsThatAnybodyElseRefersToStay() {
        RecordWrite record = insert("a", email("1"));
        commit(tx -> tx.write(List.of(record)));
        long before = Long.parseLong(value("SELECT COUNT(*) FROM content"));
        commit(tx -> tx.letters().put(List.of(letter(ANNAS_INBOX, ItemId.of("1"), "Code", "cause")), false));
        letters.editOriginal(id("1"), email("1").original(), WHO);
        commit(tx -> tx.letters().put(List.of(letter(ANNAS_INBOX, new ItemId("1", "other"), "Code", "cause")), false));
        sql("UPDATE dead_letter SET state = 'REPLAYED', resolved_at = ? WHERE change_key IS NULL", NOW);

        assertThat(letters.deleteResolved(NOW.plusSeconds(1), 10)).isEqualTo(1);

        assertThat(Long.parseLong(value("SELECT COUNT(*) FROM content"))).isEqualTo(before + 2);
    }

    private long put(String itemId) {
        commit(tx -> tx.letters().put(List.of(letter(itemId, "cause")), false));
        return id(itemId);
    }

    private long id(String itemId) {
        return Long.parseLong(
                value("SELECT MIN(dead_letter_id) FROM dead_letter WHERE item_id = ? AND state IS NOT NULL", itemId));
    }

    private LetterState state(long id) {
        return letters.get(id).orElseThrow().state();
    }

    private List<Long> found(LetterQuery query) {
        return letters.find(query).stream().map(StoredLetter::id).toList();
    }

    private List<String> acts(long id) {
        return letters.history(id).stream()
                .map(entry -> entry.who() + " " + entry.act() + " " + entry.details())
                .toList();
    }

    private Content spooled(byte[] bytes) throws IOException {
        try (ContentWriter writer = new ContentWriter(0, spool)) {
            ((OutputStream) writer).write(bytes);
            Content content = writer.content();
            try (InputStream in = content.open()) {
                assertThat(in.readAllBytes()).hasSize(bytes.length);
            }
            return content;
        }
    }
}
