package org.exchangesync.sync;

import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.exchangesync.alert.Alerts;
import org.exchangesync.failure.Fault;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.sync.MailboxCycle.FolderPlan;
import org.exchangesync.transport.ChangePage;
import org.exchangesync.transport.ChangeQuery;
import org.exchangesync.transport.ChangeSession;
import org.exchangesync.transport.TransportHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bean {@code folder} of the routes: reads one folder page by page. */
public final class FolderStep {
    private static final Logger LOG = LoggerFactory.getLogger(FolderStep.class);

    private final SyncStore store;
    private final MailboxSchedule schedule;
    private final FaultTable faults;
    private final EndpointBreakers breakers;
    private final Alerts alerts;
    private final SyncSettings settings;
    private final Clock clock;

    public FolderStep(
            SyncStore store,
            MailboxSchedule schedule,
            FaultTable faults,
            EndpointBreakers breakers,
            Alerts alerts,
            SyncSettings settings,
            Clock clock) {
        this.store = store;
        this.schedule = schedule;
        this.faults = faults;
        this.breakers = breakers;
        this.alerts = alerts;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Begins to read the folder in the body, from its saved state; unless it is left out for a while, or its items need
     * something that is away.
     */
    public void open(Exchange exchange) {
        MailboxCycle cycle = CycleStep.cycle(exchange);
        FolderPlan plan = exchange.getMessage().getBody(FolderPlan.class);
        if (cycle.hasFailed(plan.direction())) {
            return;
        }
        EndpointAwayException away = breakers.away(plan.kind()).orElse(null);
        if (away != null) {
            cycle.directionFailed(
                    plan.direction(),
                    plan.folder().toString(),
                    faults.classify(away, false).waiting(Duration.between(clock.instant(), away.until())));
            return;
        }
        cycle.reads(plan);
        FolderKey key = cycle.key(plan);
        FolderTrouble trouble = store.trouble(key).orElse(null);
        if (trouble == null || !trouble.retryAt().isAfter(clock.instant())) {
            cycle.open(new FolderRun(plan, store.folderState(key), trouble != null));
        } else {
            cycle.handled(plan);
        }
    }

    /** Whether another page is to be read: not after the last one, nor after a failure. */
    public boolean more(Exchange exchange) {
        MailboxCycle cycle = CycleStep.cycle(exchange);
        return !cycle.isStopped() && cycle.isReading() && cycle.run().more();
    }

    /** Puts the question for the next page into the headers that the transports understand. */
    public void request(Exchange exchange) {
        MailboxCycle cycle = CycleStep.cycle(exchange);
        if (!schedule.renew(cycle.claim(), settings.lease())) {
            throw LostRaceException.ofClaim(cycle.claim());
        }
        FolderRun run = cycle.run();
        Message message = exchange.getMessage();
        message.setBody(null);
        message.setHeader(TransportHeaders.PROFILE, cycle.profile().name());
        message.setHeader(TransportHeaders.MAILBOX, cycle.mailbox().ref());
        message.setHeader(TransportHeaders.QUERY, query(cycle, run));
        message.setHeader(TransportHeaders.KEEP_SESSION, true);
        if (run.session() == null) {
            message.removeHeader(TransportHeaders.SESSION);
        } else {
            message.setHeader(TransportHeaders.SESSION, run.session());
        }
    }

    private ChangeQuery query(MailboxCycle cycle, FolderRun run) {
        return new ChangeQuery(
                run.plan().folder(),
                run.plan().kind(),
                run.state().state(),
                cycle.processEmailFrom(),
                settings.pageItems(),
                settings.pageBytes(),
                store.seen(run.state().key()));
    }

    /** Takes the page that the transport brought; the body is now the list of its changes. */
    public void received(Exchange exchange) {
        Message message = exchange.getMessage();
        ChangePage page = message.getBody(ChangePage.class);
        ChangeSession session = message.getHeader(TransportHeaders.SESSION, ChangeSession.class);
        MailboxCycle cycle = CycleStep.cycle(exchange);
        cycle.reachedServer();
        cycle.run().received(session, page);
        message.removeHeaders("CamelTransport*");
        exchange.removeProperty(Exchange.EXCEPTION_CAUGHT); // of a lost state that was mended
        message.setBody(page.changes());
    }

    /** The folder is not read any further: it was read to its end, or something stopped the mailbox. */
    public void close(Exchange exchange) {
        MailboxCycle cycle = CycleStep.cycle(exchange);
        if (cycle.isReading() && !cycle.run().more()) {
            FolderKey key = cycle.run().state().key();
            cycle.drained(cycle.run().plan(), () -> store.lastParked(key.mailbox()));
            cycle.handled(cycle.run().plan());
            if (cycle.run().wasTroubled()) {
                store.inTransaction(cycle.claim(), tx -> {
                    tx.mended(key);
                    return null;
                });
                alerts.resolve(FolderTrouble.alertKey(key));
            }
        }
        cycle.close();
    }

    /**
     * Whether the page may be asked for again at once: the trouble passes by itself, and the server didn't ask for more
     * patience than that.
     */
    public boolean passing(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        MailboxCycle cycle = CycleStep.cycle(exchange);
        if (failure == null || !cycle.isReading() || cycle.run().hasPage()) {
            return false;
        }
        Fault fault = faults.classify(failure, false);
        return fault.faultClass() == FaultClass.TRANSIENT
                && fault.backOff().compareTo(settings.redelivery()) <= 0
                && !(failure instanceof LostRaceException);
    }

    /** Asks for the page again, from the state that was saved last. */
    public Processor again() {
        return exchange -> {
            CycleStep.cycle(exchange).run().again();
            request(exchange);
        };
    }

    /** Whether the server no longer knows the state that we read on from. */
    public boolean stateLost(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        return failure != null && faults.classify(failure, false).faultClass() == FaultClass.STATE;
    }

    /**
     * Starts a new generation of the folder before its changes are asked for again: everything is read once more, what is
     * known is recognised, what is no longer seen is settled at the end.
     */
    public Processor restart() {
        return exchange -> {
            MailboxCycle cycle = CycleStep.cycle(exchange);
            FolderRun run = cycle.run();
            FolderState restarted = run.state().restart();
            store.inTransaction(cycle.claim(), tx -> {
                tx.forgetSeen(restarted.key());
                tx.saveState(restarted);
                return null;
            });
            run.restarted(restarted);
            LOG.warn(
                    "Mailbox {}: the server no longer knows the state of {}; reading it again from the beginning",
                    cycle.mailbox().address(),
                    run.plan().folder());
            request(exchange);
        };
    }
}
