package org.exchangesync.sync.deadletter;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.exchangesync.failure.Fault;
import org.exchangesync.failure.FaultClass.Reach;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.item.Change;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.DeadLetter;
import org.exchangesync.sync.DeadLetters.Arrival;
import org.exchangesync.sync.ItemOutcome;
import org.exchangesync.sync.LoneItem;
import org.exchangesync.sync.LoneItem.Place;
import org.exchangesync.sync.LoneItem.Stored;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.MailboxCycle;
import org.exchangesync.sync.MailboxSchedule;
import org.exchangesync.sync.RemoteAction;
import org.exchangesync.sync.ResumePoint;
import org.exchangesync.sync.StepMemory;
import org.exchangesync.sync.StoreException;
import org.exchangesync.sync.SyncProperties;
import org.exchangesync.sync.SyncStore;
import org.exchangesync.sync.SyncTransaction;
import org.exchangesync.transport.ItemContents;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.TransportHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code replay} of the routes: does the replays that were asked for, within the cycle of their mailbox. An item
 * goes through the routes and checks that every item goes through, and is committed by the same decisions, in one
 * transaction with the new state of its letter.
 */
public final class ReplayStep {
    private static final String NO_FOLDER = "ErrorFolderNotFound";
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final String FROM_START = ". Replay it from the start";
    private static final Logger LOG = LoggerFactory.getLogger(ReplayStep.class);

    private final DeadLetterStore letters;
    private final SyncStore store;
    private final MailboxSchedule schedule;
    private final FaultTable faults;
    private final ReplaySettings settings;
    private final Supplier<UUID> newId;
    private final Clock clock;
    private final ReplayRate rate;
    private final LetterItem items;
    private final StepMemory memory;

    /**
     * @param memory knows the steps of the routes
     * @param newId makes the ids of new records, best ascending in time
     */
    public ReplayStep(
            DeadLetterStore letters,
            SyncStore store,
            MailboxSchedule schedule,
            FaultTable faults,
            ReplaySettings settings,
            StepMemory memory,
            Supplier<UUID> newId,
            Clock clock) {
        this.letters = letters;
        this.store = store;
        this.schedule = schedule;
        this.faults = faults;
        this.settings = settings;
        this.memory = memory;
        this.newId = newId;
        this.clock = clock;
        this.rate = new ReplayRate(settings.perMinute(), clock);
        this.items = new LetterItem(letters, settings.spoolThreshold(), settings.spool());
    }

    /** Looks for the replays that are asked for and due, into the exchange property {@code replays}. */
    public void due(Exchange exchange) {
        MailboxCycle cycle = cycle(exchange);
        exchange.setProperty(
                SyncProperties.REPLAYS,
                new ReplayRound(letters.dueReplays(cycle.mailbox().address(), settings.perCycle())));
    }

    /**
     * Takes the letter in the body; the ids under which its item may be in the mailbox are asked for next. The letter waits
     * for another cycle where the mailbox has gone to another worker, or so many were replayed as are allowed in a minute.
     */
    public void begin(Exchange exchange) {
        MailboxCycle cycle = cycle(exchange);
        ReplayRound round = round(exchange);
        if (!round.isStopped() && (!rate.take() || !schedule.renew(cycle.claim(), settings.lease()))) {
            round.stop();
        }
        if (round.isStopped()) {
            exchange.setRouteStop(true);
            return;
        }
        Replay replay = new Replay(exchange.getMessage().getBody(StoredLetter.class));
        exchange.setProperty(SyncProperties.REPLAY, replay);
        Message message = exchange.getMessage();
        message.setBody(replay.ids());
        message.setHeader(TransportHeaders.PROFILE, cycle.profile().name());
        message.setHeader(TransportHeaders.MAILBOX, cycle.mailbox().ref());
        message.setHeader(TransportHeaders.ITEM_KIND, replay.letter().kind());
    }

    /** Takes which of the ids are there. */
    public void located(Exchange exchange) {
        replay(exchange).located(ids(exchange));
    }

    /** Whether another folder is to be searched for a mail that is not where it was. */
    public boolean searching(Exchange exchange) {
        return replay(exchange).isSearching();
    }

    /** Asks for the mail by its Message-ID in the next folder. */
    public void search(Exchange exchange) {
        Replay replay = replay(exchange);
        Message message = exchange.getMessage();
        message.setBody(null);
        message.setHeader(TransportHeaders.FOLDER, replay.search());
        message.setHeader(TransportHeaders.MESSAGE_ID, replay.letter().messageId());
    }

