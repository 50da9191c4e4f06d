package org.exchangesync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.exchangesync.store.SampleItems.email;
import static org.exchangesync.store.SampleItems.insert;
import static org.exchangesync.store.SampleItems.link;
import static org.exchangesync.store.SampleItems.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.FolderKey;
import org.exchangesync.sync.Link;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.MailboxClaim;
import org.exchangesync.sync.RecordHead;
import org.exchangesync.sync.RecordWrite;
import org.exchangesync.sync.SyncTransaction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What happens when workers of two mailboxes write about the same mails at the same time. */
abstract class StoreRacesContract extends StoreFixture {
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @AfterAll
    void end() {
        threads.shutdownNow();
    }

    @Test
    void ofTwoWhoInsertOneIdentityOneLosesAndLeavesNothing() throws Exception {
        CyclicBarrier bothLooked = new CyclicBarrier(2);
        Callable<Boolean> annas = () -> insertsFirst(anna, "from anna", bothLooked);
        Callable<Boolean> berts = () -> insertsFirst(bert, "from bert", bothLooked);
        List<Boolean> won = atOnce(annas, berts);
        assertThat(won).containsExactlyInAnyOrder(true, false);
        String winner = won.get(0) ? "from anna" : "from bert";
        assertThat(values("SELECT subject FROM email")).containsExactly(winner);
        assertThat(values("SELECT subject FROM task")).hasSize(1);
        // the loser looks again and finds it
        assertThat(find(tx -> tx.recordsByIdentity(ItemKind.EMAIL, List.of("same"))))
                .containsKey("same");
    }

    private boolean insertsFirst(MailboxClaim claim, String subject, CyclicBarrier bothLooked) {
        try {
            store.inTransaction(claim, tx -> {
                assertThat(tx.recordsByIdentity(ItemKind.EMAIL, List.of("same")))
                        .isEmpty();
                await(bothLooked);
                tx.write(List.of(insert("only " + subject, task())));
                return tx.write(List.of(insert("same", email(subject))));
            });
            return true;
        } catch (LostRaceException e) {
            assertThat(e.claimLost()).isFalse();
            return false;
        }
    }

    @Test
    void workersThatBringTheSameMailsInAnyOrderEndWithEachOnce() throws Exception {
        int mails = 120;
        atOnce(() -> bringsAll(anna, ANNAS_INBOX, mails, 1), () -> bringsAll(bert, BERTS_INBOX, mails, 2));
        assertThat(value("SELECT COUNT(*) FROM record")).isEqualTo("" + mails);
        assertThat(value("SELECT COUNT(*) FROM email")).isEqualTo("" + mails);
        assertThat(value("SELECT COUNT(*) FROM link")).isEqualTo("" + 2 * mails);
        assertThat(value("SELECT COUNT(*) FROM (SELECT record_id FROM link GROUP BY record_id HAVING COUNT(*) = 2) t"))
                .isEqualTo("" + mails);
        // originals differ, the two attachments are the same in all
        assertThat(value("SELECT COUNT(*) FROM content")).isEqualTo("" + (mails + 2));
    }

    private Object bringsAll(MailboxClaim claim, FolderKey folder, int mails, int seed) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, mails).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        for (int from = 0; from < mails; from += 20) {
            List<Integer> page = order.subList(from, Math.min(mails, from + 20));
            for (int attempt = 1; !committed(claim, folder, page); attempt++) {
                assertThat(attempt).as("attempts of one page").isLessThan(20);
            }
        }
        return null;
    }

    private boolean committed(MailboxClaim claim, FolderKey folder, List<Integer> page) {
        try {
            store.inTransaction(claim, tx -> bring(tx, folder, page));
            return true;
        } catch (LostRaceException e) {
            return false;
        }
    }

    private static Object bring(SyncTransaction tx, FolderKey folder, List<Integer> page) {
        Map<String, RecordHead> known = tx.recordsByIdentity(
                ItemKind.EMAIL, page.stream().map(n -> "mail " + n).toList());
        List<RecordWrite> fresh = new ArrayList<>();
        List<Link> links = new ArrayList<>();
        for (int n : page) {
            RecordHead head = known.get("mail " + n);
            RecordWrite write =
                    head != null ? new RecordWrite(head, null, null) : insert("mail " + n, email("mail " + n));
            if (head == null) {
                fresh.add(write);
            }
            links.add(link(write, folder, "item " + n));
        }
        assertThat(tx.write(fresh)).isEmpty();
        tx.link(links);
        return null;
    }

    @Test
    void aRecordIsGoneExactlyWhenNobodyLinksIt() throws Exception {
        for (int round = 0; round < 40; round++) {
            RecordWrite mail = insert("mail " + round, email("mail " + round));
            UUID id = mail.head().id();
            Link annas = link(mail, ANNAS_INBOX, "item " + round);
            commit(tx -> {
                tx.write(List.of(mail));
                tx.link(List.of(annas));
            });
            atOnce(
                    () -> store.inTransaction(anna, tx -> {
                        tx.unlink(ANNA, "ews", List.of(annas.itemId()));
                        return tx.markGone(List.of(id));
                    }),
                    () -> store.inTransaction(bert, tx -> {
                        tx.link(List.of(link(mail, BERTS_INBOX, annas.itemId())));
                        return null;
                    }));
            assertThat(find(tx -> tx.records(List.of(id))).get(id).gone())
                    .as("round " + round)
                    .isFalse();
        }
    }

    @Test
    void whoWaitsForARowThatAnotherChangedLosesTheRace() throws Exception {
        RecordWrite mail = insert("mail", email("mail"));
        commit(tx -> tx.write(List.of(mail)));
        CyclicBarrier bothRead = new CyclicBarrier(2);
        List<Boolean> won = atOnce(() -> updates(anna, mail, bothRead), () -> updates(bert, mail, bothRead));
        assertThat(won).containsExactlyInAnyOrder(true, false);
        assertThat(value("SELECT version FROM record")).isEqualTo("2");
    }

    private boolean updates(MailboxClaim claim, RecordWrite mail, CyclicBarrier bothRead) {
        try {
            store.inTransaction(claim, tx -> {
                await(bothRead);
                return tx.write(List.of(SampleItems.update(mail, email("by " + claim.mailbox()))));
            });
            return true;
        } catch (LostRaceException e) {
            return false;
        }
    }

    @Test
    void aDeadlockIsALostRaceOfOne() throws Exception {
        RecordWrite one = insert("one", email("one"));
        RecordWrite two = insert("two", email("two"));
        commit(tx -> tx.write(List.of(one, two)));
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        List<Boolean> won = atOnce(
                () -> locks(anna, one.head().id(), two.head().id(), bothHoldOne),
                () -> locks(bert, two.head().id(), one.head().id(), bothHoldOne));
        assertThat(won).containsExactlyInAnyOrder(true, false);
    }

    private boolean locks(MailboxClaim claim, UUID first, UUID second, CyclicBarrier bothHoldOne) {
        try {
            store.inTransaction(claim, tx -> {
                tx.records(List.of(first));
                await(bothHoldOne);
                return tx.records(List.of(second));
            });
            return true;
        } catch (LostRaceException e) {
            return false;
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the other worker did not come", e);
        }
    }

    private <T> List<T> atOnce(Callable<T> one, Callable<T> other) throws Exception {
        Future<T> first = threads.submit(one);
        Future<T> second = threads.submit(other);
        List<T> results = new ArrayList<>();
        results.add(first.get(120, TimeUnit.SECONDS));
        results.add(second.get(120, TimeUnit.SECONDS));
        return results;
    }
}
