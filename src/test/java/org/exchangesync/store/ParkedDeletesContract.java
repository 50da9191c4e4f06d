package org.exchangesync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.exchangesync.store.SampleItems.contact;
import static org.exchangesync.store.SampleItems.email;
import static org.exchangesync.store.SampleItems.insert;
import static org.exchangesync.store.SampleItems.link;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.DeleteHold;
import org.exchangesync.sync.DeleteHold.Answer;
import org.exchangesync.sync.FolderKey;
import org.exchangesync.sync.FolderLoss;
import org.exchangesync.sync.FolderTrouble;
import org.exchangesync.sync.Link;
import org.exchangesync.sync.ParkedDelete;
import org.exchangesync.sync.RecordHead;
import org.exchangesync.sync.RecordWrite;
import org.junit.jupiter.api.Test;

/** What the engine relies on when items leave their folders, the same on every database. */
abstract class ParkedDeletesContract extends StoreFixture {
    private static final FolderKey CONTACTS = new FolderKey(ANNA, "ews", "contacts");
    private static final FolderKey CUSTOMERS = new FolderKey(ANNA, "ews", "contacts/Customers");
    private static final FolderKey BERTS_CONTACTS = new FolderKey(BERT, "ews", "contacts");

    @Test
    void deletesAreParkedOnceAndComeOldestFirst() {
        ParkedDelete one = new ParkedDelete(ANNAS_INBOX, ItemKind.EMAIL, "1");
        ParkedDelete two = new ParkedDelete(ANNAS_INBOX, ItemKind.EMAIL, "2");
        ParkedDelete task = new ParkedDelete(new FolderKey(ANNA, "ews", "tasks"), ItemKind.TASK, "3");
        commit(tx -> tx.deletes().park(List.of(two, two, task)));
        long middle = store.lastParked(ANNA);
        commit(tx -> tx.deletes().park(List.of(one, two)));
        assertThat(oldest(ANNAS_INBOX, Long.MAX_VALUE, 10)).containsExactly(two, one);
        assertThat(oldest(ANNAS_INBOX, Long.MAX_VALUE, 1)).containsExactly(two);
        assertThat(oldest(ANNAS_INBOX, middle, 10)).containsExactly(two);
        assertThat(oldest(BERTS_INBOX, Long.MAX_VALUE, 10)).isEmpty();
        assertThat(store.foldersWithDeletes(ANNA))
                .containsOnly(Map.entry(ANNAS_INBOX, ItemKind.EMAIL), Map.entry(task.folder(), ItemKind.TASK));
        assertThat(store.lastParked(ANNA)).isGreaterThan(middle);
        assertThat(store.lastParked(BERT)).isZero();
        commit(tx -> tx.deletes().unpark(ANNA, "ews", List.of("2", "3")));
        assertThat(oldest(ANNAS_INBOX, Long.MAX_VALUE, 10)).containsExactly(one);
        Set<String> parked = store.inTransaction(anna, tx -> tx.deletes().among(ANNA, "ews", List.of("1", "2")));
        assertThat(parked).containsExactly("1");
    }

    @Test
    void whatANewReadingDidNotSeeIsParked() {
        RecordWrite one = insert("a", email("one"));
        Link seen = new Link(one.head().id(), ANNAS_INBOX, "seen", null, null, null, 2);
        Link elsewhere = link(one, new FolderKey(ANNA, "ews", "id:X"), "elsewhere");
        commit(tx -> {
            tx.write(List.of(one));
            tx.link(List.of(link(one, ANNAS_INBOX, "old"), link(one, ANNAS_INBOX, "older"), seen, elsewhere));
            tx.deletes().park(List.of(new ParkedDelete(ANNAS_INBOX, ItemKind.EMAIL, "older")));
        });
        assertThat(count(tx -> tx.deletes().parkUnseen(ANNAS_INBOX, ItemKind.EMAIL, 2, null)))
                .isEqualTo(1);
        assertThat(oldest(ANNAS_INBOX, Long.MAX_VALUE, 10))
                .extracting(ParkedDelete::itemId)
                .containsExactly("older", "old");
    }

    @Test
    void whatANewReadingLeavesOutBecauseItIsTooOldIsNotParked() {
        RecordWrite one = insert("a", email("one"));
        Instant march = Instant.parse("2026-03-01T00:00:00Z");
        commit(tx -> {
            tx.write(List.of(one));
            tx.link(List.of(
                    new Link(one.head().id(), ANNAS_INBOX, "before", null, null, march.minusSeconds(1), 1),
                    new Link(one.head().id(), ANNAS_INBOX, "after", null, null, march, 1),
                    new Link(one.head().id(), ANNAS_INBOX, "undated", null, null, null, 1)));
        });
        commit(tx -> tx.deletes().parkUnseen(ANNAS_INBOX, ItemKind.EMAIL, 2, march));
        assertThat(oldest(ANNAS_INBOX, Long.MAX_VALUE, 10))
                .extracting(ParkedDelete::itemId)
                .containsExactly("after", "undated");
    }

