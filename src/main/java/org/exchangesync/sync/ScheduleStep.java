package org.exchangesync.sync;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bean {@code schedule} of the routes: claims mailboxes whose time has come, never more than there are free workers. */
public final class ScheduleStep {
    /** The id of the route that begins all cycles. */
    public static final String ROUTE = "schedule-mailboxes";

    private static final Logger LOG = LoggerFactory.getLogger(ScheduleStep.class);

    private final MailboxSchedule schedule;
    private final SyncSettings settings;
    private final CycleListener listener;
    private final Clock clock;
    private final Semaphore free;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    /**
     * @param clock decides what is due; a fixed one makes each mailbox due once
     */
    public ScheduleStep(MailboxSchedule schedule, SyncSettings settings, CycleListener listener, Clock clock) {
        this.schedule = schedule;
        this.settings = settings;
        this.listener = listener;
        this.clock = clock;
        this.free = new Semaphore(settings.workers());
    }

    /**
     * Waits for a free worker, for a second at most, and claims a due mailbox for each that is free; the claims are put into
     * the exchange property {@code claims}.
     *
     * @return false when nothing was due or nobody was free: the next tick asks again
     */
    public boolean claim(Exchange exchange) throws InterruptedException {
        if (!free.tryAcquire(1, TimeUnit.SECONDS)) {
            return false;
        }
        int permits = 1 + free.drainPermits();
        int used = 0;
        try {
            settleWhatWaits();
            Instant tick = tick(exchange);
            List<MailboxClaim> claims = new ArrayList<>(schedule.claimDue(permits, tick, settings.claimHold()));
            Instant brokenBefore = clock.instant().minus(settings.breaker().fallBackAfter());
            claims.addAll(schedule.claimFallback(permits - claims.size(), tick, brokenBefore, settings.claimHold()));
            used = claims.size();
            listener.claimed(used);
            exchange.setProperty(SyncProperties.CLAIMS, claims);
            return used > 0;
        } catch (StoreException e) {
            LOG.debug("Nothing is claimed while the database can't be used", e);
            return false;
        } finally {
            free.release(permits - used);
        }
    }

    /** Notes at the next tick what can't be noted now. */
    void later(Runnable ending) {
        waiting.add(ending);
    }

    private synchronized void settleWhatWaits() {
        for (Runnable ending = waiting.peek(); ending != null; ending = waiting.peek()) {
            try {
                ending.run();
            } catch (LostRaceException e) {
                LOG.debug("Others were faster", e);
            }
            waiting.remove();
        }
    }

    /** What is due later than the tick waits for the next one, so that a tick comes to an end. */
    private Instant tick(Exchange exchange) {
        Instant tick = exchange.getProperty(SyncProperties.TICK, Instant.class);
        if (tick == null) {
            tick = clock.instant();
            exchange.setProperty(SyncProperties.TICK, tick);
        }
        return tick;
    }

    /** A worker is free again. */
    void freed() {
        free.release();
    }
}
