package org.exchangesync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.exchangesync.sync.MailboxClaim;
import org.exchangesync.sync.MailboxSchedule.MailboxStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How workers of several processes share the mailboxes. */
abstract class MailboxScheduleContract extends StoreFixture {
    private static final Duration HOLD = Duration.ofMinutes(1);

    @BeforeEach
    void nothingIsClaimed() {
        schedule.release(anna);
        schedule.release(bert);
    }

    @Test
    void aNewMailboxIsDueAtOnceAndClaimedOnce() {
        assertThat(schedule.claimDue(10, NOW, HOLD))
                .extracting(MailboxClaim::mailbox, MailboxClaim::profile)
                .containsExactly(tuple(ANNA, "sales"), tuple(BERT, "sales"));
        assertThat(schedule.claimDue(10, NOW, HOLD)).isEmpty();
    }

    @Test
    void theLongestWaitingComeFirstAndNotMoreThanAsked() {
        MailboxClaim later = claim(ANNA);
        assertThat(schedule.succeeded(later, NOW.plusSeconds(30))).isTrue();
        clock.now = NOW.plusSeconds(60);
        assertThat(schedule.claimDue(0, clock.now, HOLD)).isEmpty();
        assertThat(schedule.claimDue(1, clock.now, HOLD))
                .extracting(MailboxClaim::mailbox)
                .containsExactly(BERT);
        assertThat(schedule.claimDue(1, clock.now, HOLD))
                .extracting(MailboxClaim::mailbox)
                .containsExactly(ANNA);
    }

    @Test
    void whatIsNotDueIsNotClaimedUnlessAskedForALaterTime() {
        schedule.succeeded(claim(ANNA), NOW.plusSeconds(300));
        assertThat(schedule.claimDue(10, NOW, HOLD))
                .extracting(MailboxClaim::mailbox)
                .containsExactly(BERT);
        assertThat(schedule.claimDue(10, NOW.plusSeconds(300), HOLD))
                .extracting(MailboxClaim::mailbox)
                .containsExactly(ANNA);
    }

    @Test
    void aClaimIsStartedOnce() {
        MailboxClaim claim = claim(ANNA);
        assertThat(schedule.renew(claim, HOLD)).as("not started").isFalse();
        assertThat(schedule.start(claim, HOLD)).isTrue();
        assertThat(schedule.start(claim, HOLD)).as("delivered twice").isFalse();
        assertThat(schedule.renew(claim, HOLD)).isTrue();
        assertThat(schedule.status(ANNA).orElseThrow().lastStartedAt()).isEqualTo(NOW);
    }

    @Test
    void aClaimThatNobodyStartedIsGivenToAnotherAndStale() {
        MailboxClaim lost = claim(ANNA);
        clock.now = NOW.plus(HOLD).minusSeconds(1);
        assertThat(claim(ANNA)).isNull();
        clock.now = NOW.plus(HOLD);
        MailboxClaim next = claim(ANNA);
        assertThat(next.token()).isNotEqualTo(lost.token());
        assertThat(schedule.start(lost, HOLD)).isFalse();
        assertThat(schedule.start(next, HOLD)).isTrue();
    }

    @Test
    void aWorkerThatSleptPastItsLeaseCanEndNothing() {
        MailboxClaim slow = claim(ANNA);
        schedule.start(slow, Duration.ofMinutes(5));
        clock.now = NOW.plus(Duration.ofMinutes(5));
        MailboxClaim next = claim(ANNA);
        assertThat(schedule.renew(slow, HOLD)).isFalse();
        assertThat(schedule.succeeded(slow, clock.now)).isFalse();
        assertThat(schedule.failed(slow, "code", "reason", clock.now)).isFalse();
        schedule.release(slow);
        assertThat(schedule.start(next, HOLD)).isTrue();
    }

    @Test
    void aRenewedLeaseHolds() {
        MailboxClaim claim = claim(ANNA);
        schedule.start(claim, Duration.ofMinutes(5));
        clock.now = NOW.plus(Duration.ofMinutes(4));
        assertThat(schedule.renew(claim, Duration.ofMinutes(5))).isTrue();
        clock.now = NOW.plus(Duration.ofMinutes(8));
        assertThat(claim(ANNA)).isNull();
        clock.now = NOW.plus(Duration.ofMinutes(9));
        assertThat(claim(ANNA)).isNotNull();
    }

    @Test
    void aGivenBackClaimIsDueAsBefore() {
        MailboxClaim claim = claim(ANNA);
        schedule.release(claim);
        assertThat(schedule.start(claim, HOLD)).isFalse();
        assertThat(schedule.status(ANNA).orElseThrow().dueAt()).isEqualTo(NOW);
        assertThat(claim(ANNA)).isNotNull();
    }

