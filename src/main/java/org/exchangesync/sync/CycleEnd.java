package org.exchangesync.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.exchangesync.alert.Alert;
import org.exchangesync.alert.Alerts;
import org.exchangesync.failure.Fault;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.failure.ProfileBreaker;
import org.exchangesync.failure.ProfileBreakers;
import org.exchangesync.profile.Direction;
import org.exchangesync.sync.DirectionTrouble.State;
import org.exchangesync.sync.MailboxCycle.Failure;

/**
 * What follows from a cycle: which directions of the mailbox are tried again when, which are disabled, and whether the whole
 * profile is to blame.
 */
public final class CycleEnd {
    /** What passes by itself is told when it has not at the third try. */
    private static final int LASTING = 3;

    private final MailboxSchedule schedule;
    private final ProfileBreakers breakers;
    private final Fallback fallback;
    private final Alerts alerts;
    private final SyncSettings settings;
    private final Clock clock;

    public CycleEnd(
            MailboxSchedule schedule,
            ProfileBreakers breakers,
            Fallback fallback,
            Alerts alerts,
            SyncSettings settings,
            Clock clock) {
        this.schedule = schedule;
        this.breakers = breakers;
        this.fallback = fallback;
        this.alerts = alerts;
        this.settings = settings;
        this.clock = clock;
    }

    /** Settles a cycle; where the claim was lost meanwhile, whoever has the mailbox now does that. */
    void settle(MailboxCycle cycle) {
        Instant now = clock.instant();
        Failure ofProfile = cycle.stoppedBy();
        if (ofProfile != null
                && (ofProfile.fault().faultClass() == FaultClass.PROFILE || Fallback.blamesProfile(cycle, ofProfile))) {
            open(cycle, ofProfile.fault(), now);
            schedule.ended(cycle.claim(), unchanged(cycle, now));
            return;
        }
        if (cycle.claim().fallback()) {
            fallback.ended(cycle, pause(cycle));
            if (cycle.claim().probe() && cycle.hasReachedServer()) {
                close(cycle.profile().name());
            }
            return;
        }
        Map<Direction, DirectionTrouble> before = new EnumMap<>(Direction.class);
        Map<Direction, Optional<DirectionTrouble>> after = new EnumMap<>(Direction.class);
        for (Direction direction : cycle.tried()) {
            DirectionTrouble was = cycle.trouble(direction);
            Failure failure = cycle.failure(direction);
            if (was != null) {
                before.put(direction, was);
            }
            if (was != null || failure != null) {
                after.put(
                        direction,
                        Optional.ofNullable(failure == null ? null : trouble(cycle, direction, failure, now)));
            }
        }
        boolean held = schedule.ended(
                cycle.claim(),
                new CycleResult(cycle.failures().isEmpty(), now.plus(pause(cycle)), cycle.configured(), before, after));
        if (held) {
            List<DirectionTrouble> left = new ArrayList<>();
            after.forEach((direction, trouble) -> trouble.ifPresentOrElse(
                    left::add, () -> alerts.resolve(before.get(direction).alertKey())));
            blame(cycle, left, now);
        }
    }

    private CycleResult unchanged(MailboxCycle cycle, Instant now) {
        return new CycleResult(false, now, cycle.configured(), Map.of(), Map.of());
    }

    private Duration pause(MailboxCycle cycle) {
        Duration wanted = cycle.profile().minimumPollingInterval();
        return wanted.compareTo(settings.pollingInterval()) >= 0 ? wanted : settings.pollingInterval();
    }

    private DirectionTrouble trouble(MailboxCycle cycle, Direction direction, Failure failure, Instant now) {
        DirectionTrouble was = cycle.trouble(direction);
        Fault fault = failure.fault();
        int failures = was == null ? 1 : was.failures() + 1;
        Duration pause = pause(fault, failures);
        State state = pause == null ? State.DISABLED : State.POSTPONED;
        Instant retryAt = pause == null ? probe(fault, now) : now.plus(pause);
        return new DirectionTrouble(
                cycle.mailbox().address(),
                direction,
                state,
                failures,
                retryAt,
                fault.faultClass(),
                fault.code(),
                failure.where() + ": " + fault.describe(),
                was == null ? now : was.since(),
                now);
    }

