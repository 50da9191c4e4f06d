package org.exchangesync.transport;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.exchangesync.item.Appointment;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemFault;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.transport.MemoryServer.Mailbox;
import org.exchangesync.transport.MemoryServer.Stored;

/**
 * A server in memory that is as awkward as real ones when a test asks for it: it repeats changes, shows a window only,
 * forgets its states, refuses calls, loses answers. Threadsafe.
 *
 * <pre>{@code
 * MemoryTransport server = new MemoryTransport();
 * ItemId id = server.put("anna@example.org", WellKnownFolder.INBOX, Samples.email("Offer"));
 * server.failNext(TransportOperation.move, "ErrorServerBusy");
 * }</pre>
 */
public final class MemoryTransport implements Transport {
    private final MemoryServer server = new MemoryServer();
    private final MemoryStates states = new MemoryStates();
    private final MemoryFaults faults = new MemoryFaults();
    private final Map<ItemKind, Set<Capability>> capabilities = new EnumMap<>(ItemKind.class);
    private final List<ChangePage> committed = new ArrayList<>();
    private final List<Email> sent = new ArrayList<>();
    private final Set<String> refusedRecipients = ConcurrentHashMap.newKeySet();
    private Predicate<Item> window = item -> true;
    private final Map<String, String> markers = new ConcurrentHashMap<>();
    private int repeats;
    private int openSessions;
    private boolean closed;

    /** One call that arrived; {@code folder} is null where the operation has none. */
    public record Call(TransportOperation operation, String mailbox, FolderRef folder) {}

    public MemoryTransport() {
        for (ItemKind kind : ItemKind.values()) {
            capabilities.put(kind, EnumSet.complementOf(EnumSet.of(Capability.SUBMIT)));
        }
    }

    // ---- what happens on the server without us ----

    /** An empty mailbox; {@link #put} makes mailboxes too. */
    public synchronized MemoryTransport mailbox(String address) {
        server.open(address);
        return this;
    }

    /** Somebody put an item there, or a mail arrived. */
    public ItemId put(String mailbox, WellKnownFolder folder, Item item) {
        return put(mailbox, FolderRef.of(folder), item);
    }

    /** Likewise, in any folder. */
    public synchronized ItemId put(String mailbox, FolderRef folder, Item item) {
        return server.add(server.open(mailbox), server.resolve(mailbox, folder), item)
                .itemId();
    }

    /** An item that can't be read arrived; {@code original} may be null. */
    public synchronized ItemId putUnreadable(
            String mailbox, WellKnownFolder folder, ItemKind kind, ItemFault fault, Content original) {
        return server.addUnreadable(server.open(mailbox), FolderRef.of(folder), kind, fault, original)
                .itemId();
    }

    /** The owner changed an item. */
    public synchronized ItemId replace(String mailbox, ItemId id, Item item) {
        return server.replace(server.mailbox(mailbox), server.item(mailbox, id), item)
                .itemId();
    }

    /** The owner marked an item. */
    public synchronized void markRead(String mailbox, ItemId id, boolean read) {
        server.markRead(server.mailbox(mailbox), server.item(mailbox, id), read);
    }

    /** The owner deleted an item for good. */
    public synchronized void delete(String mailbox, ItemId id) {
        server.mailbox(mailbox).items.remove(server.item(mailbox, id).id());
    }

    /** The owner moved an item: it has a new id now. */
    public ItemId move(String mailbox, ItemId id, WellKnownFolder target) {
        return move(mailbox, id, FolderRef.of(target));
    }

    /** Likewise, to any folder. */
    public synchronized ItemId move(String mailbox, ItemId id, FolderRef target) {
        return server.move(server.mailbox(mailbox), server.item(mailbox, id), server.resolve(mailbox, target))
                .itemId();
    }

    /** The owner made a folder, and those on the way to it. */
    public synchronized void makeFolder(String mailbox, FolderRef path) {
        FolderRef at = FolderRef.of(path.wellKnown());
        for (String name : path.below()) {
            at = server.ensureFolder(server.open(mailbox), at, name);
        }
    }

    /** The owner deleted a folder with all that was in it. */
    public synchronized void removeFolder(String mailbox, FolderRef path) {
        server.removeFolder(mailbox, path);
    }

