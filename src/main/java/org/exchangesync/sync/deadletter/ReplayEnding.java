package org.exchangesync.sync.deadletter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.exchangesync.failure.Fault;
import org.exchangesync.failure.FaultClass.Reach;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.CycleStep;
import org.exchangesync.sync.DeadLetter;
import org.exchangesync.sync.DeadLetters.Arrival;
import org.exchangesync.sync.ItemOutcome;
import org.exchangesync.sync.LoneItem;
import org.exchangesync.sync.LoneItem.Place;
import org.exchangesync.sync.LoneItem.Stored;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.MailboxCycle;
import org.exchangesync.sync.RemoteAction;
import org.exchangesync.sync.ResumePoint;
import org.exchangesync.sync.StoreException;
import org.exchangesync.sync.SyncProperties;
import org.exchangesync.sync.SyncStore;
import org.exchangesync.sync.SyncTransaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the replay of one letter ends: stored, failed again, waiting, or with nothing to store; noted with the letter. */
final class ReplayEnding {
    static final String FROM_START = ". Replay it from the start";

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final Logger LOG = LoggerFactory.getLogger(ReplayEnding.class);

    private final SyncStore store;
    private final FaultTable faults;
    private final ReplaySettings settings;
    private final Supplier<UUID> newId;
    private final Clock clock;

    ReplayEnding(SyncStore store, FaultTable faults, ReplaySettings settings, Supplier<UUID> newId, Clock clock) {
        this.store = store;
        this.faults = faults;
        this.settings = settings;
        this.newId = newId;
        this.clock = clock;
    }

    /** Commits what the routes said. */
    void commit(Exchange exchange) throws Exception {
        Replay replay = Replay.of(exchange);
        try (LoneItem item = replay.item()) {
            if (item.givenUp().isPresent()) {
                waits(exchange, item.givenUp().get());
                return;
            }
            ResumePoint resume = exchange.getProperty(SyncProperties.RESUME, ResumePoint.class);
            if (resume != null && resume.isPending()) {
                end(
                        exchange,
                        false,
                        resume.describe() + " was not reached: a condition before it leads elsewhere now" + FROM_START);
                return;
            }
            ItemOutcome outcome = item.outcome()
                    .orElseThrow(() -> new IllegalStateException("the item came out of receive-item without an outcome."
                            + " End every path with 'bean: outcome' method record or skip(reason)"));
            if (outcome instanceof ItemOutcome.Refuse refuse) {
                failedAgain(exchange, LoneItem.failure(refuse));
            } else if (outcome instanceof ItemOutcome.Skip skip) {
                end(exchange, true, "skipped: " + skip.reason());
            } else {
                store(exchange, outcome);
            }
        }
    }

    private void store(Exchange exchange, ItemOutcome outcome) {
        MailboxCycle cycle = CycleStep.cycle(exchange);
        Replay replay = Replay.of(exchange);
        StoredLetter letter = replay.letter();
        Place place = replay.place(folders(cycle));
        Stored stored = replay.item().commit(outcome, place, settings.publish(), newId, (tx, done) -> {
            if (!tx.letters().isReplaying(letter.id())) {
                throw new TakenBackException();
            }
            if (done.refusal() == null) {
                settle(tx, cycle, replay, done, place);
            }
        });
        if (stored.refusal() == null) {
            ReplayRound.of(exchange).stored();
        } else {
            failedAgain(exchange, LoneItem.refused(stored.refusal()));
        }
    }

    private void settle(SyncTransaction tx, MailboxCycle cycle, Replay replay, Stored done, Place place) {
        StoredLetter letter = replay.letter();
        boolean delete = cycle.mailbox().deleteEmailsAfterProcessing() && letter.kind() == ItemKind.EMAIL;
        boolean back = replay.inUndeliverable() && letter.replay().options().moveBack() && !delete;
        tx.withdraw(letter.folder(), List.of(letter.itemId().id()), RemoteAction.Type.MOVE_TO_UNDELIVERABLE);
        if (replay.there() != null && (delete || back)) {
            RemoteAction.Type type = delete ? RemoteAction.Type.DELETE_PROCESSED : RemoteAction.Type.MOVE_BACK;
            tx.owe(List.of(
                    new RemoteAction(0, letter.folder(), letter.kind(), replay.there(), type, letter.messageId(), 0)));
        }
        tx.letters().replayed(letter.id(), done.recordId(), result(replay, done, place, back, delete));
        tx.letters()
                .arrived(
                        letter.folder(),
                        List.of(new Arrival(letter.itemId().id(), null, done.recordId())),
                        letter.id());
    }

