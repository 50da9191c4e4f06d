package org.exchangesync.ews.autodiscover;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.exchangesync.ews.client.EwsTransport;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.transport.Capability;
import org.exchangesync.transport.ChangeQuery;
import org.exchangesync.transport.ChangeSession;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.DeleteMode;
import org.exchangesync.transport.Fetched;
import org.exchangesync.transport.FindQuery;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.MailboxMarker;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.ServerInfo;
import org.exchangesync.transport.Transport;
import org.exchangesync.transport.TransportException;

/**
 * A connection whose mailboxes may be on different servers: each call goes to the server of its mailbox. When that fails as
 * if the mailbox were elsewhere, it is looked for, and the call goes to the new server; a call that changes something only
 * if the old one has surely done nothing. Threadsafe.
 */
public final class DiscoveringTransport implements Transport {
    private final ConnectionSettings settings;
    private final ServerFinder finder;
    private final Function<ConnectionSettings, Transport> servers;

    /**
     * @param settings of the connection, without a URL
     * @param servers the transport of one server, which is closed by whoever made it
     */
    public DiscoveringTransport(
            ConnectionSettings settings, ServerFinder finder, Function<ConnectionSettings, Transport> servers) {
        this.settings = settings;
        this.finder = finder;
        this.servers = servers;
    }

    /** Something that is asked of a server. */
    interface Asked<T> extends Function<Transport, T> {}

    @Override
    public Set<Capability> capabilities(ItemKind kind) {
        return EwsTransport.capabilitiesOf(kind);
    }

    @Override
    public ChangeSession changes(MailboxRef mailbox, ChangeQuery query) {
        return new DiscoveringSession(this, mailbox, query);
    }

    @Override
    public Fetched fetch(MailboxRef mailbox, ItemKind kind, ItemId id) {
        return read(mailbox, server -> server.fetch(mailbox, kind, id));
    }

    @Override
    public List<ItemId> present(MailboxRef mailbox, Collection<ItemId> ids) {
        return read(mailbox, server -> server.present(mailbox, ids));
    }

    @Override
    public List<ItemId> find(MailboxRef mailbox, ItemKind kind, FolderRef folder, FindQuery query) {
        return read(mailbox, server -> server.find(mailbox, kind, folder, query));
    }

    @Override
    public ItemId create(MailboxRef mailbox, FolderRef folder, Item item) {
        return write(mailbox, server -> server.create(mailbox, folder, item));
    }

    @Override
    public ItemId update(MailboxRef mailbox, ItemId id, Item item) {
        return write(mailbox, server -> server.update(mailbox, id, item));
    }

    @Override
    public ItemId categorize(
            MailboxRef mailbox, ItemKind kind, ItemId id, Collection<String> added, Collection<String> removed) {
        return write(mailbox, server -> server.categorize(mailbox, kind, id, added, removed));
    }

    @Override
    public void delete(MailboxRef mailbox, ItemKind kind, ItemId id, DeleteMode mode) {
        write(mailbox, server -> {
            server.delete(mailbox, kind, id, mode);
            return null;
        });
    }

    @Override
    public ItemId move(MailboxRef mailbox, ItemId id, FolderRef target) {
        return write(mailbox, server -> server.move(mailbox, id, target));
    }

    @Override
    public void send(MailboxRef mailbox, ItemId draft) {
        write(mailbox, server -> {
            server.send(mailbox, draft);
            return null;
        });
    }

    @Override
    public FolderRef ensureFolder(MailboxRef mailbox, FolderRef parent, String displayName) {
        return write(mailbox, server -> server.ensureFolder(mailbox, parent, displayName));
    }

    @Override
    public List<EmailAddress> resolveNames(MailboxRef mailbox, String unresolvedEntry) {
        return read(mailbox, server -> server.resolveNames(mailbox, unresolvedEntry));
    }

    @Override
    public ServerInfo serverInfo(MailboxRef mailbox) {
        return read(mailbox, server -> server.serverInfo(mailbox));
    }

    @Override
    public Optional<MailboxMarker> marker() {
        return Optional.of(new MailboxMarker() {
            @Override
            public Optional<String> read(MailboxRef mailbox) {
                return DiscoveringTransport.this.read(
                        mailbox, server -> server.marker().orElseThrow().read(mailbox));
            }

            @Override
            public void write(MailboxRef mailbox, String text) {
                DiscoveringTransport.this.write(mailbox, server -> {
                    server.marker().orElseThrow().write(mailbox, text);
                    return null;
                });
            }
        });
    }

    /** Where a mailbox is. */
    URI url(MailboxRef mailbox) {
        return finder.url(settings, mailbox.address());
    }

    Transport server(URI url) {
        return servers.apply(settings.at(url));
    }

    /** Where the mailbox is now, if a fault suggests that it has moved, and it has. */
    Optional<URI> movedFrom(URI url, MailboxRef mailbox, TransportException fault) {
        return Relocation.isSuggestedBy(fault) ? finder.movedFrom(settings, mailbox.address(), url) : Optional.empty();
    }

    <T> T read(MailboxRef mailbox, Asked<T> call) {
        return call(mailbox, call, true);
    }

    private <T> T write(MailboxRef mailbox, Asked<T> call) {
        return call(mailbox, call, false);
    }

    private <T> T call(MailboxRef mailbox, Asked<T> call, boolean harmless) {
        URI url = url(mailbox);
        try {
            return call.apply(server(url));
        } catch (TransportException fault) {
            Optional<URI> moved = movedFrom(url, mailbox, fault);
            if (moved.isEmpty() || !(harmless || Relocation.hasDoneNothing(fault))) {
                throw fault;
            }
            return call.apply(server(moved.get()));
        }
    }

    /** Closes nothing: the transports of the servers are closed by whoever made them. */
    @Override
    public void close() {}
}