    /** Takes what was found there. */
    public void found(Exchange exchange) {
        replay(exchange).found(ids(exchange));
    }

    /** Whether the folder that was searched isn't there: then nothing is in it. */
    public boolean noFolder(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        return failure instanceof TransportException fault && fault.code().equals(NO_FOLDER);
    }

    /** Whether the item is wanted as the mailbox has it now. */
    public boolean wantsItem(Exchange exchange) {
        return replay(exchange).wantsItem();
    }

    /** Asks for the item as it is now. */
    public void fetch(Exchange exchange) {
        ItemId there = replay(exchange).there();
        Message message = exchange.getMessage();
        message.setHeader(TransportHeaders.ITEM_ID, there.id());
        message.setHeader(TransportHeaders.CHANGE_KEY, there.changeKey());
    }

    /** Takes the item as it is now. */
    public void fetched(Exchange exchange) {
        Message message = exchange.getMessage();
        replay(exchange)
                .fetched(
                        message.getBody(Item.class),
                        new ItemId(
                                message.getHeader(TransportHeaders.ITEM_ID, String.class),
                                message.getHeader(TransportHeaders.CHANGE_KEY, String.class)));
    }

    /** Makes the change again that the letter's item is, and hands it to the routes in the body. */
    public void open(Exchange exchange) {
        Replay replay = replay(exchange);
        StoredLetter letter = replay.letter();
        MailboxCycle cycle = cycle(exchange);
        Message message = exchange.getMessage();
        message.removeHeaders("CamelTransport*");
        exchange.removeProperty(Exchange.EXCEPTION_CAUGHT); // of a folder that isn't there
        if (replay.there() == null && letter.kind() != ItemKind.EMAIL) {
            end(
                    exchange,
                    true,
                    "the " + letter.kind().label() + " is no longer in the mailbox: there is nothing to store");
            return;
        }
        try {
            Change change = replay.fetched() != null
                    ? Change.created(replay.there(), replay.fetched(), null)
                    : items.change(letter, letters.texts(letter.id()).orElseThrow(), id(replay, cycle));
            message.setBody(change);
            if (resumes(exchange, replay, change)) {
                replay.opened(LoneItem.open(store, cycle, replay.folder(), change));
            } else {
                ItemContents.close(change);
            }
        } catch (LetterItem.NothingKeptException e) {
            end(exchange, false, "nothing was kept of it, and it is no longer in the mailbox");
        }
    }

    /**
     * Puts the message back as it was at the step that refused it, where that is wished and possible.
     *
     * @return false if it is wished and not possible: that is told then
     */
    private boolean resumes(Exchange exchange, Replay replay, Change change) {
        StoredLetter letter = replay.letter();
        if (letter.replay().options().fromStart()
                || !letter.kept().resumable()
                || replay.fetched() != null
                || change.item() == null) {
            return true;
        }
        ResumePoint point;
        try {
            point = ResumePoint.read(
                    letters.texts(letter.id()).orElseThrow().resume(),
                    letter.kind(),
                    sha256 -> items.among(change, sha256));
        } catch (IOException e) {
            end(
                    exchange,
                    false,
                    "the message at the step that refused it can't be read: " + e.getMessage() + FROM_START);
            return false;
        }
        ResumePoint now = memory.locate(point).orElse(null);
        if (now == null) {
            end(exchange, false, point.describe() + " is no longer in the route" + FROM_START);
        } else if (now.lost() != null) {
            end(
                    exchange,
                    false,
                    "the message at " + point.describe() + " was a " + now.lost() + ", which can't be kept"
                            + FROM_START);
        } else if (letter.kept().isEdited() && !now.isUnchanged()) {
            end(
                    exchange,
                    false,
                    "the steps before " + point.describe() + " made something else of the item, so that the"
                            + " edited one can't take its place" + FROM_START);
        } else {
            exchange.setProperty(SyncProperties.CHANGE, change);
            exchange.setProperty(SyncProperties.RESUME, now);
            return true;
        }
        return false;
    }

    /** Where it is linked it has the id under which it is there; elsewhere that under which it failed. */
    private static ItemId id(Replay replay, MailboxCycle cycle) {
        return replay.place(folders(cycle)) == Place.FOLDER
                ? replay.there()
                : replay.letter().itemId();
    }

