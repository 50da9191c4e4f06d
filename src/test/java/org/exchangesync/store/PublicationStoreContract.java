package org.exchangesync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.exchangesync.store.SampleItems.insert;
import static org.exchangesync.store.SampleItems.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.exchangesync.item.ChangeType;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.Publication;
import org.exchangesync.sync.PublishedChange;
import org.exchangesync.sync.RecordWrite;
import org.exchangesync.sync.publication.PublicationClaim;
import org.exchangesync.sync.publication.PublicationStore;
import org.exchangesync.sync.publication.PublicationStore.Results;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What publishers rely on, the same on every database. */
abstract class PublicationStoreContract extends StoreFixture {
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final long MANY = 1 << 20;

    private PublicationStore publications;

    @BeforeEach
    void stores() {
        publications = database.publicationStore();
    }

    @Test
    void ofEachRecordTheOldestChangeIsClaimed() {
        List<RecordWrite> two = records(2);
        RecordWrite a = two.get(0);
        RecordWrite b = two.get(1);
        promise(publication(a, 1), publication(b, 1), publication(a, 2));

        PublicationClaim claim = publications.claim(10, MANY, LEASE);

        assertThat(claim.publications()).extracting(Publication::key).containsExactly(key(a, 1), key(b, 1));
        assertThat(claim.until()).isEqualTo(NOW.plus(LEASE));
        Publication first = claim.publications().get(0);
        assertThat(first.payload()).isEqualTo("{\"n\":1}");
        assertThat(first.change()).isEqualTo(PublishedChange.UPDATE);
        assertThat(first.committedAt()).isEqualTo(NOW);
        assertThat(first.attempts()).isZero();
    }

    @Test
    void theNextChangeOfARecordWaitsUntilTheOneBeforeArrived() {
        RecordWrite a = records(1).get(0);
        promise(publication(a, 1), publication(a, 2));
        PublicationClaim claim = publications.claim(10, MANY, LEASE);
        assertThat(publications.claim(10, MANY, LEASE).publications()).isEmpty();

        assertThat(publications.settle(claim, arrived(claim.publications()))).isTrue();

        assertThat(keysOf(publications.claim(10, MANY, LEASE))).containsExactly(key(a, 2));
    }

    @Test
    void aClaimEndsWithItsLeaseAndWhoeverComesNextHasIt() {
        RecordWrite a = records(1).get(0);
        promise(publication(a, 1), publication(a, 2));
        PublicationClaim dead = publications.claim(10, MANY, LEASE);
        clock.now = NOW.plus(LEASE);
        PublicationClaim next = publications.claim(10, MANY, LEASE);
        assertThat(keysOf(next)).containsExactly(key(a, 1));

        // the sleeper wakes up, and does no harm
        assertThat(publications.renew(dead, LEASE)).isNull();
        assertThat(publications.settle(dead, arrived(dead.publications()))).isFalse();
        assertThat(publications.claim(10, MANY, LEASE).publications()).isEmpty();

        assertThat(publications.settle(next, arrived(next.publications()))).isTrue();
        assertThat(keysOf(publications.claim(10, MANY, LEASE))).containsExactly(key(a, 2));
    }

    @Test
    void aRenewedClaimLastsLonger() {
        RecordWrite a = records(1).get(0);
        promise(publication(a, 1));
        PublicationClaim claim = publications.claim(10, MANY, LEASE);
        clock.now = NOW.plus(LEASE.dividedBy(2));
        PublicationClaim longer = publications.renew(claim, LEASE);
        assertThat(longer.until()).isEqualTo(clock.now.plus(LEASE));

        clock.now = NOW.plus(LEASE);
        assertThat(publications.claim(10, MANY, LEASE).publications()).isEmpty();
        assertThat(publications.settle(longer, arrived(longer.publications()))).isTrue();
    }

    @Test
    void whatWasRefusedComesAgainByTheLadderAndHoldsUpItsRecordAlone() {
        List<RecordWrite> two = records(2);
        RecordWrite bad = two.get(0);
        RecordWrite good = two.get(1);
        promise(publication(bad, 1), publication(bad, 2), publication(good, 1), publication(good, 2));
        PublicationClaim claim = publications.claim(10, MANY, LEASE);

        publications.settle(
                claim,
                new Results(
                        claim.publications().subList(1, 2),
                        Map.of(claim.publications().get(0), "no such customer"),
                        List.of(),
                        null));

        PublicationClaim next = publications.claim(10, MANY, LEASE);
        assertThat(keysOf(next)).containsExactly(key(good, 2));
        publications.settle(next, arrived(next.publications()));
        clock.now = NOW.plus(Duration.ofMinutes(1));
        PublicationClaim again = publications.claim(10, MANY, LEASE);
        assertThat(keysOf(again)).containsExactly(key(bad, 1));
        assertThat(again.publications().get(0).attempts()).isEqualTo(1);
        assertThat(values("SELECT last_reason FROM publication ORDER BY publication_id"))
                .containsExactly("no such customer", null);
    }

    @Test
    void whatATargetThatIsAwayCouldNotTakeIsPutOffWithoutAFailure() {
        List<RecordWrite> three = records(3);
        three.forEach(record -> promise(publication(record, 1)));
        PublicationClaim claim = publications.claim(10, MANY, LEASE);

        publications.settle(
                claim, new Results(List.of(), Map.of(), claim.publications().subList(0, 1), NOW.plusSeconds(30)));

        // the others were not tried: they are due at once, and before the one that was
        assertThat(keysOf(publications.claim(10, MANY, Duration.ZERO)))
                .containsExactly(key(three.get(1), 1), key(three.get(2), 1));
        clock.now = NOW.plusSeconds(30);
        assertThat(keysOf(publications.claim(10, MANY, LEASE)))
                .containsExactly(key(three.get(1), 1), key(three.get(2), 1), key(three.get(0), 1));
        assertThat(values("SELECT attempts FROM publication")).containsOnly("0");
    }

