package org.exchangesync.sync;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.exchangesync.failure.Fault;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.transport.DeleteMode;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.TransportHeaders;
import org.exchangesync.transport.WellKnownFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code actions} of the routes: does what commits promised to do in the mailbox, each once and in order per
 * item.
 */
public final class ActionStep {
    /** The folder below the Inbox for mail that can't be taken, as Dynamics calls it. */
    public static final String UNDELIVERABLE = "Undeliverable";

    private static final int MOST_ATTEMPTS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(ActionStep.class);

    private final SyncStore store;
    private final MailboxSchedule schedule;
    private final FaultTable faults;
    private final SyncSettings settings;

    public ActionStep(SyncStore store, MailboxSchedule schedule, FaultTable faults, SyncSettings settings) {
        this.store = store;
        this.schedule = schedule;
        this.faults = faults;
        this.settings = settings;
    }

    /** The actions that are owed to the mailbox and due. */
    public List<RemoteAction> due(Exchange exchange) {
        MailboxCycle cycle = CycleStep.cycle(exchange);
        return cycle.isStopped() ? List.of() : store.dueActions(cycle.claim(), settings.actionsPerCycle());
    }

    /**
     * Takes the action in the body: its item stands in the headers that the transports understand. Where the mailbox has
     * gone to another worker meanwhile, that one does the action, and this one does no more.
     */
    public void begin(Exchange exchange) {
        MailboxCycle cycle = CycleStep.cycle(exchange);
        RemoteAction action = exchange.getMessage().getBody(RemoteAction.class);
        if (!cycle.isStopped() && !schedule.renew(cycle.claim(), settings.lease())) {
            stop(cycle, LostRaceException.ofClaim(cycle.claim()));
        }
        if (cycle.isStopped()) {
            exchange.setRouteStop(true);
            return;
        }
        exchange.setProperty(SyncProperties.ACTION, action);
        Message message = exchange.getMessage();
        message.setBody(null);
        message.setHeader(TransportHeaders.PROFILE, cycle.profile().name());
        message.setHeader(TransportHeaders.MAILBOX, cycle.mailbox().ref());
        message.setHeader(TransportHeaders.ITEM_KIND, action.kind());
        message.setHeader(TransportHeaders.ITEM_ID, action.itemId().id());
        message.setHeader(TransportHeaders.CHANGE_KEY, action.itemId().changeKey());
        message.setHeader(TransportHeaders.DELETE_MODE, DeleteMode.MOVE_TO_DELETED_ITEMS);
    }

    /** Whether the folder that a failed mail goes to must still be found or made in this cycle. */
    public boolean targetUnknown(Exchange exchange) {
        return CycleStep.cycle(exchange).undeliverable() == null;
    }

    /** Asks for the Undeliverable folder below the Inbox. */
    public void requestTarget(Exchange exchange) {
        Message message = exchange.getMessage();
        message.setHeader(TransportHeaders.NAME, UNDELIVERABLE);
        message.setHeader(TransportHeaders.TARGET_FOLDER, FolderRef.of(WellKnownFolder.INBOX));
    }

    /** Keeps the folder that the transport found or made. */
    public void keepTarget(Exchange exchange) {
        String made = exchange.getMessage().getHeader(TransportHeaders.TARGET_FOLDER, String.class);
        CycleStep.cycle(exchange).undeliverable(FolderRef.parse(made));
    }

    /** Names the Undeliverable folder as the target of the move. */
    public void target(Exchange exchange) {
        exchange.getMessage()
                .setHeader(
                        TransportHeaders.TARGET_FOLDER,
                        CycleStep.cycle(exchange).undeliverable());
    }

    /** Notes that the action is done; after a move the item's new id stands in its header. */
    public void done(Exchange exchange) {
        MailboxCycle cycle = CycleStep.cycle(exchange);
        RemoteAction action = action(exchange);
        String newId = action.type() == RemoteAction.Type.MOVE_TO_UNDELIVERABLE
                ? exchange.getMessage().getHeader(TransportHeaders.ITEM_ID, String.class)
                : null;
        complete(cycle, action, newId);
    }

    /**
     * Whether the item is no longer where the action expected it: moved or deleted by its owner, or by ourselves before a
     * crash kept us from noting it.
     */
    public boolean itemGone(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        return failure != null && faults.classify(failure, true).faultClass() == FaultClass.NONE;
    }

    /** Notes an action on an item that is gone: there is nothing left to do. */
    public void settled(Exchange exchange) {
        complete(CycleStep.cycle(exchange), action(exchange), null);
    }

    /** Notes that the action failed; it is tried again in later cycles, but not for ever. */
    public void failed(Exchange exchange) {
        MailboxCycle cycle = CycleStep.cycle(exchange);
        RemoteAction action = action(exchange);
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Fault fault = faults.classify(failure, true);
        boolean giveUp = switch (fault.faultClass()) {
            case ITEM, REQUEST -> true;
            default -> action.attempts() + 1 >= MOST_ATTEMPTS;
        };
        LOG.warn(
                "Mailbox {}: {} of {} failed with {}{}: {}",
                cycle.mailbox().address(),
                action.type(),
                action.itemId().id(),
                fault.code(),
                giveUp ? ", given up" : ", will be tried again",
                fault.message());
        note(cycle, tx -> tx.actionFailed(action, fault.code(), fault.message(), giveUp));
    }

    private void complete(MailboxCycle cycle, RemoteAction action, String newId) {
        note(cycle, tx -> {
            tx.actionDone(action, newId);
            if (action.type() == RemoteAction.Type.DELETE_PROCESSED) {
                unlink(tx, action);
            }
        });
    }

    /** What became of an action is noted by whoever has the mailbox: another worker finds that out for itself. */
    private void note(MailboxCycle cycle, Consumer<SyncTransaction> result) {
        try {
            store.inTransaction(cycle.claim(), tx -> {
                result.accept(tx);
                return null;
            });
        } catch (LostRaceException e) {
            if (!e.claimLost()) {
                throw e;
            }
            stop(cycle, e);
        }
    }

    private void stop(MailboxCycle cycle, LostRaceException lost) {
        LOG.warn("Mailbox {}: {}", cycle.mailbox().address(), lost.getMessage());
        cycle.failed("actions", faults.classify(lost, false));
    }

    /**
     * Done here and not when the server reports the delete, which may be before or after: the record ends alike, wherever a
     * crash falls between the two.
     */
    private static void unlink(SyncTransaction tx, RemoteAction action) {
        FolderKey folder = action.folder();
        List<String> id = List.of(action.itemId().id());
        List<UUID> records = tx.links(folder.mailbox(), folder.transport(), id).values().stream()
                .map(Link::recordId)
                .toList();
        tx.unlink(folder.mailbox(), folder.transport(), id);
        tx.markGone(records);
    }

    private static RemoteAction action(Exchange exchange) {
        return exchange.getProperty(SyncProperties.ACTION, RemoteAction.class);
    }
}
