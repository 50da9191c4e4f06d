package org.exchangesync.popsmtp;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.exchangesync.item.Change;
import org.exchangesync.item.Email;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.EmailIdentity;
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
import org.exchangesync.transport.ItemContents;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.ServerInfo;
import org.exchangesync.transport.Submission;
import org.exchangesync.transport.Transport;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.WellKnownFolder;
import org.exchangesync.transport.WireListener;

/**
 * Mail over POP3 and SMTP: one folder, the inbox, whose messages can be read and deleted; and mail that is handed in. Each call
 * is a session of its own with the server.
 *
 * <p>That a message left the server says nothing about the mail: other programs fetch it, or tidy up. So deletes are not
 * reported.
 */
public final class PopSmtpTransport implements Transport {
    private static final FolderRef INBOX = FolderRef.of(WellKnownFolder.INBOX);
    private static final int MOST_REMEMBERED = 10_000;

    private final ConnectionSettings settings;
    private final WireListener listener;
    private final Account account;
    private final MessageReader reader;
    private final Suspicions suspicions = new Suspicions();
    /** What became of deletes ahead of being asked for, until they are: whether there was something to delete. */
    private final Map<String, Boolean> deletedAhead = new LinkedHashMap<>();

    /** @throws TransportException if the settings can't be used */
    public PopSmtpTransport(ConnectionSettings settings, WireListener listener, Clock clock) {
        this.settings = settings;
        this.listener = listener;
        this.account = Account.of(settings, clock);
        this.reader = new MessageReader(settings);
        if (settings.url() != null) {
            MailServer.incoming(settings);
        }
        if (settings.outgoingUrl() != null) {
            MailServer.outgoing(settings);
        }
    }

    @Override
    public Set<Capability> capabilities(ItemKind kind) {
        return kind == ItemKind.EMAIL ? Set.of(Capability.SUBMIT) : Set.of();
    }

    private Pop3Client connect(MailboxRef mailbox) {
        return Pop3Client.open(settings, account, mailbox, listener);
    }

    @Override
    public ChangeSession changes(MailboxRef mailbox, ChangeQuery query) {
        refuseOthers(query.kind());
        if (!INBOX.equals(query.folder())) {
            throw new TransportException(
                    "ErrorFolderNotFound",
                    "POP3 shows the inbox only, no folder '" + query.folder()
                            + "': take it out of the mailbox's folders",
                    null);
        }
        return new Pop3Session(() -> connect(mailbox), reader, suspicions, mailbox, query);
    }

    /** What is done in one session with the server. */
    private interface Work<T> {
        T with(Pop3Client client, Maildrop drop) throws IOException;
    }

    private <T> T inSession(MailboxRef mailbox, Work<T> work) {
        Pop3Client client = connect(mailbox);
        try {
            return work.with(client, Maildrop.read(client));
        } catch (IOException e) {
            throw NetworkTrouble.of(client.server(), "working on " + mailbox.address(), e);
        } finally {
            client.close();
        }
    }

    @Override
    public Fetched fetch(MailboxRef mailbox, ItemKind kind, ItemId id) {
        return inSession(mailbox, (client, drop) -> {
            if (!isThere(drop, id, false)) {
                throw gone(mailbox, id);
            }
            drop.readSizes();
            MessageReader.Read read = reader.read(client, drop, id.id(), drop.size(id.id()));
            client.leave();
            Change change = read.change();
            if (change.fault() != null) {
                ItemContents.close(change);
                throw new TransportException(
                        change.fault().code(), change.fault().message(), null);
            }
            return new Fetched(change.id(), INBOX, change.item());
        });
    }

    @Override
    public List<ItemId> present(MailboxRef mailbox, Collection<ItemId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return inSession(mailbox, (client, drop) -> {
            List<ItemId> present = new ArrayList<>();
            for (ItemId id : ids) {
                if (drop.has(id.id())) {
                    present.add(new ItemId(id.id(), drop.header(id.id()).digest()));
                }
            }
            client.leave();
            return present;
        });
    }

    /** By Message-ID, which costs a header for each message down to the one that is looked for. */
    @Override
    public List<ItemId> find(MailboxRef mailbox, ItemKind kind, FolderRef folder, FindQuery query) {
        if (kind != ItemKind.EMAIL || !INBOX.equals(folder) || query.messageId() == null || query.syncKey() != null) {
            return List.of();
        }
        String wanted = EmailIdentity.normalise(query.messageId());
        return inSession(mailbox, (client, drop) -> {
            List<ItemId> found = new ArrayList<>();
            for (String id : drop.newestFirst()) {
                MessageHeader header = drop.header(id);
                if (found.size() < query.limit()
                        && wanted != null
                        && wanted.equals(EmailIdentity.normalise(header.field("Message-ID")))) {
                    found.add(new ItemId(id, header.digest()));
                }
            }
            client.leave();
            return found;
        });
    }

    @Override
    public void delete(MailboxRef mailbox, ItemKind kind, ItemId id, DeleteMode mode) {
        delete(mailbox, kind, id, mode, List.of());
    }

