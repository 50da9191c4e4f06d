package org.exchangesync.ews.client;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.exchangesync.item.ItemId;
import org.exchangesync.transport.ChangePage;
import org.exchangesync.transport.ChangeSession;
import org.exchangesync.transport.SyncState;

/**
 * The reading of one folder. While the caller works on a page, the next one is read already; it is used only if the pages
 * before it were committed, and thrown away otherwise.
 */
final class EwsChangeSession implements ChangeSession {
    private final ChangePages pages;
    private final Executor executor;
    private final Function<Collection<ItemId>, Set<ItemId>> missing;
    private SyncState state;
    private final Deque<ChangePage> uncommitted = new ArrayDeque<>();
    private CompletableFuture<ChangePage> ahead;
    private boolean closed;

    /**
     * @param missing asks the server which items are no longer there
     */
    EwsChangeSession(
            ChangePages pages, SyncState state, Executor executor, Function<Collection<ItemId>, Set<ItemId>> missing) {
        this.pages = pages;
        this.state = state;
        this.executor = executor;
        this.missing = missing;
    }

    @Override
    public ChangePage next() {
        mustBeOpen();
        ChangePage page = readAhead();
        if (page == null) {
            page = pages.read(state);
        }
        state = page.next();
        uncommitted.add(page);
        if (!page.last()) {
            SyncState from = state;
            ahead = CompletableFuture.supplyAsync(() -> pages.read(from), executor);
        }
        return page;
    }

    /** The page that was read ahead, if there is one and its predecessor was committed. */
    private ChangePage readAhead() {
        CompletableFuture<ChangePage> reading = ahead;
        ahead = null;
        if (reading == null) {
            return null;
        }
        if (!uncommitted.isEmpty()) {
            discard(reading);
            return null;
        }
        try {
            return reading.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw e;
        }
    }

    /** A reading can't be stopped half-way; it is waited for, so that two never use the session's place at once. */
    private static void discard(CompletableFuture<ChangePage> reading) {
        reading.handle((page, failure) -> {
                    if (page != null) {
                        ChangePages.discard(page);
                    }
                    return null;
                })
                .join();
    }

    @Override
    public void committed(ChangePage page) {
        mustBeOpen();
        if (uncommitted.peek() != page) {
            throw new IllegalStateException("pages are committed in the order in which they came, once each");
        }
        uncommitted.remove();
    }

    @Override
    public Set<ItemId> missing(Collection<ItemId> ids) {
        mustBeOpen();
        return missing.apply(ids);
    }

    @Override
    public void close() {
        closed = true;
        if (ahead != null) {
            ahead.thenAccept(ChangePages::discard);
            ahead = null;
        }
    }

    private void mustBeOpen() {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
    }
}
