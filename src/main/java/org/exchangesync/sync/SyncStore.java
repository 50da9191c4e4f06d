package org.exchangesync.sync;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.exchangesync.item.Content;
import org.exchangesync.item.ItemKind;
import org.exchangesync.transport.SeenItems;

/**
 * Records, links, states and promises in the database. Every method is one transaction on one connection.
 *
 * <p>All methods throw {@link StoreException} when the database can't be used, and {@link LostRaceException} when somebody
 * else changed the same rows first.
 */
public interface SyncStore {

    /** The state of a folder, {@link FolderState#initial} if it was never read. */
    FolderState folderState(FolderKey folder);

    /** What the committed pages of a folder said they saw, as it is now. */
    SeenItems seen(FolderKey folder);

    /** Whether {@link ParkedDeletes#parkUnseen} would park anything. */
    boolean hasUnseen(FolderKey folder, int generation, Instant since);

    /**
     * Resolved dead letters of a mailbox that decide what becomes of items when they are read again.
     *
     * @param wanted by what they are looked for; not asked while the mailbox has none
     */
    List<ResolvedLetter> resolvedLetters(String mailbox, Supplier<LetterKeys> wanted);

    /** Why a folder is left out for a while, if it is. */
    Optional<FolderTrouble> trouble(FolderKey folder);

    /** The folders of a mailbox with parked deletes that are neither applied nor kept, and what they hold. */
    Map<FolderKey, ItemKind> foldersWithDeletes(String mailbox);

    /** The number of the delete of a mailbox that was parked last; 0 if none is. */
    long lastParked(String mailbox);

    /**
     * The links of a mailbox to records with one of these contents or identities, other than those of the given items, whose
     * deletes aren't parked: the items would be copies of those, or those moved and became the items.
     */
    List<Link> lookalikes(
            FolderKey folder,
            ItemKind kind,
            Collection<String> itemIds,
            Collection<String> digests,
            Collection<String> identities);

    /**
     * Runs {@code work} in one transaction, which commits when it returns and rolls back when it throws. The claim is
     * checked first, and its row locked until the end.
     *
     * @throws LostRaceException with {@code claimLost} if the claim is no longer valid
     */
    <T> T inTransaction(MailboxClaim claim, Function<SyncTransaction, T> work);

    /** Runs {@code work} in one transaction that is rolled back when it returns: to see what would become of something. */
    <T> T tentatively(Function<SyncTransaction, T> work);

    /**
     * Stores contents ahead of the transaction whose records will refer to them, in small transactions of their own. Not
     * needed for anything but speed: contents that are missing are stored with their records. Stored contents that no record
     * comes to refer to do no harm, and are found by the next attempt.
     */
    default void keep(Collection<Content> contents) {}

    /**
     * The oldest actions that are due for a mailbox, at most one an item, in the order in which they were promised.
     *
     * @param transport by which they are done
     */
    List<RemoteAction> dueActions(MailboxClaim claim, String transport, int limit);
}