    @Test
    void theClaimsOfADeadPredecessorAreGivenBack() {
        MailboxClaim dead = claim(ANNA);
        schedule.start(dead, Duration.ofMinutes(5));
        assertThat(schedule.status(ANNA).orElseThrow().leaseUntil()).isEqualTo(NOW.plus(Duration.ofMinutes(5)));

        schedule.releaseAll();

        assertThat(schedule.status(ANNA).orElseThrow().leaseUntil()).isNull();
        assertThat(claim(ANNA)).isNotNull();
        assertThat(schedule.succeeded(dead, NOW)).isFalse();
    }

    @Test
    void failuresAreCountedInARowAndForgottenAfterASuccess() {
        schedule.failed(claim(ANNA), "ErrorServerBusy", "first", NOW);
        schedule.failed(claim(ANNA), "c\0de", "second" + "!".repeat(10_000), NOW);
        MailboxStatus failed = schedule.status(ANNA).orElseThrow();
        assertThat(failed.failures()).isEqualTo(2);
        assertThat(failed.lastErrorCode()).isEqualTo("c\uFFFDde");
        assertThat(failed.lastError()).startsWith("second").hasSize(4000);
        assertThat(failed.lastSuccessAt()).isNull();
        schedule.succeeded(claim(ANNA), NOW.plusSeconds(60));
        assertThat(schedule.status(ANNA))
                .contains(new MailboxStatus(ANNA, "sales", true, NOW.plusSeconds(60), null, null, NOW, 0, null, null));
    }

    @Test
    void theScheduleHoldsExactlyWhatIsRegistered() {
        schedule.succeeded(claim(ANNA), NOW.plusSeconds(60));
        schedule.register(Map.of(ANNA, "service", "carla@example.org", "service"));
        Map<String, String> now = new TreeMap<>();
        schedule.all()
                .forEach(status ->
                        now.put(status.mailbox(), status.profile() + " " + status.active() + " " + status.dueAt()));
        assertThat(now)
                .isEqualTo(Map.of(
                        ANNA,
                        "service true 2026-03-01T10:01:00Z",
                        BERT,
                        "sales false 2026-03-01T10:00:00Z",
                        "carla@example.org",
                        "service true 2026-03-01T10:00:00Z"));
        assertThat(schedule.claimDue(10, NOW.plusSeconds(60), HOLD))
                .extracting(MailboxClaim::mailbox)
                .containsExactly("carla@example.org", ANNA);
        schedule.register(Map.of(BERT, "sales"));
        assertThat(claim(BERT)).isNotNull();
        assertThat(schedule.status("nobody@example.org")).isEmpty();
    }

    @Test
    void aRowThatAnotherTransactionHoldsIsPassedOver() {
        List<MailboxClaim> others = transactions().run(jdbc -> {
            jdbc.query("SELECT mailbox FROM mailbox WHERE mailbox = ? FOR UPDATE", row -> "", ANNA);
            return schedule.claimDue(10, NOW, HOLD);
        });
        assertThat(others).extracting(MailboxClaim::mailbox).containsExactly(BERT);
    }

    @Test
    void claimersAtTheSameTimeNeverGetTheSameMailbox() throws Exception {
        Map<String, String> mailboxes = new TreeMap<>();
        IntStream.range(0, 60).forEach(i -> mailboxes.put("m" + i + "@example.org", "sales"));
        schedule.register(mailboxes);
        int claimers = 4;
        CyclicBarrier start = new CyclicBarrier(claimers);
        Callable<Set<String>> claimer = () -> {
            Set<String> mine = new HashSet<>();
            start.await();
            // a moment in which others hold the rows looks like an empty schedule: so ask until all have been given out
            while (taken() < mailboxes.size()) {
                schedule.claimDue(3, NOW, HOLD)
                        .forEach(claim -> assertThat(mine.add(claim.mailbox())).isTrue());
            }
            return mine;
        };
        ExecutorService threads = Executors.newFixedThreadPool(claimers);
        try {
            int all = 0;
            Set<String> together = new HashSet<>();
            for (Future<Set<String>> mine : threads.invokeAll(Collections.nCopies(claimers, claimer))) {
                all += mine.get().size();
                together.addAll(mine.get());
            }
            assertThat(all).isEqualTo(60);
            assertThat(together).isEqualTo(mailboxes.keySet());
        } finally {
            threads.shutdownNow();
        }
    }

    private int taken() {
        return Integer.parseInt(value("SELECT COUNT(*) FROM mailbox WHERE active AND claim_token IS NOT NULL"));
    }

    /** Claims a mailbox that is due, and gives the others back. */
    private MailboxClaim claim(String mailbox) {
        MailboxClaim wanted = null;
        for (MailboxClaim claim : schedule.claimDue(10, clock.now, HOLD)) {
            if (claim.mailbox().equals(mailbox)) {
                wanted = claim;
            } else {
                schedule.release(claim);
            }
        }
        return wanted;
    }
}
