package org.exchangesync.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.util.ObjectHelper;
import org.exchangesync.alert.Alert;
import org.exchangesync.alert.Alerts;
import org.exchangesync.failure.Fault;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.item.ItemKind;
import org.exchangesync.profile.CredentialRetrieval;
import org.exchangesync.profile.LiveProfiles;
import org.exchangesync.profile.Mailbox;
import org.exchangesync.profile.Profiles;
import org.exchangesync.sync.MailboxCycle.FolderPlan;
import org.exchangesync.transport.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bean {@code cycle} of the routes: begins and ends the work on one mailbox. */
public final class CycleStep {
    /** The account is refused: over EWS, POP3 and SMTP. */
    private static final Set<String> REFUSED = Set.of(TransportException.HTTP + 401, "Pop3Auth", "Smtp535");

    private static final Logger LOG = LoggerFactory.getLogger(CycleStep.class);

    private final LiveProfiles profiles;
    private final SyncStore store;
    private final MailboxSchedule schedule;
    private final ScheduleStep workers;
    private final Settlement settlement;
    private final DirectionStore directions;
    private final CycleEnd cycleEnd;
    private final Fallback fallback;
    private final EndpointBreakers breakers;
    private final Alerts alerts;
    private final FaultTable faults;
    private final SyncSettings settings;
    private final CycleListener listener;
    private final Clock clock;

