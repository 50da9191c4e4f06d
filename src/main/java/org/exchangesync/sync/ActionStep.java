package org.exchangesync.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.exchangesync.alert.Alert;
import org.exchangesync.alert.Alerts;
import org.exchangesync.failure.Fault;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.failure.FaultClass.Reach;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.item.ItemId;
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
    private static final int MOST_MOVES = 3;
    private static final String MOVE_FAILED = "ErrorMoveCopyFailed";
    private static final Duration A_DAY = Duration.ofDays(1);

    /** Passing trouble that another item need not have. */
    private static final Set<String> OF_ONE_ITEM = Set.of(MOVE_FAILED, "ErrorInternalServerError");

    private static final Logger LOG = LoggerFactory.getLogger(ActionStep.class);

    private final SyncStore store;
    private final MailboxSchedule schedule;
    private final FaultTable faults;
    private final Alerts alerts;
    private final SyncSettings settings;
    private final Clock clock;

    public ActionStep(
            SyncStore store,
            MailboxSchedule schedule,
            FaultTable faults,
            Alerts alerts,
            SyncSettings settings,
            Clock clock) {
        this.store = store;
        this.schedule = schedule;
        this.faults = faults;
        this.alerts = alerts;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Looks for actions that are owed to the mailbox and due, into the exchange property {@code actions}. What one action
     * promises is found by the next look.
     *
     * @return false if there are none, or no more are to be done in this cycle
     */
    public boolean more(Exchange exchange) {
        MailboxCycle cycle = CycleStep.cycle(exchange);
        ActionRound round = exchange.getProperty(SyncProperties.ACTIONS, ActionRound.class);
        if (round == null) {
            round = new ActionRound(settings.actionsPerCycle());
            exchange.setProperty(SyncProperties.ACTIONS, round);
        }
        return !cycle.isStopped()
                && !round.isStopped()
                && round.take(store.dueActions(cycle.claim(), cycle.getTransport(), round.room()));
    }

    /**
     * Takes the action in the body: its item stands in the headers that the transports understand. Where the mailbox has
     * gone to another worker meanwhile, that one does the action, and this one does no more.
     */
    public void begin(Exchange exchange) {
        MailboxCycle cycle = CycleStep.cycle(exchange);
        RemoteAction action = exchange.getMessage().getBody(RemoteAction.class);
        if (round(exchange).holds(action.type())) {
            exchange.setRouteStop(true);
            return;
        }
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
        switch (action.type()) {
            case MARK_UNDELIVERABLE -> message.setHeader(TransportHeaders.CATEGORIES_ADDED, UNDELIVERABLE);
            case MOVE_BACK -> {
                message.setHeader(TransportHeaders.CATEGORIES_REMOVED, UNDELIVERABLE);
                message.setHeader(
                        TransportHeaders.TARGET_FOLDER, action.folder().folder());
            }
            case DELETE_PROCESSED ->
                message.setHeader(TransportHeaders.SOON, round(exchange).of(action));
            case MOVE_TO_UNDELIVERABLE -> {}
        }
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
        String id = exchange.getMessage().getHeader(TransportHeaders.ITEM_ID, String.class);
        if (round(exchange).isFirstSuccess(action.type())) {
            alerts.resolve(key(cycle, action.type()));
        }
        note(cycle, tx -> {
            switch (action.type()) {
                case MOVE_TO_UNDELIVERABLE -> {
                    tx.actionDone(action, id);
                    tx.letters().moved(action.folder(), action.itemId().id(), id);
                    tx.owe(List.of(mark(cycle, action, id)));
                }
                case MOVE_BACK -> {
                    tx.actionDone(action, id);
                    tx.letters().movedBack(action.folder(), action.itemId().id(), id);
                }
                case MARK_UNDELIVERABLE -> tx.actionDone(action, null);
                case DELETE_PROCESSED -> {
                    tx.actionDone(action, null);
                    unlink(tx, action);
                }
            }
        });
    }

    /** Only when the mail has left its folder: there, a category would make another version of it, which comes again. */
    private static RemoteAction mark(MailboxCycle cycle, RemoteAction moved, String newId) {
        FolderKey there = new FolderKey(
                moved.folder().mailbox(),
                moved.folder().transport(),
                cycle.undeliverable().toString());
        return new RemoteAction(
                0, there, moved.kind(), ItemId.of(newId), RemoteAction.Type.MARK_UNDELIVERABLE, moved.messageId(), 0);
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
        RemoteAction action = action(exchange);
        note(CycleStep.cycle(exchange), tx -> {
            tx.actionDone(action, null);
            if (action.type() == RemoteAction.Type.DELETE_PROCESSED) {
                unlink(tx, action);
            }
        });
    }

    /**
     * Whether the action may be repeated at once: the trouble is the server's, passes by itself, and the server didn't ask for
     * more patience than that. A move whose answer was lost is recognised when it is repeated: its item is gone.
     */
    public boolean passing(Exchange exchange) {
        Fault fault = faults.classify(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class), true);
        return fault.faultClass() == FaultClass.TRANSIENT
                && !OF_ONE_ITEM.contains(fault.code())
                && fault.backOff().compareTo(settings.redelivery()) <= 0;
    }

    /**
     * Notes that the action failed. What fails for the mailbox's sake (it is full, or a right is missing) is tried again
     * once a day, and no other of its type before; everything else by the ladder, but not for ever.
     */
    public void failed(Exchange exchange) {
        MailboxCycle cycle = CycleStep.cycle(exchange);
        RemoteAction action = action(exchange);
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (failure instanceof StoreException) {
            LOG.debug("{}: what is owed waits for the database", cycle.mailbox().address(), failure);
            round(exchange).stop();
            return;
        }
        Fault fault = faults.classify(failure, true);
        if (fault.faultClass() == FaultClass.MAILBOX) {
            hold(exchange, cycle, action, fault);
            return;
        }
        boolean ofItem = OF_ONE_ITEM.contains(fault.code());
        boolean giveUp = switch (fault.faultClass()) {
            case ITEM, REQUEST -> true;
            default -> action.attempts() + 1 >= (fault.code().equals(MOVE_FAILED) ? MOST_MOVES : MOST_ATTEMPTS);
        };
        LOG.warn(
                "Mailbox {}: {} of {} failed with {}{}: {}",
                cycle.mailbox().address(),
                action.type(),
                action.itemId().id(),
                fault.code(),
                giveUp ? ", given up" : ", will be tried again",
                fault.message());
        note(cycle, tx -> {
            tx.actionFailed(action, fault.code(), fault.message(), giveUp);
            if (giveUp && action.type() == RemoteAction.Type.MOVE_TO_UNDELIVERABLE) {
                tx.letters().notMoved(action.folder(), List.of(action.itemId().id()), "given up: " + fault.describe());
            }
        });
        if (fault.faultClass().reach().compareTo(Reach.DIRECTION) >= 0 && !ofItem) {
            round(exchange).stop(); // the next one would fail as this one did
        }
    }

    private void hold(Exchange exchange, MailboxCycle cycle, RemoteAction action, Fault fault) {
        round(exchange).hold(action.type());
        Instant until = clock.instant().plus(A_DAY);
        note(cycle, tx -> {
            List<String> items = tx.postpone(action.folder(), action.type(), fault.code(), fault.message(), until);
            if (action.type() == RemoteAction.Type.MOVE_TO_UNDELIVERABLE) {
                tx.letters()
                        .notMoved(
                                action.folder(),
                                items,
                                fault.describe() + " It is tried again once a day; "
                                        + fault.advice().cure() + ".");
            }
        });
        alerts.raise(new Alert(
                key(cycle, action.type()),
                Alert.Level.WARNING,
                cycle.profile().name(),
                cycle.mailbox().address(),
                fault.code(),
                "Mailbox " + cycle.mailbox().address() + ": " + wish(action.type()) + " is not possible: "
                        + fault.describe() + " The mailbox is read on; it is tried again once a day.",
                fault.advice().cause(),
                fault.advice().cure()));
    }

    private static String key(MailboxCycle cycle, RemoteAction.Type type) {
        return type + " " + cycle.mailbox().address();
    }

    private static String wish(RemoteAction.Type type) {
        return switch (type) {
            case MOVE_TO_UNDELIVERABLE -> "to move mail that can't be taken to Undeliverable";
            case MARK_UNDELIVERABLE -> "to put the category Undeliverable on mail";
            case MOVE_BACK -> "to move replayed mail back to the Inbox";
            case DELETE_PROCESSED -> "to delete processed mail";
        };
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
        tx.saw(folder, List.of(), id); // servers use ids again
        tx.markGone(records);
    }

    private static ActionRound round(Exchange exchange) {
        return exchange.getProperty(SyncProperties.ACTIONS, ActionRound.class);
    }

    private static RemoteAction action(Exchange exchange) {
        return exchange.getProperty(SyncProperties.ACTION, RemoteAction.class);
    }
}