    /** How long a direction is postponed; null to disable it. */
    private Duration pause(Fault fault, int failures) {
        return switch (fault.faultClass()) {
            case MAILBOX -> null;
            // not the mailbox's: it is tried for as long as that is away, and the breaker keeps the tries few
            case INSTALLATION ->
                fault.backOff().isZero() ? settings.retries().patientPause(fault, failures) : fault.backOff();
            default -> settings.retries().pause(fault, failures).orElse(null);
        };
    }

    /** What passes by itself is tried again by itself; what a person has to mend waits for that person. */
    private Instant probe(Fault fault, Instant now) {
        return fault.faultClass() == FaultClass.MAILBOX
                ? null
                : now.plus(settings.retries().probe());
    }

    /** Mailboxes that fail alike are the profile's trouble: one breaker and one alert instead of many. */
    private void blame(MailboxCycle cycle, List<DirectionTrouble> left, Instant now) {
        for (DirectionTrouble trouble : left) {
            if (trouble.faultClass() != FaultClass.INSTALLATION && isProfiles(cycle, trouble, now)) {
                open(cycle, cycle.failure(trouble.direction()).fault(), now);
                forgive(cycle.profile().name(), trouble.code());
                return;
            }
        }
        left.stream().filter(trouble -> trouble.state() == State.DISABLED).forEach(trouble -> disabled(cycle, trouble));
        // a neighbour may have blamed the profile while this was told of the mailbox
        breakers.of(cycle.profile().name())
                .ifPresent(breaker -> left.stream()
                        .filter(trouble -> trouble.code().equals(breaker.code()))
                        .forEach(trouble -> {
                            forgive(breaker.profile(), breaker.code());
                            alerts.resolve(trouble.alertKey()); // forgiven by the neighbour, before it was told
                        }));
        if (cycle.claim().probe() && cycle.hasReachedServer()) {
            close(cycle.profile().name());
        }
    }

    private void forgive(String profile, String code) {
        breakers.forgive(profile, code)
                .forEach(mailbox -> List.of(Direction.values())
                        .forEach(direction -> alerts.resolve(DirectionTrouble.alertKey(mailbox, direction))));
    }

    private boolean isProfiles(MailboxCycle cycle, DirectionTrouble trouble, Instant now) {
        String profile = cycle.profile().name();
        Instant since = now.minus(settings.breaker().window());
        int alike = breakers.failingAlike(profile, trouble.code(), since);
        return settings.breaker().blamesProfile(alike, Math.max(alike, breakers.tried(profile, since)))
                || cycle.claim().probe() && !cycle.hasReachedServer();
    }

    private void open(MailboxCycle cycle, Fault fault, Instant now) {
        String profile = cycle.profile().name();
        ProfileBreaker was = breakers.of(profile).orElse(null);
        int failures = was == null ? 1 : was.failures() + 1;
        boolean passing = fault.faultClass() == FaultClass.TRANSIENT;
        Duration pause = passing
                ? settings.retries().patientPause(fault, failures)
                : settings.retries().probe();
        ProfileBreaker breaker = new ProfileBreaker(
                profile,
                fault.faultClass(),
                fault.code(),
                fault.describe(),
                failures,
                was == null ? now : was.openedAt(),
                now.plus(pause));
        breakers.open(breaker);
        if (passing && failures < LASTING) {
            return;
        }
        alerts.raise(new Alert(
                breaker.alertKey(),
                passing ? Alert.Level.WARNING : Alert.Level.ERROR,
                profile,
                null,
                fault.code(),
                "Profile '" + profile + "' can't be used, none of its mailboxes is worked on: " + fault.describe()
                        + " One mailbox tries again at " + breaker.retryAt() + ".",
                fault.advice().cause(),
                fault.advice().cure()));
    }

    private void close(String profile) {
        breakers.of(profile).ifPresent(breaker -> {
            breakers.close(profile);
            alerts.resolve(breaker.alertKey());
        });
    }

    private void disabled(MailboxCycle cycle, DirectionTrouble trouble) {
        Fault fault = cycle.failure(trouble.direction()).fault();
        alerts.raise(new Alert(
                trouble.alertKey(),
                Alert.Level.ERROR,
                cycle.profile().name(),
                trouble.mailbox(),
                trouble.code(),
                "Mailbox " + trouble.mailbox() + ": " + trouble.direction().label() + " is disabled after "
                        + trouble.failures() + " failure(s), " + trouble.reason()
                        + (trouble.retryAt() == null
                                ? " A person has to enable it."
                                : " It is tried again at " + trouble.retryAt() + "."),
                fault.advice().cause(),
                fault.advice().cure()));
    }
}
