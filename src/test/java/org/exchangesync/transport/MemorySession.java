package org.exchangesync.transport;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Set;
import org.exchangesync.item.ItemId;

/** One reading of a folder of a {@link MemoryTransport}; insists on the rules of {@link ChangeSession}. */
final class MemorySession implements ChangeSession {
    private final MemoryTransport transport;
    private final MailboxRef mailbox;
    private final Deque<ChangePage> uncommitted = new ArrayDeque<>();
    private ChangeQuery query;
    private boolean closed;

    MemorySession(MemoryTransport transport, MailboxRef mailbox, ChangeQuery query) {
        this.transport = transport;
        this.mailbox = mailbox;
        this.query = query;
    }

    @Override
    public ChangePage next() {
        mustBeOpen();
        ChangePage page = transport.page(mailbox, query);
        query = query.from(page.next());
        uncommitted.add(page);
        return page;
    }

    @Override
    public void committed(ChangePage page) {
        mustBeOpen();
        if (uncommitted.peek() != page) {
            throw new IllegalStateException("pages are committed in the order in which they came, once each");
        }
        uncommitted.remove();
        transport.committed(page);
    }

    @Override
    public Set<ItemId> missing(Collection<ItemId> ids) {
        mustBeOpen();
        return transport.missing(mailbox, ids);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            transport.closed();
        }
    }

    private void mustBeOpen() {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
    }
}
