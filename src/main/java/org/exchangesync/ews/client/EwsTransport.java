package org.exchangesync.ews.client;

import java.time.Clock;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.exchangesync.ews.client.ItemFetcher.Wanted;
import org.exchangesync.ews.client.mapping.ItemMapper;
import org.exchangesync.ews.client.mapping.MailAddresses;
import org.exchangesync.ews.client.mapping.UnmappableItemException;
import org.exchangesync.ews.client.messages.GetFolder;
import org.exchangesync.ews.client.messages.GetFolderResponseMessageType;
import org.exchangesync.ews.client.messages.ResolveNames;
import org.exchangesync.ews.client.messages.ResolveNamesResponseMessageType;
import org.exchangesync.ews.client.types.FolderResponseShapeType;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.mime.EmailParser;
import org.exchangesync.item.mime.MimeLimits;
import org.exchangesync.transport.Capability;
import org.exchangesync.transport.ChangeQuery;
import org.exchangesync.transport.ChangeSession;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.DeleteMode;
import org.exchangesync.transport.Fetched;
import org.exchangesync.transport.FindQuery;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.Impersonation;
import org.exchangesync.transport.MailboxMarker;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.ServerInfo;
import org.exchangesync.transport.Transport;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.WellKnownFolder;
import org.exchangesync.transport.WireListener;

/** Exchange Web Services in the vocabulary of all transports. One for each connection; threadsafe. */
public final class EwsTransport implements Transport {
    /** Batches under way at once for one folder: room is left for reading ahead and for writing. */
    private static final int MOST_PARALLEL = 3;

    private static final String NOBODY = "ErrorNameResolutionNoResults";
    private static final String CONFLICT = "ErrorIrresolvableConflict";
    private static final String STALE = "ErrorStaleObject";

    private final EwsCalls client;
    private final Targets targets;
    private final ItemFetcher items;
    private final ItemFinder finder;
    private final ItemPresence presence;
    private final ItemWriter writer;
    private final ItemCategories categories;
    private final Folders folders;
    private final EwsMarker marker;
    private final ExecutorService executor;

    /** A transport with Basic authentication and default limits. */
    public EwsTransport(ConnectionSettings settings) {
        this(settings, new EwsClient(settings), Clock.systemUTC());
    }

    /**
     * A transport whose requests and answers somebody wants to see.
     *
     * @param clock for time limits and measurements
     */
    public EwsTransport(ConnectionSettings settings, WireListener listener, Clock clock) {
        this(settings, new EwsClient(settings, listener, clock), clock);
    }

    /**
     * @param client the client for the same connection; closed with this transport
     * @param clock measures how quickly the server answers
     */
    public EwsTransport(ConnectionSettings settings, EwsClient client, Clock clock) {
        this(settings, (EwsCalls) client, clock);
    }

    EwsTransport(ConnectionSettings settings, EwsCalls client, Clock clock) {
        this.client = client;
        this.targets = new Targets(settings.impersonation() == Impersonation.NONE);
        EmailParser parser = new EmailParser(MimeLimits.DEFAULT, settings.spoolThreshold(), settings.spoolDirectory());
        this.finder = new ItemFinder(client, targets);
        this.presence = new ItemPresence(client);
        this.writer = new ItemWriter(client, targets);
        this.categories = new ItemCategories(client);
        this.folders = new Folders(client, targets);
        this.marker = new EwsMarker(client, targets);
        this.executor = readers(settings.name());
        int parallel = Math.max(1, Math.min(MOST_PARALLEL, settings.maxConnections() / 3));
        this.items = new ItemFetcher(client, new ItemMapper(parser), new BatchSize(), clock, executor, parallel);
    }