    /** The mailbox was restored from a backup: every item has a new id, and nobody knows its states any more. */
    public synchronized void restore(String mailbox) {
        server.renumber(server.mailbox(mailbox));
        states.expire();
    }

    /** What is in a folder, newest first, without the unreadable items. */
    public synchronized List<Fetched> items(String mailbox, FolderRef folder) {
        return server.items(mailbox, server.resolve(mailbox, folder)).stream()
                .filter(stored -> stored.item() != null)
                .map(stored -> new Fetched(stored.itemId(), folder, stored.item()))
                .toList();
    }

    /** Likewise. */
    public List<Fetched> items(String mailbox, WellKnownFolder folder) {
        return items(mailbox, FolderRef.of(folder));
    }

    // ---- how awkward it is ----

    /** Each page begins with up to this many changes that the page before it said already. */
    public synchronized MemoryTransport repeatChanges(int count) {
        repeats = count;
        return this;
    }

    /** Only these items are shown; one that leaves the window looks deleted. */
    public synchronized MemoryTransport window(Predicate<Item> shown) {
        window = shown;
        return this;
    }

    /** Forgets all states: reading from any of them is refused with {@code ErrorInvalidSyncStateData}. */
    public synchronized void expireStates() {
        states.expire();
    }

    /** What it can do with a kind; by default everything. */
    public synchronized MemoryTransport capabilities(ItemKind kind, Set<Capability> value) {
        capabilities.put(kind, Set.copyOf(value));
        return this;
    }

    /** The next call of the operation is refused before it has any effect; orders queue up. */
    public void failNext(TransportOperation operation, String code) {
        failNext(operation, MemoryServer.refused(code, "ordered by the test"));
    }

    /** Likewise, with any exception. */
    public void failNext(TransportOperation operation, RuntimeException fault) {
        faults.failNext(operation, fault);
    }

    /** The next call of the operation takes effect, but the caller gets a network error. */
    public void loseNextAnswer(TransportOperation operation) {
        faults.loseNextAnswer(
                operation,
                MemoryServer.refused(TransportException.NETWORK, "the connection was cut before the answer came"));
    }

    /** Likewise, with any exception. */
    public void loseNextAnswer(TransportOperation operation, RuntimeException fault) {
        faults.loseNextAnswer(operation, fault);
    }

    /** Every call for the mailbox is refused until {@link #mendMailbox}. */
    public void failMailbox(String address, String code) {
        faults.failMailbox(address, () -> MemoryServer.refused(code, "mailbox " + address + " is broken by the test"));
    }

    /** Calls for the mailbox work again. */
    public void mendMailbox(String address) {
        faults.mendMailbox(address);
    }

    /** Hears of each call before it has any effect; may block or throw. A page of changes is one call. */
    public void listen(Consumer<Call> listener) {
        faults.listen(listener);
    }

    // ---- what it saw ----

    /** The calls that arrived, in order. */
    public List<Call> calls() {
        return faults.calls();
    }

    /** How often an operation was called. */
    public long calls(TransportOperation operation) {
        return calls().stream().filter(call -> call.operation() == operation).count();
    }

    /** The pages whose commit the caller reported. */
    public synchronized List<ChangePage> committed() {
        return List.copyOf(committed);
    }

    /** The mails that were sent. */
    public synchronized List<Email> sent() {
        return List.copyOf(sent);
    }

    /** Sessions that nobody has closed. */
    public synchronized int openSessions() {
        return openSessions;
    }

    /** Whether the transport was closed. */
    public synchronized boolean isClosed() {
        return closed;
    }

    /** The texts that were kept in mailboxes, by address. */
    public Map<String, String> markers() {
        return markers;
    }

    // ---- the vocabulary ----

    @Override
    public Optional<MailboxMarker> marker() {
        return Optional.of(new MailboxMarker() {
            @Override
            public Optional<String> read(MailboxRef mailbox) {
                return Optional.ofNullable(markers.get(mailbox.address()));
            }

            @Override
            public void write(MailboxRef mailbox, String text) {
                markers.put(mailbox.address(), text);
            }
        });
    }