    @Test
    void aClaimIsBoundedByNumberAndBytesButNeverEmpty() {
        List<RecordWrite> some = records(6);
        some.forEach(record -> promise(publication(record, 1)));
        int size = publication(some.get(0), 1).payload().length();

        assertThat(publications.claim(2, MANY, LEASE).publications()).hasSize(2);
        assertThat(publications.claim(10, 2L * size, LEASE).publications()).hasSize(2);
        assertThat(publications.claim(10, 1, LEASE).publications()).hasSize(1);
        assertThat(publications.claim(10, MANY, LEASE).publications()).hasSize(1);
        assertThat(publications.claim(10, MANY, LEASE).publications()).isEmpty();
    }

    @Test
    void aDeleteHasNoItem() {
        RecordWrite a = records(1).get(0);
        promise(new Publication(0, a.head().id(), 2, a.head().kind(), ChangeType.DELETE, ANNA, null));

        assertThat(publications.claim(10, MANY, LEASE).publications())
                .singleElement()
                .satisfies(delete -> {
                    assertThat(delete.payload()).isNull();
                    assertThat(delete.change()).isEqualTo(PublishedChange.DELETE);
                });
    }

    @Test
    void whoAloneHasTheDatabaseTakesTheClaimsOfTheDead() {
        RecordWrite a = records(1).get(0);
        promise(publication(a, 1));
        publications.claim(10, MANY, LEASE);

        publications.releaseAll();

        assertThat(keysOf(publications.claim(10, MANY, LEASE))).containsExactly(key(a, 1));
    }

    @Test
    void whoClaimAtTheSameTimeGetDifferentRecords() throws Exception {
        records(8).forEach(record -> promise(publication(record, 1), publication(record, 2)));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 40; round++) {
                CyclicBarrier start = new CyclicBarrier(2);
                Callable<PublicationClaim> claim = () -> {
                    start.await(30, TimeUnit.SECONDS);
                    return publications.claim(6, MANY, LEASE);
                };
                List<Future<PublicationClaim>> both = threads.invokeAll(List.of(claim, claim));
                List<UUID> claimed = new ArrayList<>();
                for (Future<PublicationClaim> one : both) {
                    one.get().publications().forEach(publication -> claimed.add(publication.recordId()));
                }
                assertThat(claimed).as("round " + round).isNotEmpty().doesNotHaveDuplicates();
                publications.releaseAll();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Publishers that look at the same time, half of whose batches end undecided, as if their process had died. */
    @Test
    void severalPublishersAtOnceBreakNoOrderAndRepeatOnlyTheLatest() throws Exception {
        List<RecordWrite> some = records(8);
        int versions = 25;
        for (int version = 1; version <= versions; version++) {
            int now = version;
            commit(tx -> tx.publish(
                    some.stream().map(record -> publication(record, now)).toList()));
        }
        Map<UUID, List<Long>> sent = new HashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> publishers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                publishers.add(threads.submit(() -> publishUntilNothingIsLeft(sent)));
            }
            for (Future<?> publisher : publishers) {
                publisher.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(sent).hasSize(some.size());
        assertThat(sent.values()).allSatisfy(each -> {
            assertThat(each).isSorted();
            assertThat(each.stream().distinct().count()).isEqualTo(versions);
        });
        assertThat(sent.values().stream().mapToInt(List::size).sum())
                .as("some were repeated")
                .isGreaterThan(some.size() * versions);
    }

    private void publishUntilNothingIsLeft(Map<UUID, List<Long>> sent) {
        int round = 0;
        while (!value("SELECT COUNT(*) FROM publication").equals("0")) {
            try {
                PublicationClaim claim = publications.claim(3, MANY, LEASE);
                synchronized (sent) {
                    claim.publications()
                            .forEach(
                                    publication -> sent.computeIfAbsent(publication.recordId(), id -> new ArrayList<>())
                                            .add(publication.version()));
                }
                boolean dies = round++ % 4 == 3;
                publications.settle(claim, dies ? arrived(List.of()) : arrived(claim.publications()));
            } catch (LostRaceException e) {
                assertThat(e.claimLost()).isFalse(); // the others hold the rows: look again
            }
        }
    }

    // ── helpers ─────────────────────────────────────────────────────────────────────────────────────────────────────

    private List<RecordWrite> records(int count) {
        List<RecordWrite> records =
                IntStream.range(0, count).mapToObj(i -> insert("r" + i, task())).toList();
        commit(tx -> tx.write(records));
        return records;
    }

    private void promise(Publication... promised) {
        commit(tx -> tx.publish(Arrays.asList(promised)));
    }

    private static Results arrived(List<Publication> arrived) {
        return new Results(arrived, Map.of(), List.of(), null);
    }

    private static Publication publication(RecordWrite of, long version) {
        return new Publication(
                0, of.head().id(), version, of.head().kind(), ChangeType.UPDATE, ANNA, "{\"n\":" + version + "}");
    }

    private static List<String> keysOf(PublicationClaim claim) {
        return claim.publications().stream().map(Publication::key).toList();
    }

    private static String key(RecordWrite of, long version) {
        return of.head().id() + ":" + version;
    }
}