    private static String result(Replay replay, Stored done, Place place, boolean back, boolean delete) {
        String what = switch (done.event()) {
            case CREATED -> "stored as record ";
            case UPDATED -> "stored as a new version of record ";
            default -> "recognised as record ";
        };
        String where = switch (place) {
            case FOLDER -> "";
            case NOWHERE -> "; it is no longer in the mailbox";
            case ELSEWHERE ->
                !replay.inUndeliverable() ? "" : back ? "; goes back to the Inbox" : "; stays in Undeliverable";
        };
        return what + done.recordId() + (delete ? "; is deleted, as the mailbox wants it" : where);
    }

    /** What fails on the way is the item's, or passes by itself. */
    void failed(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Replay replay = Replay.of(exchange);
        if (replay == null) {
            ReplayRound.of(exchange)
                    .stop(); // the mailbox has gone to another worker, or the database is away, which it told
            LOG.debug("Replays wait", failure);
            return;
        }
        if (replay.isOpen()) {
            replay.item().close();
        }
        if (failure instanceof TakenBackException) {
            LOG.info(
                    "The replay of dead letter {} was taken back meanwhile",
                    replay.letter().id());
        } else if (failure instanceof StoreException) {
            ReplayRound.of(exchange).stop(); // the store has told it
        } else if (failure instanceof LostRaceException) {
            ReplayRound.of(exchange).stop();
            LOG.warn(
                    "Mailbox {}: replays wait: {}",
                    CycleStep.cycle(exchange).mailbox().address(),
                    failure.toString());
        } else {
            Fault fault = faults.classify(failure, true);
            if (fault.faultClass().reach().compareTo(Reach.DIRECTION) >= 0) {
                waits(exchange, failure);
            } else {
                failedAgain(exchange, LoneItem.failed(fault, failure));
            }
        }
    }

    /** Notes why it can't be stored, and leaves the route. */
    void end(Exchange exchange, boolean discard, String result) {
        Replay replay = Replay.of(exchange);
        settle(exchange, tx -> tx.letters().replayEnded(replay.letter().id(), discard, result));
        ReplayRound.of(exchange).failed();
        exchange.setRouteStop(true);
    }

    private void waits(Exchange exchange, Exception failure) {
        StoredLetter letter = Replay.of(exchange).letter();
        Fault fault = faults.classify(failure, true);
        Duration ladder = settings.retries().postponement(letter.replay().waits() + 1);
        Instant dueAt = clock.instant().plus(ladder.compareTo(LONGEST_WAIT) < 0 ? ladder : LONGEST_WAIT);
        String why = "waits, tried again at " + dueAt + ": " + fault.describe();
        ReplayRound.of(exchange).stop();
        settle(exchange, tx -> tx.letters().replayWaits(letter.id(), why, dueAt));
        LOG.warn("Mailbox {}: the replay of dead letter {} {}", letter.mailbox(), letter.id(), why);
    }

    private void failedAgain(Exchange exchange, DeadLetter.Failure failure) {
        StoredLetter letter = Replay.of(exchange).letter();
        Fault fault = failure.fault();
        String result = "failed again"
                + (failure.route() == null ? "" : " in " + failure.route())
                + (failure.step() == null ? "" : " at '" + failure.step() + "'")
                + ": " + fault.describe();
        settle(exchange, tx -> tx.letters().replayFailed(letter.id(), failure, result));
        ReplayRound.of(exchange).failed();
    }

    /** What became of a letter is noted by whoever has the mailbox. */
    private void settle(Exchange exchange, Consumer<SyncTransaction> work) {
        StoredLetter letter = Replay.of(exchange).letter();
        try {
            store.inTransaction(CycleStep.cycle(exchange).claim(), tx -> {
                if (tx.letters().isReplaying(letter.id())) {
                    work.accept(tx);
                }
                return null;
            });
        } catch (LostRaceException e) {
            LOG.warn("Dead letter {}: {}; it is replayed again", letter.id(), e.getMessage());
            ReplayRound.of(exchange).stop();
        }
    }

    /** Somebody took the request back while the item was on its way. */
    private static final class TakenBackException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The folders that are read of the mailbox. */
    static List<String> folders(MailboxCycle cycle) {
        return cycle.configuredFolders().stream()
                .map(plan -> plan.folder().toString())
                .toList();
    }
}