    @Test
    void orphansAreRecordsThatAnItemOfThisMailboxLeft() {
        RecordWrite left = insert("left", contact());
        RecordWrite there = insert("there", contact());
        RecordWrite theirs = insert("theirs", contact());
        commit(tx -> {
            tx.write(List.of(left, there, theirs));
            tx.link(List.of(link(left, CUSTOMERS, "l"), link(there, CONTACTS, "t"), link(theirs, BERTS_CONTACTS, "l")));
            tx.deletes().park(List.of(new ParkedDelete(CUSTOMERS, ItemKind.CONTACT, "l")));
        });
        String digest = left.head().contentDigest();
        assertThat(find(tx -> tx.orphansByDigest(ANNA, ItemKind.CONTACT, List.of(digest, "other"))))
                .containsExactly(Map.entry(digest, List.of(left.head())));
        assertThat(find(tx -> tx.orphansByDigest(ANNA, ItemKind.TASK, List.of(digest))))
                .isEmpty();
        assertThat(find(tx -> tx.orphansByDigest(BERT, ItemKind.CONTACT, List.of(digest))))
                .isEmpty();
    }

    @Test
    void ofSeveralOrphansTheOldestComesFirst() {
        RecordWrite old = insert("1", email("1"));
        commit(tx -> tx.write(List.of(old)));
        clock.now = NOW.plusSeconds(1);
        RecordHead young = new RecordHead(
                UUID.fromString("00000000-0000-0000-0000-000000000001"),
                ItemKind.EMAIL,
                "2",
                old.head().contentDigest(),
                ANNA,
                null,
                1,
                false);
        RecordWrite younger = new RecordWrite(young, email("2"), null);
        commit(tx -> {
            tx.write(List.of(younger));
            tx.link(List.of(link(old, ANNAS_INBOX, "1"), link(younger, ANNAS_INBOX, "2")));
            tx.deletes()
                    .park(List.of(
                            new ParkedDelete(ANNAS_INBOX, ItemKind.EMAIL, "2"),
                            new ParkedDelete(ANNAS_INBOX, ItemKind.EMAIL, "1")));
        });
        assertThat(find(tx -> tx.orphansByDigest(ANNA, ItemKind.EMAIL, List.of(young.contentDigest()))))
                .containsExactly(Map.entry(young.contentDigest(), List.of(old.head(), young)));
    }

    @Test
    void aRecordThatIsGoneIsFoundAgainBehindThoseWhoseDeleteIsParked() {
        RecordWrite left = insert("left", contact());
        RecordHead head = new RecordHead(
                UUID.randomUUID(),
                ItemKind.CONTACT,
                "gone",
                left.head().contentDigest(),
                left.head().sourceMailbox(),
                null,
                1,
                false);
        RecordWrite gone = new RecordWrite(head, contact(), null);
        commit(tx -> tx.write(List.of(gone)));
        clock.now = NOW.plusSeconds(1);
        commit(tx -> {
            tx.write(List.of(left));
            tx.link(List.of(link(left, CONTACTS, "left")));
            tx.markGone(List.of(gone.head().id()));
            tx.deletes().park(List.of(new ParkedDelete(CONTACTS, ItemKind.CONTACT, "left")));
        });
        String digest = left.head().contentDigest();
        assertThat(find(tx -> tx.orphansByDigest(head.sourceMailbox(), ItemKind.CONTACT, List.of(digest)))
                        .get(digest))
                .extracting(RecordHead::id)
                .containsExactly(left.head().id(), gone.head().id());
        assertThat(find(tx -> tx.orphansByDigest("other@example.org", ItemKind.CONTACT, List.of(digest))))
                .isEmpty();
    }

    @Test
    void lookalikesAreLinksOfThisMailboxThatStay() {
        RecordWrite alike = insert("alike", contact());
        RecordWrite namesake = insert("uid", contact());
        commit(tx -> {
            tx.write(List.of(alike, namesake));
            tx.link(List.of(
                    link(alike, CONTACTS, "page"),
                    link(alike, CONTACTS, "there"),
                    link(alike, CUSTOMERS, "parked"),
                    link(alike, BERTS_CONTACTS, "theirs"),
                    link(namesake, CUSTOMERS, "namesake")));
            tx.deletes().park(List.of(new ParkedDelete(CUSTOMERS, ItemKind.CONTACT, "parked")));
        });
        assertThat(store.lookalikes(
                        CONTACTS,
                        ItemKind.CONTACT,
                        List.of("page"),
                        List.of(alike.head().contentDigest()),
                        List.of("uid")))
                .extracting(Link::itemId)
                .contains("there", "namesake")
                .doesNotContain("page", "parked", "theirs");
        assertThat(store.lookalikes(CONTACTS, ItemKind.CONTACT, List.of(), List.of("none"), List.of()))
                .isEmpty();
    }

