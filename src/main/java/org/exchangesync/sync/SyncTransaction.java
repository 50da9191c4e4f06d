package org.exchangesync.sync;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.mime.DeliveryReport;

/** What can be read and written inside the transaction of one page or one settlement. Not threadsafe. */
public interface SyncTransaction {

    /** The links of these items in a mailbox, by item id, whatever folder they stand in. */
    Map<String, Link> links(String mailbox, String transport, Collection<String> itemIds);

    /** All links of these records, in all mailboxes. */
    Map<UUID, List<Link>> linksOf(Collection<UUID> records);

    /** Records by their id, locked until the end. */
    Map<UUID, RecordHead> records(Collection<UUID> ids);

    /** Records by their identity, locked until the end. */
    Map<String, RecordHead> recordsByIdentity(ItemKind kind, Collection<String> identities);

    /** Those of the Message-IDs, normalised as {@code EmailIdentity} does, that stand on a stored mail already. */
    Set<String> knownMessageIds(Collection<String> messageIds);

    /**
     * Mail that was sent from here, to know it again when it comes back.
     *
     * @param messageIds normalised
     * @param ids records that items name as their own
     */
    List<OwnMail> ownMail(Collection<String> messageIds, Collection<UUID> ids);

    /**
     * Records of a mailbox with one of these content digests that an item left: its delete is parked, or was applied and the
     * record is gone. By digest, parked ones first, then the oldest. So a moved or restored item finds its record again.
     */
    Map<String, List<RecordHead>> orphansByDigest(String mailbox, ItemKind kind, Collection<String> digests);

    /**
     * Inserts and updates records with all their rows. A record that the database refuses for its content is left out and
     * reported; the others stand.
     *
     * @throws LostRaceException if an identity was inserted, or a version raised, by somebody else meanwhile
     */
    List<RowFailure> write(List<RecordWrite> records);

    /** Lowers the received time of records to the given one where that is earlier. */
    void receivedEarlier(Map<UUID, Instant> receivedAt);

    /** Inserts or replaces links, by mailbox, transport and item id; their records are no longer gone. */
    void link(List<Link> links);

    /** Removes links. */
    void unlink(String mailbox, String transport, Collection<String> itemIds);

    /**
     * Marks those of the records as gone that have no link left and weren't gone before, raises their versions, and returns
     * their new heads.
     */
    List<RecordHead> markGone(Collection<UUID> records);

    /**
     * Removes links of a mailbox that belong to other transports, and what waits to be deleted of them.
     *
     * @param limit the most to remove
     * @return the records that were linked
     */
    List<UUID> unlinkOthers(String mailbox, String transport, int limit);

    /**
     * Links a report of delivery with the mail that was sent, if we sent it; once, however often the report comes.
     *
     * @param reportId the record of the report
     */
    void reported(UUID reportId, DeliveryReport report);

    /** The deletes that wait. */
    ParkedDeletes deletes();

    /** Items that could not be taken. */
    DeadLetters letters();

    /** Promises remote actions; one that is owed already for the same item and type isn't promised twice. */
    void owe(List<RemoteAction> actions);

    /** Takes back what is owed for items, of one type. */
    void withdraw(FolderKey folder, Collection<String> itemIds, RemoteAction.Type type);

    /**
     * Postpones all that is owed to a mailbox of one type, because one of them would fail as the other.
     *
     * @return the ids of the items
     */
    List<String> postpone(FolderKey folder, RemoteAction.Type type, String code, String reason, Instant until);

    /**
     * An action was done.
     *
     * @param newId the item's id after a move, or null
     */
    void actionDone(RemoteAction action, String newId);

    /**
     * An action failed.
     *
     * @param giveUp it will not be tried again
     */
    void actionFailed(RemoteAction action, String code, String reason, boolean giveUp);

    /** Promises publications. */
    void publish(List<Publication> publications);

    /**
     * Saves a folder's state.
     *
     * @throws LostRaceException if the stored version isn't the one before {@code next}
     */
    void saveState(FolderState next);

    /** Remembers that items of a folder were seen, and forgets others. */
    void saw(FolderKey folder, Collection<String> itemIds, Collection<String> forgotten);

    /** Forgets all that was seen of a folder: it is read from its beginning. */
    void forgetSeen(FolderKey folder);

    /** Notes why a folder is left out for a while. */
    void troubled(FolderTrouble trouble);

    /** The folder could be read again. */
    void mended(FolderKey folder);
}
