package org.exchangesync.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.exchangesync.failure.Fault;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.profile.Mailbox;
import org.exchangesync.profile.Profiles;
import org.exchangesync.sync.MailboxCycle.Failure;
import org.exchangesync.sync.MailboxCycle.FolderPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bean {@code cycle} of the routes: begins and ends the work on one mailbox. */
public final class CycleStep {
    private static final Logger LOG = LoggerFactory.getLogger(CycleStep.class);

    private final Profiles profiles;
    private final MailboxSchedule schedule;
    private final ScheduleStep workers;
    private final Settlement settlement;
    private final FaultTable faults;
    private final SyncSettings settings;
    private final CycleListener listener;
    private final Clock clock;

    public CycleStep(
            Profiles profiles,
            MailboxSchedule schedule,
            ScheduleStep workers,
            Settlement settlement,
            FaultTable faults,
            SyncSettings settings,
            CycleListener listener,
            Clock clock) {
        this.profiles = profiles;
        this.schedule = schedule;
        this.workers = workers;
        this.settlement = settlement;
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
        boolean started = false;
        try {
            started = schedule.start(claim, settings.lease());
            if (started) {
                Mailbox mailbox = profiles.mailbox(claim.mailbox());
                exchange.setProperty(
                        SyncProperties.CYCLE,
                        new MailboxCycle(claim, mailbox, profiles.profile(mailbox.profile()), clock.instant()));
            }
        } finally {
            if (exchange.getProperty(SyncProperties.CYCLE) == null) {
                workers.freed();
                listener.dropped(claim);
                exchange.setRouteStop(true);
            }
        }
    }

    /** A folder could not be read to its end; other folders go on unless the whole mailbox is concerned. */
    public void folderFailed(Exchange exchange) {
        MailboxCycle cycle = cycle(exchange);
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (!cycle.isReading()) {
            LOG.debug("A failure behind the one that ended the folder", failure);
            return;
        }
        FolderPlan plan = cycle.run().plan();
        cycle.close();
        noteFailure(cycle, plan.folder().toString(), failure);
    }

    /** Something of the cycle failed that belongs to no folder. */
    public void failed(Exchange exchange) {
        MailboxCycle cycle = cycle(exchange);
        noteFailure(cycle, "cycle", exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
        end(cycle);
    }

    /** Applies the parked deletes, if all folders were read to their ends. */
    public void settle(Exchange exchange) {
        MailboxCycle cycle = cycle(exchange);
        if (cycle.isComplete()) {
            cycle.counts().add(settlement.settle(cycle.claim()));
        }
    }

    /** Ends the cycle: the mailbox is due again after its interval, or later if something failed. */
    public void finish(Exchange exchange) {
        end(cycle(exchange));
    }

    private void noteFailure(MailboxCycle cycle, String where, Exception failure) {
        Fault fault = faults.classify(failure, false);
        cycle.failed(where, fault);
        LOG.warn(
                "Mailbox {} of profile '{}': {} failed, {}: {}",
                cycle.mailbox().address(),
                cycle.profile().name(),
                where,
                fault.faultClass(),
                fault.describe());
        LOG.debug("The failure in full", failure);
    }

    private void end(MailboxCycle cycle) {
        Instant now = clock.instant();
        try {
            cycle.close();
            if (cycle.failures().isEmpty()) {
                Duration pause = max(cycle.profile().minimumPollingInterval(), settings.pollingInterval());
                schedule.succeeded(cycle.claim(), now.plus(pause));
            } else {
                Failure first = cycle.failures().get(0);
                int failures = 1
                        + schedule.status(cycle.mailbox().address())
                                .map(MailboxSchedule.MailboxStatus::failures)
                                .orElse(0);
                Duration pause = max(first.fault().backOff(), settings.retries().postponement(failures));
                schedule.failed(
                        cycle.claim(),
                        first.fault().code(),
                        first.where() + ": " + first.fault().describe(),
                        now.plus(pause));
            }
        } finally {
            workers.freed();
            listener.ended(cycle, Duration.between(cycle.startedAt(), now));
        }
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    static MailboxCycle cycle(Exchange exchange) {
        MailboxCycle cycle = exchange.getProperty(SyncProperties.CYCLE, MailboxCycle.class);
        if (cycle == null) {
            throw new IllegalStateException("exchange property '" + SyncProperties.CYCLE
                    + "' is missing: this step belongs behind sync-mailbox");
        }
        return cycle;
    }
}
