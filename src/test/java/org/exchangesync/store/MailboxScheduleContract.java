package org.exchangesync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.exchangesync.alert.Alert;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.failure.ProfileBreaker;
import org.exchangesync.profile.Direction;
import org.exchangesync.sync.CycleResult;
import org.exchangesync.sync.DirectionTrouble;
import org.exchangesync.sync.DirectionTrouble.State;
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
        assertThat(well(later, NOW.plusSeconds(30))).isTrue();
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
        well(claim(ANNA), NOW.plusSeconds(300));
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
        assertThat(well(slow, clock.now)).isFalse();
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
        assertThat(well(dead, NOW)).isFalse();
    }

    @Test
    void whatIsWrongWithADirectionIsKeptUntilItIsWellAgain() {
        DirectionTrouble first = trouble(Direction.INCOMING, 1, NOW.plusSeconds(60));
        assertThat(ended(claim(ANNA), false, null, first)).isTrue();
        assertThat(directions.of(ANNA)).containsExactly(first);
        assertThat(schedule.status(ANNA))
                .contains(new MailboxStatus(ANNA, "sales", true, NOW.plusSeconds(10), null, null, null, null));

        clock.now = NOW.plusSeconds(60);
        DirectionTrouble second = trouble(Direction.INCOMING, 2, NOW.plusSeconds(180));
        ended(claim(ANNA), false, first, second);
        assertThat(directions.all()).containsExactly(second);

        clock.now = NOW.plusSeconds(180);
        ended(claim(ANNA), true, second, null);
        assertThat(directions.all()).isEmpty();
        assertThat(schedule.status(ANNA).orElseThrow().lastSuccessAt()).isEqualTo(clock.now);
    }

    @Test
    void aMailboxIsDueWhenTheFirstOfItsDirectionsIs() {
        MailboxClaim claim = claim(ANNA);
        DirectionTrouble incoming = trouble(Direction.INCOMING, 1, NOW.plusSeconds(600));
        DirectionTrouble others = trouble(Direction.APPOINTMENTS_CONTACTS_TASKS, 11, null);
        schedule.ended(
                claim,
                new CycleResult(
                        false,
                        NOW.plusSeconds(10),
                        EnumSet.of(Direction.INCOMING, Direction.APPOINTMENTS_CONTACTS_TASKS),
                        Map.of(),
                        Map.of(
                                Direction.INCOMING,
                                Optional.of(incoming),
                                Direction.APPOINTMENTS_CONTACTS_TASKS,
                                Optional.of(others))));
        assertThat(schedule.status(ANNA).orElseThrow().dueAt()).isEqualTo(NOW.plusSeconds(600));

        directions.disable(ANNA, Direction.INCOMING, "on holiday", "maria");
        clock.now = NOW.plusSeconds(600);
        schedule.ended(
                claim(ANNA),
                new CycleResult(
                        true,
                        clock.now,
                        EnumSet.of(Direction.INCOMING, Direction.APPOINTMENTS_CONTACTS_TASKS),
                        Map.of(),
                        Map.of()));
        clock.now = NOW.plus(Duration.ofDays(1000));
        assertThat(claim(ANNA)).as("all is disabled").isNull();
        assertThat(directions.enable(ANNA, Direction.INCOMING, "maria")).isTrue();
        assertThat(claim(ANNA)).isNotNull();
        assertThat(directions.enable(ANNA, Direction.INCOMING, "maria")).isFalse();
    }

    @Test
    void whatAPersonChangedMeanwhileStays() {
        MailboxClaim claim = claim(ANNA);
        schedule.start(claim, HOLD);
        directions.disable(ANNA, Direction.INCOMING, "on holiday", "maria");
        ended(claim, false, null, trouble(Direction.INCOMING, 1, NOW.plusSeconds(60)));
        assertThat(directions.of(ANNA)).extracting(DirectionTrouble::code).containsExactly(DirectionTrouble.BY_HAND);
        assertThatThrownBy(() -> directions.disable("nobody@example.org", Direction.INCOMING, "why", "maria"))
                .hasMessageContaining("nobody@example.org");
    }

    @Test
    void aMailboxThatWasAskedForWhileItWasWorkedOnIsDueAgainAtOnce() {
        MailboxClaim claim = claim(ANNA);
        schedule.start(claim, HOLD);
        schedule.dueNow(ANNA);
        well(claim, NOW.plusSeconds(3600));
        MailboxClaim again = claim(ANNA);
        assertThat(again).isNotNull();
        schedule.start(again, HOLD);
        well(again, NOW.plusSeconds(3600));
        assertThat(claim(ANNA)).isNull();
    }

    @Test
    void aReasonThatDoesNotFitIsCutAndCleaned() {
        MailboxClaim claim = claim(ANNA);
        DirectionTrouble odd = new DirectionTrouble(
                ANNA,
                Direction.INCOMING,
                State.POSTPONED,
                1,
                NOW,
                FaultClass.TRANSIENT,
                "c\0de",
                "why" + "!".repeat(10_000),
                NOW,
                NOW);
        ended(claim, false, null, odd);
        DirectionTrouble kept = directions.of(ANNA).get(0);
        assertThat(kept.code()).isEqualTo("c\uFFFDde");
        assertThat(kept.reason()).startsWith("why").hasSize(4000);
    }

    @Test
    void ofAProfileThatCantBeUsedOneMailboxTries() {
        MailboxClaim before = claim(ANNA);
        assertThat(breakers.open(breaker(NOW.plusSeconds(60)))).isTrue();
        assertThat(breakers.open(breaker(NOW.plusSeconds(60)))).isFalse();
        assertThat(schedule.start(before, HOLD)).as("claimed before it opened").isFalse();
        schedule.release(before);
        assertThat(schedule.claimDue(10, NOW, HOLD)).isEmpty();

        clock.now = NOW.plusSeconds(60);
        List<MailboxClaim> probe = schedule.claimDue(10, clock.now, HOLD);
        assertThat(probe).extracting(MailboxClaim::probe).containsExactly(true);
        assertThat(schedule.start(probe.get(0), HOLD)).isTrue();
        assertThat(schedule.claimDue(10, clock.now, HOLD)).isEmpty();

        assertThat(breakers.close("sales")).isTrue();
        assertThat(breakers.close("sales")).isFalse();
        assertThat(schedule.claimDue(10, clock.now, HOLD))
                .extracting(MailboxClaim::probe)
                .containsExactly(false);
    }

    @Test
    void afterAStartOneMailboxTriesAtOnce() {
        breakers.open(breaker(NOW.plus(Duration.ofHours(6))));
        breakers.tryNow();
        assertThat(schedule.claimDue(10, NOW, HOLD)).hasSize(1);
        assertThat(breakers.of("sales").orElseThrow().code()).isEqualTo("Http401");
        assertThat(breakers.of("service")).isEmpty();
    }

    @Test
    void mailboxesOfAProfileThatCanNotBeUsedForLongAreClaimedForTheirSecondOne() {
        schedule.register(Map.of(ANNA, "sales", BERT, "sales"), Map.of(ANNA, "backup"));
        breakers.open(breaker(NOW.plus(Duration.ofHours(6))));
        assertThat(schedule.claimFallback(10, NOW, NOW.minusSeconds(1), HOLD))
                .as("not long enough")
                .isEmpty();
        MailboxClaim claim = fallback();
        assertThat(claim)
                .extracting(MailboxClaim::mailbox, MailboxClaim::profile, MailboxClaim::fallback, MailboxClaim::probe)
                .containsExactly(ANNA, "backup", true, false);
        assertThat(fallback()).as("claimed once").isNull();
        assertThat(schedule.start(claim, HOLD)).isTrue();
        assertThat(schedule.status(ANNA).orElseThrow().fellBackAt()).isEqualTo(NOW);
        well(claim, NOW.plusSeconds(60));
        assertThat(schedule.status(ANNA).orElseThrow().dueAt()).isEqualTo(NOW.plusSeconds(60));
        breakers.close("sales");
        clock.now = NOW.plusSeconds(60);
        MailboxClaim back = claim(ANNA);
        assertThat(back.fallback()).isFalse();
        schedule.start(back, HOLD);
        assertThat(schedule.status(ANNA).orElseThrow().fellBackAt())
                .as("until all is read")
                .isEqualTo(NOW);
        schedule.returned(back);
        assertThat(schedule.status(ANNA).orElseThrow().fellBackAt()).isNull();
    }

    @Test
    void aSecondProfileThatCanNotBeUsedEitherIsTriedByOneMailbox() {
        schedule.register(Map.of(ANNA, "sales", BERT, "sales"), Map.of(ANNA, "backup", BERT, "backup"));
        breakers.open(breaker(NOW.plus(Duration.ofHours(6))));
        breakers.open(
                new ProfileBreaker("backup", FaultClass.TRANSIENT, "Network", "away", 1, NOW, NOW.plusSeconds(60)));
        assertThat(fallback()).isNull();
        clock.now = NOW.plusSeconds(60);
        List<MailboxClaim> claims = schedule.claimFallback(10, clock.now, NOW, HOLD);
        assertThat(claims).hasSize(1);
        assertThat(claims.get(0).probe()).isTrue();
        assertThat(schedule.start(claims.get(0), HOLD)).isTrue();
        assertThat(schedule.claimDue(10, clock.now, HOLD)).isEmpty();
    }

    @Test
    void aClaimForTheSecondProfileIsStaleWhenThatBreaksMeanwhile() {
        schedule.register(Map.of(ANNA, "sales"), Map.of(ANNA, "backup"));
        breakers.open(breaker(NOW.plus(Duration.ofHours(6))));
        MailboxClaim claim = fallback();
        breakers.open(
                new ProfileBreaker("backup", FaultClass.TRANSIENT, "Network", "away", 1, NOW, NOW.plusSeconds(60)));
        assertThat(schedule.start(claim, HOLD)).isFalse();
    }

    private MailboxClaim fallback() {
        return schedule.claimFallback(10, clock.now, NOW, HOLD).stream()
                .findFirst()
                .orElse(null);
    }

    @Test
    void mailboxesThatFailAlikeAreCountedAndForgiven() {
        for (String mailbox : List.of(ANNA, BERT)) {
            MailboxClaim claim = claim(mailbox);
            schedule.start(claim, HOLD);
            ended(claim, false, null, trouble(mailbox, Direction.INCOMING, 1, NOW.plusSeconds(600)));
        }
        assertThat(breakers.tried("sales", NOW)).isEqualTo(2);
        assertThat(breakers.tried("sales", NOW.plusSeconds(1))).isZero();
        assertThat(breakers.failingAlike("sales", "Network", NOW)).isEqualTo(2);
        assertThat(breakers.failingAlike("sales", "Http503", NOW)).isZero();
        assertThat(breakers.failingAlike("sales", "Network", NOW.plusSeconds(1)))
                .isZero();
        assertThat(breakers.forgive("sales", "Network")).containsExactly(ANNA, BERT);
        assertThat(directions.all()).isEmpty();
        assertThat(schedule.claimDue(10, NOW, HOLD)).hasSize(2);
    }

    @Test
    void ofOneTroubleOneAlertIsOpen() {
        Alert alert = new Alert(
                "profile sales", Alert.Level.ERROR, "sales", null, "Http401", "refused", "password", "correct it");
        assertThat(alerts.raise(alert, false)).isTrue();
        assertThat(alerts.raise(alert, false)).isFalse();
        assertThat(alerts.list(false, 10))
                .singleElement()
                .satisfies(stored -> assertThat(stored.alert()).isEqualTo(alert))
                .satisfies(stored -> assertThat(stored.occurrences()).isEqualTo(2));
        clock.now = NOW.plusSeconds(5);
        assertThat(alerts.resolve("profile sales")).isTrue();
        assertThat(alerts.resolve("profile sales")).isFalse();
        assertThat(alerts.list(false, 10)).isEmpty();
        assertThat(alerts.raise(alert, false)).as("it comes back").isTrue();
        assertThat(alerts.list(true, 10)).hasSize(2);
        assertThat(alerts.list(true, 1)).hasSize(1);
    }

    private static ProfileBreaker breaker(Instant retryAt) {
        return new ProfileBreaker("sales", FaultClass.PROFILE, "Http401", "refused", 1, NOW, retryAt);
    }

    private DirectionTrouble trouble(Direction direction, int failures, Instant retryAt) {
        return trouble(ANNA, direction, failures, retryAt);
    }

    private DirectionTrouble trouble(String mailbox, Direction direction, int failures, Instant retryAt) {
        return new DirectionTrouble(
                mailbox,
                direction,
                retryAt == null ? State.DISABLED : State.POSTPONED,
                failures,
                retryAt,
                FaultClass.TRANSIENT,
                "Network",
                "inbox: no answer",
                NOW,
                clock.now);
    }

    private boolean well(MailboxClaim claim, Instant nextDue) {
        return schedule.ended(
                claim, new CycleResult(true, nextDue, EnumSet.of(Direction.INCOMING), Map.of(), Map.of()));
    }

    /** Appointments, contacts and tasks are well, and due in ten seconds. */
    private boolean ended(MailboxClaim claim, boolean well, DirectionTrouble before, DirectionTrouble after) {
        return schedule.ended(
                claim,
                new CycleResult(
                        well,
                        clock.now.plusSeconds(10),
                        EnumSet.of(Direction.INCOMING, Direction.APPOINTMENTS_CONTACTS_TASKS),
                        before == null ? Map.of() : Map.of(Direction.INCOMING, before),
                        Map.of(Direction.INCOMING, Optional.ofNullable(after))));
    }

    @Test
    void theScheduleHoldsExactlyWhatIsRegistered() {
        well(claim(ANNA), NOW.plusSeconds(60));
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
