package org.exchangesync.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.exchangesync.item.Change;
import org.exchangesync.item.Item;
import org.exchangesync.sync.MailboxCycle.FolderPlan;
import org.exchangesync.transport.ChangePage;
import org.exchangesync.transport.ChangeSession;
import org.exchangesync.transport.ItemContents;

/** The reading of one folder within a cycle, page by page. Used by one thread at a time. */
final class FolderRun implements AutoCloseable {
    private final FolderPlan plan;
    private final Map<Change, ItemOutcome> outcomes = new LinkedHashMap<>();
    private final List<Item> unpacked = new ArrayList<>();
    private final boolean troubled;
    private FolderState state;
    private ChangeSession session;
    private ChangePage page;
    private SettledItems settled;
    private Exception failure;
    private Instant redeliverUntil;
    private boolean more = true;

    /**
     * @param saved the state from which is read on
     * @param troubled the folder was left out for a while, and is tried again
     */
    FolderRun(FolderPlan plan, FolderState saved, boolean troubled) {
        this.plan = plan;
        this.state = saved;
        this.troubled = troubled;
    }

    boolean wasTroubled() {
        return troubled;
    }

    FolderPlan plan() {
        return plan;
    }

    FolderState state() {
        return state;
    }

    /** Reads again from the beginning. */
    void restarted(FolderState restarted) {
        closeSession();
        state = restarted;
    }

    /** The next page is read in a new session, from the state that was saved last. */
    void again() {
        closeSession();
    }

    ChangeSession session() {
        return session;
    }

    void received(ChangeSession open, ChangePage next) {
        session = open;
        page = next;
        failure = null;
        redeliverUntil = null;
        settled = null;
        outcomes.clear();
    }

    /**
     * What became of a change. A failure behind the first word overrules it; a skipped item stays skipped, so that a filter
     * may stand before the step that records.
     */
    void outcome(ItemOutcome outcome) {
        ItemOutcome before = outcomes.get(outcome.change());
        if (!(before instanceof ItemOutcome.Skip && outcome instanceof ItemOutcome.Store)) {
            outcomes.put(outcome.change(), outcome);
        }
    }

    /**
     * Whether a step may try once more for an item of this page.
     *
     * @param budget how long the items of one page may wait together
     */
    boolean mayRedeliver(Instant now, Duration budget) {
        if (redeliverUntil == null) {
            redeliverUntil = now.plus(budget);
        }
        return now.isBefore(redeliverUntil);
    }

    /** What is decided about a change because of its dead letter, or null. */
    ItemOutcome settled(SyncStore store, Change change) {
        if (settled == null) {
            settled = SettledItems.of(store, state.key(), page().changes());
        }
        return settled.outcome(change);
    }

    /** The page can't be finished, because something that a step needs is away. */
    void giveUp(Exception cause) {
        failure = cause;
    }

    /** Why the page was given up, or null. */
    Exception failure() {
        return failure;
    }

    List<ItemOutcome> outcomes() {
        return new ArrayList<>(outcomes.values());
    }

    /** An item that a step took out of another one; it is freed with the page. */
    void unpacked(Item item) {
        unpacked.add(item);
    }

    /** Whether a page is under way. */
    boolean hasPage() {
        return page != null;
    }

    ChangePage page() {
        if (page == null) {
            throw new IllegalStateException("no page of " + plan.folder() + " was read");
        }
        return page;
    }

    /** The page stands in the database. */
    void committed(FolderState saved) {
        state = saved;
        more = !page.last();
        if (session != null) {
            session.committed(page);
        }
        release();
    }

    boolean more() {
        return more;
    }

    /** Frees the page's spool files and the session. */
    @Override
    public void close() {
        try {
            release();
        } finally {
            closeSession();
        }
    }

    private void closeSession() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    private void release() {
        outcomes.clear();
        unpacked.forEach(ItemContents::close);
        unpacked.clear();
        if (page != null) {
            page.changes().forEach(ItemContents::close);
            page = null;
        }
    }
}