    private static List<String> folders(MailboxCycle cycle) {
        return cycle.configuredFolders().stream()
                .map(plan -> plan.folder().toString())
                .collect(Collectors.toList());
    }

    private void end(Exchange exchange, boolean discard, String result) {
        Replay replay = replay(exchange);
        settle(exchange, tx -> tx.letters().replayEnded(replay.letter().id(), discard, result));
        round(exchange).failed();
        exchange.setRouteStop(true);
    }

    /** Commits what the routes said. */
    public void commit(Exchange exchange) throws Exception {
        Replay replay = replay(exchange);
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
        MailboxCycle cycle = cycle(exchange);
        Replay replay = replay(exchange);
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
            round(exchange).stored();
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
    public void failed(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Replay replay = exchange.getProperty(SyncProperties.REPLAY, Replay.class);
        if (replay == null) {
            round(exchange).stop(); // the mailbox has gone to another worker, or the database is away, which it told
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
            round(exchange).stop(); // the store has told it
        } else if (failure instanceof LostRaceException) {
            round(exchange).stop();
            LOG.warn("Mailbox {}: replays wait: {}", cycle(exchange).mailbox().address(), failure.toString());
        } else {
            Fault fault = faults.classify(failure, true);
            if (fault.faultClass().reach().compareTo(Reach.DIRECTION) >= 0) {
                waits(exchange, failure);
            } else {
                failedAgain(exchange, LoneItem.failed(fault, failure));
            }
        }
    }

    private void waits(Exchange exchange, Exception failure) {
        StoredLetter letter = replay(exchange).letter();
        Fault fault = faults.classify(failure, true);
        Duration ladder = settings.retries().postponement(letter.replay().waits() + 1);
        Instant dueAt = clock.instant().plus(ladder.compareTo(LONGEST_WAIT) < 0 ? ladder : LONGEST_WAIT);
        String why = "waits, tried again at " + dueAt + ": " + fault.describe();
        round(exchange).stop();
        settle(exchange, tx -> tx.letters().replayWaits(letter.id(), why, dueAt));
        LOG.warn("Mailbox {}: the replay of dead letter {} {}", letter.mailbox(), letter.id(), why);
    }

    private void failedAgain(Exchange exchange, DeadLetter.Failure failure) {
        StoredLetter letter = replay(exchange).letter();
        Fault fault = failure.fault();
        String result = "failed again"
                + (failure.route() == null ? "" : " in " + failure.route())
                + (failure.step() == null ? "" : " at '" + failure.step() + "'")
                + ": " + fault.describe();
        settle(exchange, tx -> tx.letters().replayFailed(letter.id(), failure, result));
        round(exchange).failed();
    }

    /** What became of a letter is noted by whoever has the mailbox. */
    private void settle(Exchange exchange, java.util.function.Consumer<SyncTransaction> work) {
        StoredLetter letter = replay(exchange).letter();
        try {
            store.inTransaction(cycle(exchange).claim(), tx -> {
                if (tx.letters().isReplaying(letter.id())) {
                    work.accept(tx);
                }
                return null;
            });
        } catch (LostRaceException e) {
            LOG.warn("Dead letter {}: {}; it is replayed again", letter.id(), e.getMessage());
            round(exchange).stop();
        }
    }

    /** Tells what was done. */
    public void finish(Exchange exchange) {
        ReplayRound round = round(exchange);
        if (!round.getLetters().isEmpty()) {
            String mailbox = cycle(exchange).mailbox().address();
            LOG.info("Mailbox {}: {}", mailbox, round.describe());
            if (!round.isStopped() && round.getLetters().size() == settings.perCycle()) {
                schedule.dueNow(mailbox); // there may be more
            }
        }
    }

    /** Somebody took the request back while the item was on its way. */
    private static final class TakenBackException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static List<ItemId> ids(Exchange exchange) {
        return exchange.getMessage().getBody(List.class).stream()
                .map(ItemId.class::cast)
                .toList();
    }

    private static MailboxCycle cycle(Exchange exchange) {
        return exchange.getProperty(SyncProperties.CYCLE, MailboxCycle.class);
    }

    private static ReplayRound round(Exchange exchange) {
        return exchange.getProperty(SyncProperties.REPLAYS, ReplayRound.class);
    }

    private static Replay replay(Exchange exchange) {
        return exchange.getProperty(SyncProperties.REPLAY, Replay.class);
    }
}
