package org.exchangesync.transport;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.exchangesync.item.Email;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;

/**
 * One connection to one kind of server, speaking the common vocabulary. Threadsafe.
 *
 * <p>Every operation throws {@link TransportException} when the server refuses or can't be reached; with {@code
 * ErrorFolderNotFound} where a folder named by its path isn't there.
 */
public interface Transport extends AutoCloseable {

    /** What this transport can do with items of a kind; empty for kinds it doesn't know. */
    Set<Capability> capabilities(ItemKind kind);

    /** Begins to read the changes of a folder. */
    ChangeSession changes(MailboxRef mailbox, ChangeQuery query);

    /**
     * The item as it is now.
     *
     * @throws TransportException {@code ErrorItemNotFound} where it is gone
     */
    Fetched fetch(MailboxRef mailbox, ItemKind kind, ItemId id);

    /** Those of the items that are there under their ids, each with its current version, in the order asked for. */
    List<ItemId> present(MailboxRef mailbox, Collection<ItemId> ids);

    /** The ids of the items in a folder that match, newest first. */
    List<ItemId> find(MailboxRef mailbox, ItemKind kind, FolderRef folder, FindQuery query);

    /** Makes an item; nobody is notified. The item's {@code syncKey} is written on it where the transport can. */
    ItemId create(MailboxRef mailbox, FolderRef folder, Item item);

    /**
     * Replaces the properties of an item; nobody is notified.
     *
     * @throws TransportException {@code ErrorIrresolvableConflict} if {@code id}'s version isn't the current one
     */
    ItemId update(MailboxRef mailbox, ItemId id, Item item);

    /**
     * Puts categories on an item and takes others away, and leaves the rest as its owner set them; an item that has them so
     * already is not touched.
     *
     * @return the item with its current version
     */
    ItemId categorize(
            MailboxRef mailbox, ItemKind kind, ItemId id, Collection<String> added, Collection<String> removed);

    /** Deletes an item; nobody is notified. */
    void delete(MailboxRef mailbox, ItemKind kind, ItemId id, DeleteMode mode);

    /**
     * Deletes an item; nobody is notified. Others that will be deleted at once afterwards are told, so that a transport for
     * which each delete is costly can do them together.
     *
     * @param soon may be deleted by this call or not; they are asked for one by one in any case
     */
    default void delete(MailboxRef mailbox, ItemKind kind, ItemId id, DeleteMode mode, Collection<ItemId> soon) {
        delete(mailbox, kind, id, mode);
    }

    /** Moves an item and returns its new id. */
    ItemId move(MailboxRef mailbox, ItemId id, FolderRef target);

    /** Sends a draft that {@link #create} made, with a copy in Sent Items; the version must be current. */
    void send(MailboxRef mailbox, ItemId draft);

    /**
     * Sends the {@link Email#original() original bytes} of a mail to its recipients, all of them in one go. A Bcc field in the
     * bytes is not passed on.
     *
     * @return what the server said; recipients that it refused while it took others are told there
     * @throws TransportException if nobody gets the mail; with {@link TransportException#OUTCOME_UNKNOWN} if the server may have
     *     taken it, because its last answer did not arrive
     */
    default Submission submit(MailboxRef mailbox, Email email) {
        throw new TransportException(
                TransportException.CONFIGURATION, "servers of this kind send drafts: make one, then send it", null);
    }

    /** The folder of this name below {@code parent}, made if it isn't there. */
    FolderRef ensureFolder(MailboxRef mailbox, FolderRef parent, String displayName);

    /** Who a name or address stands for in the server's directory; empty if nobody. */
    List<EmailAddress> resolveNames(MailboxRef mailbox, String unresolvedEntry);

    /** What the server says about itself; also the cheapest call that proves the account works. */
    ServerInfo serverInfo(MailboxRef mailbox);

    /** What the server says where mail leaves, which is signed in to; the same server where one does both. */
    default ServerInfo outgoingInfo(MailboxRef mailbox) {
        return serverInfo(mailbox);
    }

    /**
     * The token by which the application signs in, got now if there is none; empty where the connection signs in otherwise. Not
     * to be shown.
     */
    default Optional<String> token() {
        return Optional.empty();
    }

    /** Where a text about a mailbox can be kept in the mailbox itself; empty where servers of this kind have no such place. */
    default Optional<MailboxMarker> marker() {
        return Optional.empty();
    }

    @Override
    void close();
}
