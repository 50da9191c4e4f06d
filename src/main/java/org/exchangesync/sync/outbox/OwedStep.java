package org.exchangesync.sync.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.apache.camel.Exchange;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is owed, as the steps of a route: {@code claim}, for each {@code inTurn}, {@code begin}, an endpoint and {@code
 * done} or {@code failed}, then {@code settle}.
 *
 * @param <T> what is owed
 */
public abstract class OwedStep<T> {
    private static final int MOST = 100;
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(OwedStep.class);

    private final String property;
    private final String what;
    private final OwedStore<T> store;
    private final ToLongFunction<T> id;
    private final Duration lease;
    private final Clock clock;

    /**
     * @param property the exchange property with what is claimed, which the route splits
     * @param what it is, for the log
     * @param id by which the store knows it
     * @param lease how long a claim holds
     */
    protected OwedStep(
            String property, String what, OwedStore<T> store, ToLongFunction<T> id, Duration lease, Clock clock) {
        this.property = property;
        this.what = what;
        this.store = store;
        this.id = id;
        this.lease = lease;
        this.clock = clock;
    }

    /**
     * What one claim took. Used by one thread at a time.
     *
     * @param <T> what is owed
     */
    public static final class Batch<T> {
        private final UUID token = UUID.randomUUID();
        private final List<Long> arrived = new ArrayList<>();
        private List<T> items = List.of();
        private Long current;
        private boolean stopped;

        /** For the route. */
        public List<T> getItems() {
            return items;
        }
    }

    /**
     * Claims what is due next.
     *
     * @return false if there is nothing, or the database is away
     */
    public final boolean claim(Exchange exchange) {
        Batch<T> before = batch(exchange);
        Batch<T> batch = new Batch<>();
        exchange.setProperty(property, batch);
        if (before != null && before.stopped || exchange.getContext().isStopping()) {
            return false;
        }
        try {
            batch.items = store.claim(batch.token, MOST, lease);
        } catch (StoreException | LostRaceException e) {
            LOG.debug("{} wait: {}", what, e.getMessage());
        }
        return !batch.items.isEmpty();
    }

    /** Whether the thing in the body is to be sent: not behind one that didn't arrive. */
    public final boolean inTurn(Exchange exchange) {
        return !batch(exchange).stopped;
    }

    /** Takes the thing in the body: the message is now what is sent. */
    @SuppressWarnings("unchecked")
    public final void begin(Exchange exchange) {
        T item = (T) exchange.getMessage().getBody();
        batch(exchange).current = id.applyAsLong(item);
        write(item, exchange);
    }

    /** Makes the message that is sent. */
    protected abstract void write(T item, Exchange exchange);

    /** It arrived. */
    public final void done(Exchange exchange) {
        Batch<T> batch = batch(exchange);
        batch.arrived.add(batch.current);
    }

    /** It didn't: it and those behind it are tried again a little later. */
    public final void failed(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        batch(exchange).stopped = true;
        LOG.warn("{} don't arrive and are sent again in {} s: {}", what, PAUSE.toSeconds(), String.valueOf(failure));
    }

    /** Notes what arrived and what did not. */
    public final void settle(Exchange exchange) {
        Batch<T> batch = batch(exchange);
        List<Long> rest = new ArrayList<>();
        batch.items.forEach(item -> rest.add(id.applyAsLong(item)));
        rest.removeAll(batch.arrived);
        Instant dueAt = clock.instant().plus(PAUSE);
        try {
            store.arrived(batch.token, batch.arrived);
            store.postponed(batch.token, rest, dueAt);
        } catch (StoreException | LostRaceException e) {
            LOG.warn("{} that arrived could not be noted and come again: {}", what, e.getMessage());
        }
    }

    @SuppressWarnings("unchecked")
    private Batch<T> batch(Exchange exchange) {
        return exchange.getProperty(property, Batch.class);
    }
}