    /** Threads that read pages ahead; as many as sessions are open, none when idle. */
    private static ExecutorService readers(String connection) {
        AtomicInteger number = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "ews-" + connection + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(EwsTransport.class.getClassLoader());
            return thread;
        });
    }

    @Override
    public Optional<String> token() {
        return client.token();
    }

    @Override
    public Set<Capability> capabilities(ItemKind kind) {
        return capabilitiesOf(kind);
    }

    /** What every server can do with items of a kind. */
    public static Set<Capability> capabilitiesOf(ItemKind kind) {
        Set<Capability> all = EnumSet.complementOf(EnumSet.of(Capability.SUBMIT));
        if (kind != ItemKind.EMAIL) {
            all.remove(Capability.SEND);
        }
        return all;
    }

    @Override
    public ChangeSession changes(MailboxRef mailbox, ChangeQuery query) {
        ChangeQuery resolved = query.in(folders.resolve(mailbox, query.folder()));
        return new EwsChangeSession(
                new ChangePages(client, items, targets, mailbox, resolved),
                query.state(),
                executor,
                ids -> presence.missing(mailbox, ids));
    }

    @Override
    public Fetched fetch(MailboxRef mailbox, ItemKind kind, ItemId id) {
        FetchedItem fetched = get(mailbox, kind, id);
        return new Fetched(fetched.id(), fetched.folder(), fetched.item());
    }

    private FetchedItem get(MailboxRef mailbox, ItemKind kind, ItemId id) {
        Map<String, FetchedItem> answer = items.fetch(mailbox, kind, List.of(new Wanted(id, 0)));
        FetchedItem fetched = answer.get(id.id());
        if (fetched.isGone()) {
            throw new TransportException(
                    ItemCodes.NOT_FOUND,
                    "Mailbox " + mailbox.address() + " has no item " + id.id()
                            + ": it was deleted or moved. Search for it by our key.",
                    null);
        }
        if (fetched.fault() != null) {
            fetched.discard();
            throw new TransportException(fetched.fault().code(), fetched.fault().message(), null);
        }
        if (fetched.item().kind() != kind) {
            fetched.discard();
            throw new TransportException(
                    UnmappableItemException.ITEM_CLASS,
                    "Item " + id.id() + " of " + mailbox.address() + " is no " + kind.label() + " but a "
                            + fetched.item().kind().label() + ".",
                    null);
        }
        return fetched;
    }

    @Override
    public List<ItemId> present(MailboxRef mailbox, Collection<ItemId> ids) {
        return presence.present(mailbox, ids);
    }

    @Override
    public List<ItemId> find(MailboxRef mailbox, ItemKind kind, FolderRef folder, FindQuery query) {
        return finder.find(mailbox, kind, folders.resolve(mailbox, folder), query);
    }

    @Override
    public ItemId create(MailboxRef mailbox, FolderRef folder, Item item) {
        return writer.create(mailbox, folders.resolve(mailbox, folder), item);
    }

    /**
     * Replaces the properties that differ from what the server has: writing an unchanged recurrence would make the server
     * forget the exceptions of a series. Attachments stay as they are.
     */
    @Override
    public ItemId update(MailboxRef mailbox, ItemId id, Item item) {
        FetchedItem current = get(mailbox, item.kind(), id);
        try {
            if (id.changeKey() != null && !id.changeKey().equals(current.id().changeKey())) {
                throw new TransportException(
                        CONFLICT,
                        "Item '" + item.title() + "' of " + mailbox.address()
                                + " was changed meanwhile. Read it again, merge, and write once more.",
                        null);
            }
            return writer.update(mailbox, current, item);
        } catch (EwsFault fault) {
            throw fault.code().equals(STALE) ? as(CONFLICT, fault) : fault;
        } finally {
            current.discard();
        }
    }

    @Override
    public ItemId categorize(
            MailboxRef mailbox, ItemKind kind, ItemId id, Collection<String> added, Collection<String> removed) {
        return categories.change(mailbox, kind, id, added, removed);
    }

    @Override
    public void delete(MailboxRef mailbox, ItemKind kind, ItemId id, DeleteMode mode) {
        writer.delete(mailbox, kind, id, mode);
    }

    @Override
    public ItemId move(MailboxRef mailbox, ItemId id, FolderRef target) {
        return writer.move(mailbox, id, folders.resolve(mailbox, target));
    }

    @Override
    public void send(MailboxRef mailbox, ItemId draft) {
        try {
            writer.send(mailbox, draft);
        } catch (EwsFault fault) {
            throw fault.code().equals(CONFLICT) ? as(STALE, fault) : fault;
        }
    }

    /** Servers say by either code that a version isn't the current one; callers hear the one they were promised. */
    private static TransportException as(String code, EwsFault fault) {
        return new TransportException(
                code,
                fault.getMessage(),
                fault.backOff().orElse(null),
                fault.requestId().orElse(null),
                fault);
    }

    @Override
    public FolderRef ensureFolder(MailboxRef mailbox, FolderRef parent, String displayName) {
        return folders.ensure(mailbox, folders.resolve(mailbox, parent), displayName);
    }

    @Override
    public List<EmailAddress> resolveNames(MailboxRef mailbox, String unresolvedEntry) {
        ResolveNames request = new ResolveNames();
        request.setUnresolvedEntry(unresolvedEntry);
        request.setReturnFullContactData(false);
        request.setSearchScope("ActiveDirectory");
        try (EwsAnswers<ResolveNamesResponseMessageType> answers =
                client.call(mailbox, EwsOperation.RESOLVE_NAMES, request)) {
            ResolveNamesResponseMessageType answer = answers.only();
            return answer.getResolutionSet() == null
                    ? List.of()
                    : answer.getResolutionSet().getResolution().stream()
                            .map(resolution -> MailAddresses.read(resolution.getMailbox()))
                            .filter(Objects::nonNull)
                            .toList();
        } catch (EwsFault fault) {
            if (fault.code().equals(NOBODY)) {
                return List.of();
            }
            throw fault;
        }
    }

    /** Asks for the id of the inbox: the account, its rights and the mailbox are proven by that. */
    @Override
    public ServerInfo serverInfo(MailboxRef mailbox) {
        GetFolder request = new GetFolder();
        FolderResponseShapeType shape = new FolderResponseShapeType();
        shape.setBaseShape("IdOnly");
        request.setFolderShape(shape);
        request.setFolderIds(targets.folders(mailbox, FolderRef.of(WellKnownFolder.INBOX)));
        try (EwsAnswers<GetFolderResponseMessageType> answers =
                client.call(mailbox, EwsOperation.GET_FOLDER, request)) {
            answers.only();
        }
        return client.serverVersion()
                .map(version -> new ServerInfo(version.product(), version.build()))
                .orElseGet(() -> new ServerInfo("unknown", "unknown"));
    }

    @Override
    public Optional<MailboxMarker> marker() {
        return Optional.of(marker);
    }

    @Override
    public void close() {
        executor.shutdownNow();
        client.close();
    }
}