    public CycleStep(
            LiveProfiles profiles,
            SyncStore store,
            MailboxSchedule schedule,
            ScheduleStep workers,
            Settlement settlement,
            DirectionStore directions,
            CycleEnd cycleEnd,
            Fallback fallback,
            EndpointBreakers breakers,
            Alerts alerts,
            FaultTable faults,
            SyncSettings settings,
            CycleListener listener,
            Clock clock) {
        this.profiles = profiles;
        this.store = store;
        this.schedule = schedule;
        this.workers = workers;
        this.settlement = settlement;
        this.directions = directions;
        this.cycleEnd = cycleEnd;
        this.fallback = fallback;
        this.breakers = breakers;
        this.alerts = alerts;
        this.faults = faults;
        this.settings = settings;
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Starts the cycle of the claim in the body. A stale claim ends the route: somebody else has the mailbox, or the
     * message came twice.
     */
    public void start(Exchange exchange) {
        MailboxClaim claim = exchange.getMessage().getBody(MailboxClaim.class);
        try {
            MailboxCycle cycle = begin(claim);
            if (cycle != null) {
                exchange.setProperty(SyncProperties.CYCLE, cycle);
                exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                    @Override
                    public void onDone(Exchange done) {
                        brokeOff(cycle, done);
                    }
                });
            } else {
                // its profile's breaker was opened, or it was taken out of the configuration meanwhile
                schedule.release(claim);
            }
        } catch (StoreException e) {
            LOG.debug("{} waits for the database", claim.mailbox(), e);
            workers.later(() -> schedule.release(claim));
        } finally {
            if (exchange.getProperty(SyncProperties.CYCLE) == null) {
                workers.freed();
                listener.dropped(claim);
                exchange.setRouteStop(true);
            }
        }
    }

    /** The cycle of a claim, or null if that is stale. */
    private MailboxCycle begin(MailboxClaim claim) {
        List<DirectionTrouble> troubles = directions.of(claim.mailbox());
        Profiles now = profiles.current();
        Mailbox mailbox = now.has(claim.mailbox()) ? now.mailbox(claim.mailbox()) : null;
        if (mailbox == null || claim.fallback() && !claim.profile().equals(mailbox.fallbackProfile())) {
            return null;
        }
        boolean first = claim.fallback()
                && schedule.status(claim.mailbox())
                        .map(MailboxSchedule.MailboxStatus::fellBackAt)
                        .isEmpty();
        if (!schedule.start(claim, settings.lease())) {
            return null;
        }
        if (first) {
            fallback.begun(mailbox.profile(), claim);
        }
        Mailbox served = claim.fallback() ? fallback.fallenBack(mailbox, now.profile(claim.profile())) : mailbox;
        return new MailboxCycle(
                claim,
                served,
                now.profile(served.profile()),
                claim.fallback() ? Fallback.byHand(troubles) : troubles,
                clock.instant());
    }

    /**
     * A folder could not be read to its end. Trouble of the folder alone leaves it out for a while; trouble of its direction
     * postpones or disables that, and the other goes on; any other ends the cycle.
     */
    public void folderFailed(Exchange exchange) {
        MailboxCycle cycle = cycle(exchange);
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        FolderPlan plan = cycle.reading();
        if (plan == null && exchange.getMessage().getBody() instanceof FolderPlan unopened) {
            plan = unopened; // a step before the folder was opened failed
        }
        if (plan == null) {
            LOG.debug("A failure behind the one that ended the folder", failure);
            return;
        }
        FolderKey folder = cycle.key(plan);
        cycle.close();
        Fault fault = faults.classify(failure, false);
        tell(cycle, folder.folder(), fault, failure);
        switch (fault.faultClass().reach()) {
            case ITEM, FOLDER -> {
                if (leaveOut(cycle, folder, fault)) {
                    cycle.folderFailed(folder.folder(), fault);
                    cycle.handled(plan);
                    alerts.raise(leftOut(cycle, folder, fault));
                } else {
                    cycle.failed(folder.folder(), fault);
                }
            }
            case DIRECTION ->
                cycle.directionFailed(plan.direction(), folder.folder(), untilBack(plan.kind(), failure, fault));
            case MAILBOX, PROFILE -> cycle.failed(folder.folder(), ofOwnAccount(cycle, fault));
        }
    }

    /** An account that is refused is its mailbox's trouble where each mailbox has its own. */
    private static Fault ofOwnAccount(MailboxCycle cycle, Fault fault) {
        boolean own = cycle.profile().credentials() == CredentialRetrieval.USER_OR_QUEUE;
        return own && REFUSED.contains(fault.code())
                ? new Fault(fault.code(), FaultClass.MAILBOX, fault.message(), fault.advice(), fault.backOff())
                : fault;
    }

    private static Alert leftOut(MailboxCycle cycle, FolderKey folder, Fault fault) {
        return new Alert(
                FolderTrouble.alertKey(folder),
                Alert.Level.WARNING,
                cycle.profile().name(),
                folder.mailbox(),
                fault.code(),
                "Mailbox " + folder.mailbox() + ": " + folder.folder() + " is left out, the other folders go on: "
                        + fault.describe(),
                fault.advice().cause(),
                fault.advice().cure());
    }

    /** What needs a target that is away waits until that is tried again, also where it came back in this moment. */
    private Fault untilBack(ItemKind kind, Exception failure, Fault fault) {
        Optional<EndpointAwayException> away = Optional.ofNullable(
                        ObjectHelper.getException(EndpointAwayException.class, failure))
                .or(() -> breakers.away(kind));
        return fault.faultClass() != FaultClass.INSTALLATION
                ? fault
                : away.map(told -> fault.waiting(Duration.between(clock.instant(), told.until())))
                        .orElse(fault);
    }

    private boolean leaveOut(MailboxCycle cycle, FolderKey folder, Fault fault) {
        try {
            int failures =
                    1 + store.trouble(folder).map(FolderTrouble::failures).orElse(0);
            Instant retryAt = clock.instant().plus(settings.retries().patientPause(fault, failures));
            FolderTrouble trouble = new FolderTrouble(folder, failures, fault.code(), fault.describe(), retryAt);
            store.inTransaction(cycle.claim(), tx -> {
                tx.troubled(trouble);
                return null;
            });
            return true;
        } catch (StoreException | LostRaceException e) {
            LOG.warn(
                    "Mailbox {}: the trouble of {} could not be noted: {}",
                    folder.mailbox(),
                    folder.folder(),
                    e.toString());
            return false; // then it is the mailbox's
        }
    }

    /** Something of the cycle failed that belongs to no folder. */
    public void failed(Exchange exchange) {
        MailboxCycle cycle = cycle(exchange);
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Fault fault = faults.classify(failure, false);
        tell(cycle, "cycle", fault, failure);
        cycle.failedAtTheEnd("cycle", fault);
        end(cycle);
    }

    /** Applies the parked deletes of each kind whose folders were all read to their ends. */
    public void settle(Exchange exchange) {
        MailboxCycle cycle = cycle(exchange);
        if (!cycle.isStopped()) {
            settlement.settle(cycle);
            fallback.returned(cycle);
        }
    }

    /** Ends the cycle: the mailbox is due again after its interval, or later if something failed. */
    public void finish(Exchange exchange) {
        end(cycle(exchange));
    }

    private static void tell(MailboxCycle cycle, String where, Fault fault, Exception failure) {
        if (isOfTheDatabase(fault)) {
            LOG.debug(
                    "{} waits for the database, which told so itself",
                    cycle.mailbox().address(),
                    failure);
            return;
        }
        LOG.warn(
                "Mailbox {} of profile '{}': {} failed, {}: {} Likely cause: {}. What to do: {}.",
                cycle.mailbox().address(),
                cycle.profile().name(),
                where,
                fault.faultClass(),
                fault.describe(),
                fault.advice().cause(),
                fault.advice().cure());
        LOG.debug("The failure in full", failure);
    }

    /** Where the handling of a failure ended the route: the cycle failed, and is postponed like any other. */
    private void brokeOff(MailboxCycle cycle, Exchange done) {
        if (cycle.hasEnded()) {
            return;
        }
        Exception caught = done.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Exception failure = caught != null
                ? caught
                : new IllegalStateException("sync-mailbox ended before its last step, 'bean: cycle' method finish");
        Fault fault = faults.classify(failure, false);
        tell(cycle, "cycle", fault, failure);
        cycle.failedAtTheEnd("cycle", fault);
        end(cycle);
    }

    /** Ends a cycle once, whatever fails while it ends: nobody may free a worker twice, and none may stay taken. */
    private void end(MailboxCycle cycle) {
        if (!cycle.ends()) {
            return;
        }
        Instant now = clock.instant();
        try {
            cycle.close();
            if (cycle.failures().stream().anyMatch(failure -> isOfTheDatabase(failure.fault()))) {
                abandon(cycle);
            } else {
                cycleEnd.settle(cycle);
            }
        } catch (StoreException | LostRaceException e) {
            LOG.debug("{} waits for the database", cycle.mailbox().address(), e);
            workers.later(() -> abandon(cycle));
        } finally {
            workers.freed();
            listener.ended(cycle, Duration.between(cycle.startedAt(), now));
        }
    }

    private static boolean isOfTheDatabase(Fault fault) {
        return fault.code().equals(StoreException.class.getSimpleName());
    }

    /** Without a database nothing can be said of the mailbox: it is due again, and otherwise as it was. */
    private void abandon(MailboxCycle cycle) {
        schedule.ended(cycle.claim(), new CycleResult(false, clock.instant(), cycle.configured(), Map.of(), Map.of()));
    }

    /** The cycle that an exchange belongs to. */
    public static MailboxCycle cycle(Exchange exchange) {
        MailboxCycle cycle = exchange.getProperty(SyncProperties.CYCLE, MailboxCycle.class);
        if (cycle == null) {
            throw new IllegalStateException("exchange property '" + SyncProperties.CYCLE
                    + "' is missing: this step belongs behind sync-mailbox");
        }
        return cycle;
    }
}