    @Override
    public synchronized Set<Capability> capabilities(ItemKind kind) {
        return capabilities.get(kind);
    }

    @Override
    public synchronized ChangeSession changes(MailboxRef mailbox, ChangeQuery query) {
        openSessions++;
        return new MemorySession(this, mailbox, query);
    }

    ChangePage page(MailboxRef mailbox, ChangeQuery query) {
        return call(
                TransportOperation.changes,
                mailbox,
                query.folder(),
                () -> new MemoryPage(
                                server,
                                states,
                                mailbox.address(),
                                query.in(server.resolve(mailbox.address(), query.folder())),
                                window,
                                repeats)
                        .read());
    }

    synchronized void committed(ChangePage page) {
        committed.add(page);
    }

    synchronized void closed() {
        openSessions--;
    }

    @Override
    public Fetched fetch(MailboxRef mailbox, ItemKind kind, ItemId id) {
        return call(TransportOperation.fetch, mailbox, null, () -> {
            Stored stored = server.item(mailbox.address(), id);
            if (stored.fault() != null) {
                throw MemoryServer.refused(stored.fault().code(), stored.fault().message());
            }
            return new Fetched(stored.itemId(), stored.folder(), stored.item());
        });
    }

    @Override
    public List<ItemId> present(MailboxRef mailbox, Collection<ItemId> ids) {
        return call(
                TransportOperation.present,
                mailbox,
                null,
                () -> ids.stream()
                        .map(id -> server.mailbox(mailbox.address()).items.get(id.id()))
                        .filter(Objects::nonNull)
                        .map(Stored::itemId)
                        .toList());
    }

    @Override
    public ItemId categorize(
            MailboxRef mailbox, ItemKind kind, ItemId id, Collection<String> added, Collection<String> removed) {
        return call(TransportOperation.categorize, mailbox, null, () -> {
            Stored stored = server.item(mailbox.address(), id);
            return server.categorize(server.mailbox(mailbox.address()), stored, added, removed)
                    .itemId();
        });
    }

    @Override
    public List<ItemId> find(MailboxRef mailbox, ItemKind kind, FolderRef folder, FindQuery query) {
        return call(
                TransportOperation.find,
                mailbox,
                folder,
                () -> server.items(mailbox.address(), server.resolve(mailbox.address(), folder)).stream()
                        .filter(stored -> stored.kind() == kind && stored.item() != null)
                        .filter(stored -> matches(stored.item(), query))
                        .limit(query.limit())
                        .map(Stored::itemId)
                        .toList());
    }

    @Override
    public ItemId create(MailboxRef mailbox, FolderRef folder, Item item) {
        return call(
                TransportOperation.create,
                mailbox,
                folder,
                () -> server.add(server.mailbox(mailbox.address()), server.resolve(mailbox.address(), folder), item)
                        .itemId());
    }

    @Override
    public ItemId update(MailboxRef mailbox, ItemId id, Item item) {
        return call(TransportOperation.update, mailbox, null, () -> {
            Stored stored = current(mailbox, id, "ErrorIrresolvableConflict");
            return server.replace(server.mailbox(mailbox.address()), stored, item)
                    .itemId();
        });
    }

    @Override
    public void delete(MailboxRef mailbox, ItemKind kind, ItemId id, DeleteMode mode) {
        call(TransportOperation.delete, mailbox, null, () -> {
            Stored stored = server.item(mailbox.address(), id);
            Mailbox box = server.mailbox(mailbox.address());
            if (mode == DeleteMode.MOVE_TO_DELETED_ITEMS) {
                return server.move(box, stored, FolderRef.of(WellKnownFolder.DELETED_ITEMS));
            }
            return box.items.remove(stored.id());
        });
    }

    @Override
    public ItemId move(MailboxRef mailbox, ItemId id, FolderRef target) {
        return call(
                TransportOperation.move,
                mailbox,
                target,
                () -> server.move(
                                server.mailbox(mailbox.address()),
                                server.item(mailbox.address(), id),
                                server.resolve(mailbox.address(), target))
                        .itemId());
    }

