package org.exchangesync.transport;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.EmptyAsyncCallback;
import org.apache.camel.support.ScheduledBatchPollingConsumer;
import org.apache.camel.util.CastUtils;
import org.exchangesync.item.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the changes of one folder, page by page, and keeps how far it has read. The state moves only when every Camel
 * exchange of a page has completed, wherever it went meanwhile; after a failure the whole page comes again at the next
 * poll. So each change arrives at least once.
 */
final class TransportConsumer extends ScheduledBatchPollingConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(TransportConsumer.class);

    /** After this long a page that doesn't complete is worth a line in the log. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final TransportEndpoint endpoint;
    private final TransportConfiguration options;
    private MailboxRef mailbox;
    private ChangeExchanges messages;
    private ChangeQuery fromStart;
    private SyncStateRepository states;
    private ConsumedState consumed;
    private PageDelivery underway;

    TransportConsumer(TransportEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.options = endpoint.getConfiguration();
    }

    @Override
    protected void doStart() throws Exception {
        mailbox = TransportCall.mailboxOf(endpoint);
        fromStart = TransportCall.queryOf(endpoint);
        messages = new ChangeExchanges(mailbox, fromStart.folder());
        states = options.getStateRepository() != null
                ? options.getStateRepository()
                : endpoint.getComponent().memoryStates();
        String key = options.getStateKey() != null ? options.getStateKey() : defaultStateKey();
        consumed = endpoint.getComponent().claimState(key, this);
        try {
            super.doStart();
        } catch (Exception e) {
            consumed.release();
            throw e;
        }
    }

    private String defaultStateKey() {
        return String.join(
                "/",
                endpoint.label(),
                endpoint.connectionLabel(),
                mailbox.address(),
                fromStart.folder().toString(),
                fromStart.kind().label());
    }

    @Override
    protected int poll() throws Exception {
        shutdownRunningTask = null;
        pendingExchanges = 0;
        if (consumed.isUnderway()) {
            LOG.debug("exchanges of an earlier page of {} are still under way", consumed);
            return 0;
        }
        SyncState state = states.load(consumed.key());
        try {
            return readPages(state);
        } catch (TransportException e) {
            if (!e.code().equals(TransportException.INVALID_SYNC_STATE)
                    || state.isStart()
                    || !options.isRestartOnExpiredState()) {
                throw e;
            }
            LOG.warn("the server no longer knows the state {}: the folder is read from its beginning", consumed, e);
            return readPages(SyncState.START);
        }
    }

    private int readPages(SyncState state) throws Exception {
        int polled = 0;
        try (ChangeSession session = endpoint.transport(null, mailbox).changes(mailbox, question(state))) {
            SyncState before = state;
            boolean more = true;
            while (more) {
                ChangePage page = session.next();
                Queue<Delivery> batch = createExchanges(page);
                underway = consumed.deliver(batch.size());
                int sent = processBatch(CastUtils.cast(batch));
                boolean completed = awaitCompletion();
                if (completed) {
                    polled += sent;
                    processCommit(session, page, before);
                    before = page.next();
                } else {
                    processRollback();
                }
                more = completed && !page.last() && isBatchAllowed() && isPollAllowed();
            }
        }
        return polled;
    }

    private ChangeQuery question(SyncState state) {
        return fromStart.from(state).remembering(state.isStart() ? SeenItems.NONE : states.seen(consumed.key()));
    }

    private Queue<Delivery> createExchanges(ChangePage page) {
        Queue<Delivery> batch = new ArrayDeque<>();
        if (!options.isPage()) {
            for (Change change : page.changes()) {
                Exchange exchange = createExchange(true);
                messages.fill(exchange.getMessage(), change);
                batch.add(new Delivery(exchange, List.of(change)));
            }
        } else if (!page.changes().isEmpty()) {
            Exchange exchange = createExchange(true);
            messages.fill(exchange.getMessage(), page);
            batch.add(new Delivery(exchange, page.changes()));
        }
        return batch;
    }

    @Override
    public int processBatch(Queue<Object> batch) {
        int total = batch.size();
        int index = 0;
        while (!batch.isEmpty() && isBatchAllowed()) {
            Delivery next = (Delivery) batch.poll();
            Exchange exchange = next.exchange();
            exchange.setProperty(ExchangePropertyKey.BATCH_INDEX, index);
            exchange.setProperty(ExchangePropertyKey.BATCH_SIZE, total);
            exchange.setProperty(ExchangePropertyKey.BATCH_COMPLETE, batch.isEmpty());
            pendingExchanges = batch.size();
            exchange.getExchangeExtension().addOnCompletion(next.reportTo(underway));
            getAsyncProcessor().process(exchange, EmptyAsyncCallback.get());
            index++;
        }
        underway.unsent(batch.size());
        batch.forEach(unsent -> ((Delivery) unsent).close());
        return index;
    }

    private boolean awaitCompletion() {
        while (!underway.await(PATIENCE)) {
            LOG.warn("Still waiting with the state {}: {}", consumed, underway);
        }
        return underway.succeeded();
    }

    private void processCommit(ChangeSession session, ChangePage page, SyncState before) {
        if (!page.next().equals(before)
                || !page.seen().isEmpty()
                || !page.forgotten().isEmpty()) {
            states.save(consumed.key(), page);
        }
        session.committed(page);
    }

    private void processRollback() {
        LOG.warn("The state {} stays where it was: {}. The page comes again.", consumed, underway, underway.cause());
    }

    @Override
    protected void doStop() throws Exception {
        if (consumed != null) {
            consumed.release();
        }
        super.doStop();
    }

    /** One Camel exchange and the changes in it. */
    private record Delivery(Exchange exchange, List<Change> changes) {

        /** Goes along when the exchange is handed over to another thread. */
        Synchronization reportTo(PageDelivery page) {
            return new Synchronization() {
                @Override
                public void onComplete(Exchange done) {
                    report(done, !done.isRollbackOnly());
                }

                @Override
                public void onFailure(Exchange done) {
                    report(done, false);
                }

                private void report(Exchange done, boolean success) {
                    try {
                        close();
                    } finally {
                        if (success) {
                            page.completed();
                        } else {
                            page.failed(done.getException());
                        }
                    }
                }
            };
        }

        void close() {
            changes.forEach(ItemContents::close);
        }
    }
}
