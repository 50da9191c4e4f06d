package org.exchangesync.sync.deadletter;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.item.Change;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.CycleStep;
import org.exchangesync.sync.LoneItem;
import org.exchangesync.sync.LoneItem.Place;
import org.exchangesync.sync.MailboxCycle;
import org.exchangesync.sync.MailboxSchedule;
import org.exchangesync.sync.ResumePoint;
import org.exchangesync.sync.StepMemory;
import org.exchangesync.sync.SyncProperties;
import org.exchangesync.sync.SyncStore;
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
    private static final Logger LOG = LoggerFactory.getLogger(ReplayStep.class);

    private final DeadLetterStore letters;
    private final SyncStore store;
    private final MailboxSchedule schedule;
    private final ReplaySettings settings;
    private final ReplayEnding ending;
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
        this.settings = settings;
        this.memory = memory;
        this.ending = new ReplayEnding(store, faults, settings, newId, clock);
        this.rate = new ReplayRate(settings.perMinute(), clock);
        this.items = new LetterItem(letters, settings.spoolThreshold(), settings.spool());
    }

    /** Looks for the replays that are asked for and due, into the exchange property {@code replays}. */
    public void due(Exchange exchange) {
        MailboxCycle cycle = CycleStep.cycle(exchange);
        exchange.setProperty(
                SyncProperties.REPLAYS,
                new ReplayRound(
                        letters.dueReplays(cycle.mailbox().address(), cycle.getTransport(), settings.perCycle())));
    }

    /**
     * Takes the letter in the body; the ids under which its item may be in the mailbox are asked for next. The letter waits
     * for another cycle where the mailbox has gone to another worker, or so many were replayed as are allowed in a minute.
     */
    public void begin(Exchange exchange) {
        MailboxCycle cycle = CycleStep.cycle(exchange);
        ReplayRound round = ReplayRound.of(exchange);
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
        Replay.of(exchange).located(ids(exchange));
    }

    /** Whether another folder is to be searched for a mail that is not where it was. */
    public boolean searching(Exchange exchange) {
        return Replay.of(exchange).isSearching();
    }

    /** Asks for the mail by its Message-ID in the next folder. */
    public void search(Exchange exchange) {
        Replay replay = Replay.of(exchange);
        Message message = exchange.getMessage();
        message.setBody(null);
        message.setHeader(TransportHeaders.FOLDER, replay.search());
        message.setHeader(TransportHeaders.MESSAGE_ID, replay.letter().messageId());
    }

    /** Takes what was found there. */
    public void found(Exchange exchange) {
        Replay.of(exchange).found(ids(exchange));
    }

    /** Whether the folder that was searched isn't there: then nothing is in it. */
    public boolean noFolder(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        return failure instanceof TransportException fault && fault.code().equals(NO_FOLDER);
    }

    /** Whether the item is wanted as the mailbox has it now. */
    public boolean wantsItem(Exchange exchange) {
        return Replay.of(exchange).wantsItem();
    }

    /** Asks for the item as it is now. */
    public void fetch(Exchange exchange) {
        ItemId there = Replay.of(exchange).there();
        Message message = exchange.getMessage();
        message.setHeader(TransportHeaders.ITEM_ID, there.id());
        message.setHeader(TransportHeaders.CHANGE_KEY, there.changeKey());
    }

    /** Takes the item as it is now. */
    public void fetched(Exchange exchange) {
        Message message = exchange.getMessage();
        Replay.of(exchange)
                .fetched(
                        message.getBody(Item.class),
                        new ItemId(
                                message.getHeader(TransportHeaders.ITEM_ID, String.class),
                                message.getHeader(TransportHeaders.CHANGE_KEY, String.class)));
    }

    /** Makes the change again that the letter's item is, and hands it to the routes in the body. */
    public void open(Exchange exchange) {
        Replay replay = Replay.of(exchange);
        StoredLetter letter = replay.letter();
        MailboxCycle cycle = CycleStep.cycle(exchange);
        Message message = exchange.getMessage();
        message.removeHeaders("CamelTransport*");
        exchange.removeProperty(Exchange.EXCEPTION_CAUGHT); // of a folder that isn't there
        if (replay.there() == null && letter.kind() != ItemKind.EMAIL) {
            ending.end(
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
            ending.end(exchange, false, "nothing was kept of it, and it is no longer in the mailbox");
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
            ending.end(
                    exchange,
                    false,
                    "the message at the step that refused it can't be read: " + e.getMessage()
                            + ReplayEnding.FROM_START);
            return false;
        }
        ResumePoint now = memory.locate(point).orElse(null);
        if (now == null) {
            ending.end(exchange, false, point.describe() + " is no longer in the route" + ReplayEnding.FROM_START);
        } else if (now.lost() != null) {
            ending.end(
                    exchange,
                    false,
                    "the message at " + point.describe() + " was a " + now.lost() + ", which can't be kept"
                            + ReplayEnding.FROM_START);
        } else if (letter.kept().isEdited() && !now.isUnchanged()) {
            ending.end(
                    exchange,
                    false,
                    "the steps before " + point.describe() + " made something else of the item, so that the"
                            + " edited one can't take its place" + ReplayEnding.FROM_START);
        } else {
            exchange.setProperty(SyncProperties.CHANGE, change);
            exchange.setProperty(SyncProperties.RESUME, now);
            return true;
        }
        return false;
    }

    /** Where it is linked it has the id under which it is there; elsewhere that under which it failed. */
    private static ItemId id(Replay replay, MailboxCycle cycle) {
        return replay.place(ReplayEnding.folders(cycle)) == Place.FOLDER
                ? replay.there()
                : replay.letter().itemId();
    }

    /** Commits what the routes said. */
    public void commit(Exchange exchange) throws Exception {
        ending.commit(exchange);
    }

    /** What fails on the way is the item's, or passes by itself. */
    public void failed(Exchange exchange) {
        ending.failed(exchange);
    }

    /** Tells what was done. */
    public void finish(Exchange exchange) {
        ReplayRound round = ReplayRound.of(exchange);
        if (!round.getLetters().isEmpty()) {
            String mailbox = CycleStep.cycle(exchange).mailbox().address();
            LOG.info("Mailbox {}: {}", mailbox, round.describe());
            if (!round.isStopped() && round.getLetters().size() == settings.perCycle()) {
                schedule.dueNow(mailbox); // there may be more
            }
        }
    }

    private static List<ItemId> ids(Exchange exchange) {
        return exchange.getMessage().getBody(List.class).stream()
                .map(ItemId.class::cast)
                .toList();
    }
}