    @Override
    public void send(MailboxRef mailbox, ItemId draft) {
        call(TransportOperation.send, mailbox, null, () -> {
            Stored stored = current(mailbox, draft, "ErrorStaleObject");
            if (!(stored.item() instanceof Email mail)) {
                throw MemoryServer.refused("ErrorInvalidItemForOperationSendItem", "only mail can be sent");
            }
            server.move(server.mailbox(mailbox.address()), stored, FolderRef.of(WellKnownFolder.SENT_ITEMS));
            sent.add(mail);
            for (Email.Recipient recipient : mail.recipients()) {
                deliver(recipient.address().address(), mail);
            }
            return null;
        });
    }

    @Override
    public FolderRef ensureFolder(MailboxRef mailbox, FolderRef parent, String displayName) {
        return call(
                TransportOperation.ensureFolder,
                mailbox,
                parent,
                () -> server.ensureFolder(
                        server.mailbox(mailbox.address()), server.resolve(mailbox.address(), parent), displayName));
    }

    @Override
    public List<EmailAddress> resolveNames(MailboxRef mailbox, String unresolvedEntry) {
        return call(
                TransportOperation.resolveNames,
                mailbox,
                null,
                () -> server.addresses().stream()
                        .filter(address -> address.contains(unresolvedEntry.toLowerCase()))
                        .map(address -> new EmailAddress(null, address))
                        .toList());
    }

    @Override
    public ServerInfo serverInfo(MailboxRef mailbox) {
        return call(TransportOperation.serverInfo, mailbox, null, () -> {
            server.mailbox(mailbox.address());
            return new ServerInfo("Memory", "1.0");
        });
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    Set<ItemId> missing(MailboxRef mailbox, Collection<ItemId> ids) {
        return call(
                TransportOperation.fetch,
                mailbox,
                null,
                () -> ids.stream()
                        .filter(id -> !server.mailbox(mailbox.address()).items.containsKey(id.id()))
                        .collect(Collectors.toSet()));
    }

    @Override
    public Submission submit(MailboxRef mailbox, Email email) {
        return call(TransportOperation.submit, mailbox, null, () -> {
            sent.add(email);
            List<Submission.RefusedRecipient> refused = email.recipients().stream()
                    .map(Email.Recipient::address)
                    .filter(address -> refusedRecipients.contains(address.address()))
                    .map(address -> new Submission.RefusedRecipient(address, "550 5.1.1 no such user", true))
                    .toList();
            for (Email.Recipient recipient : email.recipients()) {
                if (!refusedRecipients.contains(recipient.address().address())) {
                    deliver(recipient.address().address(), email);
                }
            }
            return new Submission("250 2.0.0 queued as " + sent.size(), refused);
        });
    }

    /** Mail for this address is refused while it is taken for others. */
    public void refuseRecipient(String address) {
        refusedRecipients.add(address);
    }

    private <T> T call(TransportOperation operation, MailboxRef mailbox, FolderRef folder, Supplier<T> work) {
        return faults.run(new Call(operation, mailbox.address(), folder), () -> {
            synchronized (this) {
                return work.get();
            }
        });
    }

    private Stored current(MailboxRef mailbox, ItemId id, String conflict) {
        Stored stored = server.item(mailbox.address(), id);
        if (id.changeKey() == null) {
            throw MemoryServer.refused("ErrorChangeKeyRequiredForWriteOperations", "the item's version is missing");
        }
        if (!stored.itemId().equals(id)) {
            throw MemoryServer.refused(
                    conflict, "item " + id.id() + " is at " + stored.itemId().changeKey() + ", not " + id.changeKey());
        }
        return stored;
    }

    private void deliver(String address, Email mail) {
        if (address != null && server.addresses().contains(address.toLowerCase())) {
            server.add(server.mailbox(address), FolderRef.of(WellKnownFolder.INBOX), mail);
        }
    }

    private static boolean matches(Item item, FindQuery query) {
        return (query.syncKey() == null || query.syncKey().equals(item.syncKey()))
                && (query.messageId() == null
                        || item instanceof Email mail && query.messageId().equals(mail.messageId()))
                && (query.uid() == null
                        || item instanceof Appointment appointment
                                && query.uid().equals(appointment.uid()));
    }
}