    @Test
    void onlyRecordsThatNoItemShowsAnyMoreAreALoss() {
        List<RecordWrite> records = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            records.add(insert("c" + i, contact()));
        }
        commit(tx -> {
            tx.write(records);
            tx.link(List.of(
                    link(records.get(0), CONTACTS, "gone"),
                    link(records.get(1), CONTACTS, "moved"),
                    link(records.get(1), CUSTOMERS, "moved there"),
                    link(records.get(2), CONTACTS, "shared"),
                    link(records.get(2), BERTS_CONTACTS, "shared"),
                    link(records.get(3), CONTACTS, "stays")));
            tx.deletes()
                    .park(List.of(
                            new ParkedDelete(CONTACTS, ItemKind.CONTACT, "gone"),
                            new ParkedDelete(CONTACTS, ItemKind.CONTACT, "moved"),
                            new ParkedDelete(CONTACTS, ItemKind.CONTACT, "shared")));
        });
        assertThat(loss(Long.MAX_VALUE)).isEqualTo(new FolderLoss(1, 4));
        assertThat(loss(0).records()).isZero();
    }

    @Test
    void keptDeletesAreNeitherSettledNorLostAgainButTheirRecordsAreFound() {
        RecordWrite record = insert("c", contact());
        commit(tx -> {
            tx.write(List.of(record));
            tx.link(List.of(link(record, CONTACTS, "kept")));
            tx.deletes().park(List.of(new ParkedDelete(CONTACTS, ItemKind.CONTACT, "kept")));
            tx.deletes().keep(CONTACTS, Long.MAX_VALUE);
        });
        assertThat(oldest(CONTACTS, Long.MAX_VALUE, 10)).isEmpty();
        assertThat(store.foldersWithDeletes(ANNA)).isEmpty();
        assertThat(loss(Long.MAX_VALUE).records()).isZero();
        assertThat(find(tx -> tx.orphansByDigest(
                        ANNA, ItemKind.CONTACT, List.of(record.head().contentDigest()))))
                .isNotEmpty();
    }

    @Test
    void aQuestionIsAskedAnewUntilItIsAnswered() {
        DeleteHold first = new DeleteHold(CONTACTS, 5, new FolderLoss(50, 60), null);
        DeleteHold more = new DeleteHold(CONTACTS, 7, new FolderLoss(55, 60), null);
        commit(tx -> tx.deletes().hold(first));
        commit(tx -> tx.deletes().hold(more));
        assertThat(hold()).contains(more);
        sql("UPDATE delete_hold SET answer = 'apply'");
        commit(tx -> tx.deletes().hold(first));
        assertThat(hold()).contains(new DeleteHold(CONTACTS, 7, new FolderLoss(55, 60), Answer.APPLY));
        commit(tx -> tx.deletes().release(CONTACTS));
        assertThat(hold()).isEmpty();
    }

    @Test
    void aFoldersTroubleIsRememberedUntilItIsMended() {
        FolderTrouble trouble = new FolderTrouble(CUSTOMERS, 1, "ErrorFolderNotFound", "gone", NOW);
        FolderTrouble again = new FolderTrouble(CUSTOMERS, 2, "ErrorFolderNotFound", "gone", NOW.plusSeconds(60));
        commit(tx -> tx.troubled(trouble));
        commit(tx -> tx.troubled(again));
        assertThat(store.trouble(CUSTOMERS)).contains(again);
        assertThat(store.trouble(CONTACTS)).isEmpty();
        commit(tx -> tx.mended(CUSTOMERS));
        assertThat(store.trouble(CUSTOMERS)).isEmpty();
    }

    private List<ParkedDelete> oldest(FolderKey folder, long upTo, int limit) {
        return list(tx -> tx.deletes().oldest(folder, upTo, limit));
    }

    private FolderLoss loss(long upTo) {
        return store.inTransaction(anna, tx -> tx.deletes().loss(CONTACTS, upTo));
    }

    private Optional<DeleteHold> hold() {
        return store.inTransaction(anna, tx -> tx.deletes().hold(CONTACTS));
    }
}
