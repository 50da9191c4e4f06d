package org.exchangesync.sync.publication;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.exchangesync.failure.Fault;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.Publication;
import org.exchangesync.sync.StoreException;
import org.exchangesync.sync.SyncProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code publications} of the routes: hands committed changes to the integration team's route, a batch at a time,
 * one change a record.
 */
public final class PublicationStep {
    private static final int BATCH = 200;
    private static final long BATCH_BYTES = 8 << 20;
    private static final Duration SECOND_TRY = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(PublicationStep.class);

    private final PublicationStore store;
    private final FaultTable faults;
    private final Duration lease;
    private final Clock clock;
    private final PublicationPause database = new PublicationPause("the database");
    private final PublicationPause target;
    private final PublicationSuspects suspects = new PublicationSuspects();
    private long looks;
    private long emptyLooks;

    /**
     * @param target where the changes go, as messages call it: without any password
     * @param lease how long a claim holds; no target may take longer over one message
     */
    public PublicationStep(PublicationStore store, FaultTable faults, String target, Duration lease, Clock clock) {
        this.store = store;
        this.faults = faults;
        this.target = new PublicationPause(target);
        this.lease = lease;
        this.clock = clock;
    }

    /**
     * Claims the next changes to publish, into the exchange property {@code publications}.
     *
     * @return false if there are none now, or their target is away
     */
    public boolean claim(Exchange exchange) {
        exchange.removeProperty(SyncProperties.PUBLICATIONS);
        Instant now = clock.instant();
        CamelContext context = exchange.getContext();
        if (context.isStopping() || context.isStopped() || database.isOn(now) || target.isOn(now)) {
            return false;
        }
        long look = startLooking();
        PublicationClaim claim = safely(() -> store.claim(BATCH, BATCH_BYTES, lease));
        if (claim == null) {
            return false;
        }
        database.end(now);
        if (claim.publications().isEmpty()) {
            foundNothing(look);
            return false;
        }
        exchange.setProperty(SyncProperties.PUBLICATIONS, new PublicationBatch(claim));
        return true;
    }

    /** Whether the publication in the body may be sent: the target is there, and the claim is still ours. */
    public boolean inTurn(Exchange exchange) {
        PublicationBatch batch = batch(exchange);
        synchronized (batch) {
            if (!batch.isStopped() && !isOurs(batch)) {
                batch.stop();
            }
            return !batch.isStopped();
        }
    }

    /** Renews a claim at the half of its time. */
    private boolean isOurs(PublicationBatch batch) {
        if (clock.instant().isBefore(batch.claim().until().minus(lease.dividedBy(2)))) {
            return true;
        }
        PublicationClaim longer = safely(() -> store.renew(batch.claim(), lease));
        if (longer == null) {
            LOG.warn("A claim on publications could not be renewed; they are left to whoever claims them next");
            return false;
        }
        batch.renewed(longer);
        return true;
    }

    /** Takes the publication in the body: the message is now its JSON, and its headers say what it is about. */
    public void begin(Exchange exchange) {
        Publication publication = exchange.getMessage().getBody(Publication.class);
        exchange.setProperty(SyncProperties.PUBLICATION, publication);
        Message message = exchange.getMessage();
        message.setHeader("key", publication.key());
        message.setHeader("recordId", publication.recordId().toString());
        message.setHeader("recordVersion", publication.version());
        message.setHeader("kind", publication.kind().label());
        message.setHeader("change", PublicationBody.change(publication));
        message.setHeader("mailbox", publication.mailbox());
        message.setBody(PublicationBody.of(publication));
    }

    /** It arrived. */
    public void done(Exchange exchange) {
        batch(exchange).arrived(publication(exchange));
    }

    /** It didn't arrive. */
    public void failed(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Fault fault = faults.classify(failure, true);
        Publication publication = publication(exchange);
        // what was refused before says nothing about the target when it fails again
        if (fault.faultClass().reach().compareTo(FaultClass.Reach.DIRECTION) >= 0 && publication.attempts() == 0) {
            batch(exchange).notReached(publication, reason(fault, failure));
        } else {
            batch(exchange).refused(publication, reason(fault, failure));
        }
    }

    /** What happened, and where it began: clients like to wrap the refused connection in something general. */
    private static String reason(Fault fault, Throwable failure) {
        Throwable first = failure;
        while (first.getCause() != null && first.getCause() != first) {
            first = first.getCause();
        }
        String said = fault.describe();
        return first.getMessage() == null || said.contains(first.getMessage())
                ? said
                : said + ", because " + first.getMessage();
    }

    /** Notes in one transaction what arrived and what did not. */
    public void settle(Exchange exchange) {
        PublicationBatch batch = batch(exchange);
        Instant now = clock.instant();
        Map<Publication, String> refused = batch.refused();
        Set<Publication> postponed = new HashSet<>(suspects.judge(batch, refused));
        Instant until = now.plus(SECOND_TRY);
        if (!batch.postponed().isEmpty()) {
            until = target.begin(batch.postponed().values().iterator().next(), now);
            postponed.addAll(batch.postponed().keySet());
        } else if (!batch.arrived().isEmpty()) {
            target.end(now);
        }
        tell(refused, batch);
        PublicationStore.Results results = new PublicationStore.Results(batch.arrived(), refused, postponed, until);
        if (!Boolean.TRUE.equals(safely(() -> store.settle(batch.claim(), results)))) {
            LOG.warn("Published changes could not be noted as such; they come again, with the same keys");
        }
    }

    private static void tell(Map<Publication, String> refused, PublicationBatch batch) {
        if (!refused.isEmpty()) {
            Map.Entry<Publication, String> first = refused.entrySet().iterator().next();
            LOG.warn(
                    "{} of {} changes were refused and come again; later changes of these records wait. The first: {} {}: {}",
                    refused.size(),
                    batch.claim().publications().size(),
                    first.getKey().kind().label(),
                    first.getKey().key(),
                    first.getValue());
        }
    }

    /** What the store answers; null if the database is away, or others hold the same rows. */
    private <T> T safely(Supplier<T> work) {
        try {
            return work.get();
        } catch (LostRaceException e) {
            LOG.debug("Others hold the same publications: {}", e.getMessage());
        } catch (StoreException e) {
            database.begin(e.getMessage(), clock.instant());
        }
        return null;
    }

    /**
     * Waits until what is due now was published, or can't be.
     *
     * @param most gives up after that
     */
    public synchronized void awaitQuiet(Duration most) throws InterruptedException {
        long from = looks + 1;
        long end = System.nanoTime() + most.toNanos();
        while (emptyLooks < from && !database.isTrouble() && !target.isTrouble()) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                return;
            }
            wait(Math.min(left, 200)); // nobody notifies of trouble
        }
    }

    private synchronized long startLooking() {
        return ++looks;
    }

    private synchronized void foundNothing(long look) {
        emptyLooks = Math.max(emptyLooks, look);
        notifyAll();
    }

    private static PublicationBatch batch(Exchange exchange) {
        return exchange.getProperty(SyncProperties.PUBLICATIONS, PublicationBatch.class);
    }

    private static Publication publication(Exchange exchange) {
        return exchange.getProperty(SyncProperties.PUBLICATION, Publication.class);
    }
}
