package org.exchangesync.ops;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.exchangesync.check.MailboxTests;
import org.exchangesync.check.MailboxTests.Tested;
import org.exchangesync.check.MailboxTests.Waiting;
import org.exchangesync.check.MailboxTests.Wish;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.failure.ProfileBreaker;
import org.exchangesync.failure.ProfileBreakers;
import org.exchangesync.ops.FaultOperations.Explanation;
import org.exchangesync.profile.Direction;
import org.exchangesync.sync.DirectionStore;
import org.exchangesync.sync.DirectionTrouble;
import org.exchangesync.sync.MailboxSchedule;
import org.exchangesync.sync.MailboxSchedule.MailboxStatus;

/** Mailboxes and their directions. Threadsafe. */
public final class MailboxOperations {
    private final MailboxSchedule schedule;
    private final DirectionStore directions;
    private final ProfileBreakers breakers;
    private final MailboxTests tests;
    private final FaultOperations faults;

    MailboxOperations(
            MailboxSchedule schedule,
            DirectionStore directions,
            ProfileBreakers breakers,
            MailboxTests tests,
            FaultOperations faults) {
        this.schedule = schedule;
        this.directions = directions;
        this.breakers = breakers;
        this.tests = tests;
        this.faults = faults;
    }

    /**
     * Which mailboxes are wanted.
     *
     * @param mailboxes addresses; empty for all
     * @param profile of this profile; null for all
     * @param troubled only those with a direction that is left alone, or whose profile is
     */
    public record MailboxQuery(Set<String> mailboxes, String profile, boolean troubled) {
        public MailboxQuery {
            mailboxes = mailboxes.stream()
                    .map(address -> address.strip().toLowerCase(Locale.ROOT))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    /**
     * A mailbox.
     *
     * @param active in the configuration; others are kept for their states
     * @param fellBackAt since when its email goes by its second profile; null while it goes by its first
     * @param profileStopped why none of its profile's mailboxes is worked on; null if they are
     * @param dueAt the next cycle
     * @param workedOnUntil a worker has it, until then unless it says more; null if none has
     * @param lastSuccessAt when a cycle ended last in which nothing failed
     * @param troubles the directions that are left alone; all others are worked on
     * @param tests what the last test of each direction found; a direction that was never tested has none
     * @param testWaiting the test that was asked for and is not done; null if none was
     */
    public record MailboxState(
            String mailbox,
            String profile,
            boolean active,
            String profileStopped,
            Instant dueAt,
            Instant workedOnUntil,
            Instant lastStartedAt,
            Instant lastSuccessAt,
            Instant fellBackAt,
            List<Trouble> troubles,
            List<Tested> tests,
            Waiting testWaiting) {}

    /**
     * Why a direction of a mailbox is left alone.
     *
     * @param failures how often it failed in a row
     * @param retryAt when it is tried again by itself; null where a person has to enable it
     * @param reason what happened
     * @param cause what is likely behind it
     * @param cure what to do about it
     * @param since when it began
     * @param failedAt when it failed last
     */
    public record Trouble(
            String mailbox,
            Direction direction,
            DirectionTrouble.State state,
            int failures,
            Instant retryAt,
            FaultClass faultClass,
            String code,
            String reason,
            String cause,
            String cure,
            Instant since,
            Instant failedAt) {}

    /** What became of a direction that was to be enabled or disabled. */
    public record Change(String mailbox, Direction direction, boolean changed) {}

    /** Mailboxes, by address. */
    public List<MailboxState> list(MailboxQuery query) {
        Map<String, List<Trouble>> troubles = troubles().stream().collect(Collectors.groupingBy(Trouble::mailbox));
        Map<String, String> stopped = new HashMap<>();
        for (ProfileBreaker breaker : breakers.all()) {
            stopped.put(breaker.profile(), breaker.reason());
        }
        Map<String, List<Tested>> tested = tests.results().stream().collect(Collectors.groupingBy(Tested::mailbox));
        Map<String, Waiting> waiting =
                tests.waiting().stream().collect(Collectors.toMap(Waiting::mailbox, Function.identity()));
        return schedule.all().stream()
                .filter(status -> query.mailboxes().isEmpty()
                        || query.mailboxes().contains(status.mailbox().toLowerCase(Locale.ROOT)))
                .filter(status -> query.profile() == null || query.profile().equals(status.profile()))
                .map(status -> state(
                        status,
                        stopped.get(status.profile()),
                        troubles.getOrDefault(status.mailbox(), List.of()),
                        tested.getOrDefault(status.mailbox(), List.of()),
                        waiting.get(status.mailbox())))
                .filter(state -> !query.troubled()
                        || state.active()
                                && (state.profileStopped() != null
                                        || !state.troubles().isEmpty()))
                .sorted(Comparator.comparing(MailboxState::mailbox))
                .toList();
    }

    private static MailboxState state(
            MailboxStatus status, String stopped, List<Trouble> troubles, List<Tested> tests, Waiting waiting) {
        return new MailboxState(
                status.mailbox(),
                status.profile(),
                status.active(),
                stopped,
                status.dueAt(),
                status.leaseUntil(),
                status.lastStartedAt(),
                status.lastSuccessAt(),
                status.fellBackAt(),
                troubles,
                tests,
                waiting);
    }

    /**
     * One mailbox.
     *
     * @throws OperationException if there is none
     */
    public MailboxState show(String address) {
        return list(new MailboxQuery(Set.of(address), null, false)).stream()
                .findFirst()
                .orElseThrow(() -> none(address));
    }

    /** All directions that are left alone, the latest trouble first. */
    public List<Trouble> troubles() {
        return directions.all().stream()
                .map(this::trouble)
                .sorted(Comparator.comparing(Trouble::failedAt)
                        .reversed()
                        .thenComparing(Trouble::mailbox)
                        .thenComparing(Trouble::direction))
                .toList();
    }

    private Trouble trouble(DirectionTrouble stored) {
        Explanation explanation = faults.explain(stored.code(), stored.faultClass());
        return new Trouble(
                stored.mailbox(),
                stored.direction(),
                stored.state(),
                stored.failures(),
                stored.retryAt(),
                stored.faultClass(),
                stored.code(),
                stored.reason(),
                explanation.cause(),
                explanation.cure(),
                stored.since(),
                stored.failedAt());
    }

    /**
     * Enables directions; their mailboxes are due at once.
     *
     * @param query which mailboxes
     * @param wanted which directions; empty for all that are left alone
     * @param code only those that are left alone because of this code; null for any
     * @param who does it
     * @return for each mailbox what was enabled; for a direction that was named and is not left alone, that nothing was
     * @throws OperationException if a mailbox that is named isn't there
     */
    public List<Change> enable(MailboxQuery query, Set<Direction> wanted, String code, String who) {
        mustBeThere(query);
        List<Change> changes = new ArrayList<>();
        for (MailboxState mailbox : list(query)) {
            for (Direction direction : Direction.values()) {
                boolean rests = mailbox.troubles().stream()
                        .anyMatch(trouble ->
                                trouble.direction() == direction && (code == null || code.equals(trouble.code())));
                if (wanted.contains(direction) || wanted.isEmpty() && rests) {
                    boolean changed = rests && directions.enable(mailbox.mailbox(), direction, who);
                    changes.add(new Change(mailbox.mailbox(), direction, changed));
                }
            }
        }
        return changes;
    }

    /**
     * Disables directions until a person enables them.
     *
     * @param wanted which directions; empty for all
     * @param reason for whoever asks later
     * @param who does it
     * @throws OperationException if a mailbox that is named isn't there
     */
    public List<Change> disable(MailboxQuery query, Set<Direction> wanted, String reason, String who) {
        mustBeThere(query);
        List<Change> changes = new ArrayList<>();
        for (MailboxState mailbox : list(query)) {
            for (Direction direction : Direction.values()) {
                if (wanted.isEmpty() || wanted.contains(direction)) {
                    directions.disable(mailbox.mailbox(), direction, reason, who);
                    changes.add(new Change(mailbox.mailbox(), direction, true));
                }
            }
        }
        return changes;
    }

    /**
     * Test and Enable: has mailboxes tested by the program; directions that work are enabled.
     *
     * @param query which mailboxes; those that are not configured any more are left out
     * @param wish what is to be done beside reading
     * @param who asks
     * @return the addresses of those that will be tested
     * @throws OperationException if a mailbox that is named isn't there
     */
    public List<String> testAndEnable(MailboxQuery query, Wish wish, String who) {
        mustBeThere(query);
        List<String> asked = list(query).stream()
                .filter(MailboxState::active)
                .map(MailboxState::mailbox)
                .toList();
        tests.request(asked, wish, who);
        return asked;
    }

    private void mustBeThere(MailboxQuery query) {
        Set<String> there = schedule.all().stream()
                .map(status -> status.mailbox().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        query.mailboxes().stream()
                .filter(address -> !there.contains(address))
                .findFirst()
                .ifPresent(address -> {
                    throw none(address);
                });
    }

    private static OperationException none(String address) {
        return new OperationException(
                "There is no mailbox " + address + ". 'mailboxes list' shows those that there are.");
    }
}