    /** All in one session, because each costs a list of all messages; those deleted ahead cost nothing afterwards. */
    @Override
    public void delete(MailboxRef mailbox, ItemKind kind, ItemId id, DeleteMode mode, Collection<ItemId> soon) {
        Boolean ahead = forget(mailbox, id);
        if (ahead != null) {
            refuseIfGone(ahead, mailbox, id);
            return;
        }
        Map<String, ItemId> wanted = new LinkedHashMap<>();
        wanted.put(id.id(), id);
        soon.forEach(other -> wanted.putIfAbsent(other.id(), other));
        Set<String> deleted = inSession(mailbox, (client, drop) -> {
            Set<String> marked = new LinkedHashSet<>();
            for (ItemId one : wanted.values()) {
                if (isThere(drop, one, true)) {
                    client.delete(drop.number(one.id()));
                    marked.add(one.id());
                }
            }
            client.quit(); // only now, and only if the server says so, they are gone
            return marked;
        });
        wanted.keySet().stream()
                .filter(other -> !other.equals(id.id()))
                .forEach(other -> remember(mailbox, other, deleted.contains(other)));
        refuseIfGone(deleted.contains(id.id()), mailbox, id);
    }

    private static void refuseIfGone(boolean deleted, MailboxRef mailbox, ItemId id) {
        if (!deleted) {
            throw gone(mailbox, id);
        }
    }

    /**
     * Whether the message is there, and still the same: servers use unique ids again, and some use numbers for them.
     *
     * @param surely also where it costs a question
     */
    private static boolean isThere(Maildrop drop, ItemId id, boolean surely) throws IOException {
        return drop.has(id.id())
                && (!surely
                        || id.changeKey() == null
                        || id.changeKey().equals(drop.header(id.id()).digest()));
    }

    private synchronized void remember(MailboxRef mailbox, String id, boolean deleted) {
        deletedAhead.put(mailbox.address() + '\n' + id, deleted);
        if (deletedAhead.size() > MOST_REMEMBERED) {
            deletedAhead.remove(deletedAhead.keySet().iterator().next());
        }
    }

    private synchronized Boolean forget(MailboxRef mailbox, ItemId id) {
        return deletedAhead.remove(mailbox.address() + '\n' + id.id());
    }

    private static TransportException gone(MailboxRef mailbox, ItemId id) {
        return new TransportException(
                "ErrorItemNotFound", "message " + id.id() + " is no longer in the mailbox " + mailbox.address(), null);
    }

    @Override
    public Submission submit(MailboxRef mailbox, Email email) {
        if (email.original() == null) {
            throw new IllegalArgumentException("the mail has no bytes to be sent: compose it first");
        }
        SmtpClient client = SmtpClient.open(settings, account, mailbox, listener);
        boolean taken = false;
        try {
            Submission submission = new Submitter(client, mailbox, email).submit();
            taken = true;
            return submission;
        } finally {
            if (taken) {
                client.leave();
            } else {
                client.close();
            }
        }
    }

    /** The server where mail is fetched; it is signed in to. */
    @Override
    public ServerInfo serverInfo(MailboxRef mailbox) {
        return inSession(mailbox, (client, drop) -> {
            client.leave();
            return new ServerInfo(
                    "POP3",
                    told(client.product()) + ", " + drop.ids().size() + " messages"
                            + (drop.hasUids() ? "" : ", without unique ids"));
        });
    }

    /** The server where mail is handed in; it is signed in to. */
    @Override
    public ServerInfo outgoingInfo(MailboxRef mailbox) {
        SmtpClient client = SmtpClient.open(settings, account, mailbox, listener);
        String limit = client.mostBytes() > 0 ? ", mail up to " + client.mostBytes() + " bytes" : "";
        ServerInfo info = new ServerInfo("SMTP", told(client.greeting()) + limit);
        client.leave();
        return info;
    }

    @Override
    public Optional<String> token() {
        return account.hasToken() ? Optional.of(account.token()) : Optional.empty();
    }

    private static String told(String words) {
        return words.isBlank() ? "unnamed" : words;
    }

    /** Servers of POP3 and SMTP hold no directory. */
    @Override
    public List<EmailAddress> resolveNames(MailboxRef mailbox, String unresolvedEntry) {
        return List.of();
    }

    @Override
    public ItemId create(MailboxRef mailbox, FolderRef folder, Item item) {
        throw unsupported("items can't be made");
    }

    @Override
    public ItemId update(MailboxRef mailbox, ItemId id, Item item) {
        throw unsupported("messages can't be changed");
    }

    @Override
    public ItemId categorize(
            MailboxRef mailbox, ItemKind kind, ItemId id, Collection<String> added, Collection<String> removed) {
        throw unsupported("messages have no categories");
    }

    @Override
    public ItemId move(MailboxRef mailbox, ItemId id, FolderRef target) {
        throw unsupported("messages can't be moved");
    }

    @Override
    public void send(MailboxRef mailbox, ItemId draft) {
        throw unsupported("there are no drafts: use submit");
    }

    @Override
    public FolderRef ensureFolder(MailboxRef mailbox, FolderRef parent, String displayName) {
        throw unsupported("there are no folders");
    }

    private static void refuseOthers(ItemKind kind) {
        if (kind != ItemKind.EMAIL) {
            throw unsupported("there is email only, no " + kind.label());
        }
    }

    private static TransportException unsupported(String why) {
        return new TransportException(TransportException.UNSUPPORTED, "Over POP3 and SMTP " + why + ".", null);
    }

    @Override
    public void close() {
        // nothing is kept open between calls
    }
}
