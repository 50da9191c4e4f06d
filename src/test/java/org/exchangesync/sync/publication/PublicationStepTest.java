package org.exchangesync.sync.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.sync.Publication;
import org.exchangesync.sync.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The publisher between its store and a target, step by step as the routes call it. */
class PublicationStepTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration LEASE = Duration.ofMinutes(5);

    private final TestClock clock = new TestClock();
    private final MemoryStore store = new MemoryStore();
    private final PublicationStep step =
            new PublicationStep(store, FaultTable.builtIn(), "jms:queue:changes", LEASE, clock);
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Exchange batch = new DefaultExchange(context);

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aClaimIsRenewedAtHalfOfItsTime() {
        step.claim(batch);
        assertThat(step.inTurn(batch)).isTrue();
        assertThat(store.renewals).isZero();

        clock.now = NOW.plus(LEASE.dividedBy(2));
        assertThat(step.inTurn(batch)).isTrue();
        assertThat(step.inTurn(batch)).isTrue();
        assertThat(store.renewals).isEqualTo(1);

        clock.now = clock.now.plus(LEASE.dividedBy(2));
        assertThat(step.inTurn(batch)).isTrue();
        assertThat(store.renewals).isEqualTo(2);
    }

    @Test
    void nothingMoreIsSentWhenTheClaimWasLost() {
        step.claim(batch);
        Exchange first = send(store.due.get(0));
        step.done(first);
        store.lost = true;
        clock.now = NOW.plus(LEASE);

        assertThat(step.inTurn(batch)).isFalse();
        clock.now = NOW;
        assertThat(step.inTurn(batch)).as("it stays lost").isFalse();
        step.settle(batch);
        assertThat(store.settled.get(0).arrived()).containsExactly(store.due.get(0));
    }

    @Test
    void nothingIsSentWhileTheDatabaseCannotRenewTheClaim() {
        step.claim(batch);
        clock.now = NOW.plus(LEASE);
        store.away = true;

        assertThat(step.inTurn(batch)).isFalse();
    }

    @Test
    void aTargetThatIsAwayIsLeftAloneLongerAndLongerUntilSomethingArrives() {
        for (int seconds : new int[] {1, 2, 5, 10, 30, 30}) {
            assertThat(step.claim(batch)).isTrue();
            fail(send(store.due.get(0)), new ConnectException("refused"));
            step.settle(batch);
            assertThat(last().postponedUntil()).isEqualTo(clock.now.plusSeconds(seconds));
            assertThat(last().postponed()).containsExactly(store.due.get(0));
            assertThat(last().refused()).isEmpty();
            clock.now = clock.now.plusSeconds(seconds).minusMillis(1);
            assertThat(step.claim(batch)).isFalse();
            clock.now = clock.now.plusMillis(1);
        }
        step.claim(batch);
        step.done(send(store.due.get(0)));
        step.settle(batch);

        assertThat(step.claim(batch)).as("it goes on at once").isTrue();
        fail(send(store.due.get(0)), new ConnectException("refused"));
        step.settle(batch);
        assertThat(last().postponedUntil()).as("from the beginning").isEqualTo(clock.now.plusSeconds(1));
    }

    /** A target that comes back in the middle of a batch looks like one that refused the first of it. */
    @Test
    void whatFailsWhileOthersArriveIsRefusedOnlyTheSecondTime() {
        step.claim(batch);
        fail(send(store.due.get(0)), new ConnectException("refused"));
        step.done(send(store.due.get(1)));
        step.settle(batch);
        assertThat(last().refused()).isEmpty();
        assertThat(last().postponed()).containsExactly(store.due.get(0));
        assertThat(last().postponedUntil()).isEqualTo(NOW.plusSeconds(1));

        step.claim(batch);
        fail(send(store.due.get(0)), new ConnectException("refused"));
        step.done(send(store.due.get(1)));
        step.settle(batch);
        assertThat(last().refused()).containsOnlyKeys(store.due.get(0));
        assertThat(last().postponed()).isEmpty();
    }

    @Test
    void aSuspectThatArrivesIsNoSuspectAnyMore() {
        for (int round = 0; round < 3; round++) {
            step.claim(batch);
            fail(send(store.due.get(0)), new ConnectException("refused"));
            step.done(send(store.due.get(1)));
            step.settle(batch);
            assertThat(last().refused()).isEmpty();
            step.claim(batch);
            step.done(send(store.due.get(0)));
            step.settle(batch);
        }
    }

    @Test
    void aTargetThatIsAwayBeyondDoubtClearsThoseThatFailedBefore() {
        step.claim(batch);
        step.done(send(store.due.get(1)));
        fail(send(store.due.get(0)), new ConnectException("refused"));
        step.settle(batch);
        step.claim(batch);
        List<Exchange> all = store.due.stream().map(this::send).toList();
        all.forEach(one -> fail(one, new ConnectException("refused")));
        step.settle(batch);
        clock.now = NOW.plusSeconds(1);
        step.claim(batch);
        fail(send(store.due.get(0)), new ConnectException("refused"));
        step.done(send(store.due.get(1)));
        step.settle(batch);

        assertThat(store.settled)
                .hasSize(3)
                .allSatisfy(results -> assertThat(results.refused()).isEmpty());
    }

    @Test
    void whatFailsAloneBetweenTwoTimesIsStillSuspected() {
        step.claim(batch);
        step.done(send(store.due.get(1)));
        fail(send(store.due.get(0)), new ConnectException("refused"));
        step.settle(batch);
        step.claim(batch);
        fail(send(store.due.get(0)), new ConnectException("refused"));
        step.settle(batch);
        assertThat(last().refused()).isEmpty();
        clock.now = NOW.plusSeconds(1);
        step.claim(batch);
        fail(send(store.due.get(0)), new ConnectException("refused"));
        step.done(send(store.due.get(1)));
        step.settle(batch);

        assertThat(last().refused()).containsOnlyKeys(store.due.get(0));
    }

    @Test
    void whatWasRefusedBeforeDoesNotMakeTheTargetLookAway() {
        store.due = PublicationBatchTest.publications(3).stream()
                .map(publication -> PublicationBatchTest.refusedBefore(publication))
                .toList();
        step.claim(batch);
        store.due.forEach(publication -> fail(send(publication), new ConnectException("refused")));
        step.settle(batch);

        assertThat(last().refused()).hasSize(3);
        assertThat(last().postponed()).isEmpty();
        assertThat(step.claim(batch)).isTrue();
    }

    @Test
    void aReasonSaysWhereItBegan() {
        step.claim(batch);
        step.done(send(store.due.get(1)));
        fail(send(store.due.get(0)), new IllegalArgumentException("can't", new RuntimeException("no such customer")));
        step.settle(batch);

        assertThat(last().refused())
                .containsEntry(store.due.get(0), "can't (IllegalArgumentException), because no such customer");
    }

    @Test
    void aDatabaseThatIsAwayIsAskedAgainLater() {
        store.away = true;
        assertThat(step.claim(batch)).isFalse();
        store.away = false;
        assertThat(step.claim(batch)).as("not at once").isFalse();
        clock.now = NOW.plusSeconds(1);
        assertThat(step.claim(batch)).isTrue();

        // sent, but not noted: that is no failure of the route, it comes again when the claim has run out
        step.done(send(store.due.get(0)));
        store.away = true;
        step.settle(batch);
        assertThat(store.settled).isEmpty();
    }

    @Test
    void nothingIsClaimedByAContextThatStops() {
        context.stop();

        assertThat(step.claim(batch)).isFalse();
    }

    private PublicationStore.Results last() {
        return store.settled.get(store.settled.size() - 1);
    }

    /** What the route does with one publication, up to its target. */
    private Exchange send(Publication publication) {
        Exchange one = batch.copy();
        one.getMessage().setBody(publication);
        assertThat(step.inTurn(one)).isTrue();
        step.begin(one);
        assertThat(one.getMessage().getHeader("key")).isEqualTo(publication.key());
        return one;
    }

    private void fail(Exchange one, Exception failure) {
        one.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
        step.failed(one);
    }

    private final class MemoryStore implements PublicationStore {
        private List<Publication> due = PublicationBatchTest.publications(3);
        private final List<Results> settled = new ArrayList<>();
        private boolean away;
        private boolean lost;
        private int renewals;

        @Override
        public PublicationClaim claim(int limit, long bytes, Duration lease) {
            check();
            return new PublicationClaim(UUID.randomUUID(), due, clock.now.plus(lease));
        }

        @Override
        public PublicationClaim renew(PublicationClaim claim, Duration lease) {
            check();
            renewals++;
            return lost ? null : new PublicationClaim(claim.token(), claim.publications(), clock.now.plus(lease));
        }

        @Override
        public boolean settle(PublicationClaim claim, Results results) {
            check();
            settled.add(results);
            return !lost;
        }

        @Override
        public void releaseAll() {
            throw new UnsupportedOperationException();
        }

        private void check() {
            if (away) {
                throw new StoreException("connection refused", null);
            }
        }
    }

    private static final class TestClock extends Clock {
        private Instant now = NOW;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
