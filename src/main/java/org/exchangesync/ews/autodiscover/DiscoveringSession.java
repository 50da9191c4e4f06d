package org.exchangesync.ews.autodiscover;

import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.exchangesync.item.ItemId;
import org.exchangesync.transport.ChangePage;
import org.exchangesync.transport.ChangeQuery;
import org.exchangesync.transport.ChangeSession;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.TransportException;

/**
 * The reading of a folder whose mailbox may move meanwhile: it goes on at the new server behind the last page that was
 * given. If the new server doesn't know the state, it says so, and the folder is read from its beginning as after every
 * lost state.
 */
final class DiscoveringSession implements ChangeSession {
    private final DiscoveringTransport connection;
    private final MailboxRef mailbox;
    private ChangeQuery rest;
    private URI url;
    private ChangeSession session;
    /** Pages that the session of this server gave; those of the server before can't be told to it. */
    private final Set<ChangePage> given = Collections.newSetFromMap(new IdentityHashMap<>());

    DiscoveringSession(DiscoveringTransport connection, MailboxRef mailbox, ChangeQuery query) {
        this.connection = connection;
        this.mailbox = mailbox;
        this.rest = query;
        this.url = connection.url(mailbox);
        following(() -> {
            open();
            return null;
        });
    }

    private interface Step<T> {
        T run();
    }

    private void open() {
        if (session == null) {
            session = connection.server(url).changes(mailbox, rest);
        }
    }

    /** Does a step; once more at the new server if the mailbox has moved. */
    private <T> T following(Step<T> step) {
        try {
            return step.run();
        } catch (TransportException fault) {
            Optional<URI> moved = connection.movedFrom(url, mailbox, fault);
            if (moved.isEmpty()) {
                throw fault;
            }
            close();
            url = moved.get();
            return step.run();
        }
    }

    @Override
    public ChangePage next() {
        ChangePage page = following(() -> {
            open();
            return session.next();
        });
        rest = rest.from(page.next());
        given.add(page);
        return page;
    }

    @Override
    public void committed(ChangePage page) {
        if (given.remove(page)) {
            session.committed(page);
        }
    }

    @Override
    public Set<ItemId> missing(Collection<ItemId> ids) {
        return following(() -> {
            open();
            return session.missing(ids);
        });
    }

    @Override
    public void close() {
        given.clear();
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
