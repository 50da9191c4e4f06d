package org.exchangesync.sync;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What a transaction of the engine writes about dead letters; every change of a state leaves an audit row. */
public interface DeadLetters {

    /**
     * Inserts dead letters, or counts up the attempts of those that are there. One that was resolved is open again, unless
     * somebody discarded it; one whose replay was asked for keeps waiting for it.
     *
     * @param mirror whether new ones are promised to the mirror
     * @return how many are new
     */
    int put(List<DeadLetter> letters, boolean mirror);

    /**
     * Items were stored. Unresolved letters of the same items, and of mails with the same identity in the same mailbox, have
     * arrived.
     *
     * @param before only letters with smaller numbers; mails with the same identity in any case
     * @return how many letters that settled
     */
    int arrived(FolderKey folder, Collection<Arrival> arrivals, long before);

    /** Whether a replay of the letter is asked for still; its row is locked until the end. */
    boolean isReplaying(long id);

    /**
     * An item that was stored.
     *
     * @param identity of a mail, or null
     */
    record Arrival(String itemId, String identity, UUID recordId) {}

    /** The mail of the letters with this item is in Undeliverable now; its id there is null where that isn't known. */
    void moved(FolderKey folder, String itemId, String newId);

    /** The mails of the letters with these items stay where they are. */
    void notMoved(FolderKey folder, Collection<String> itemIds, String reason);

    /** The mail of the letters with this item is in the Inbox again; its id there is null where that isn't known. */
    void movedBack(FolderKey folder, String itemId, String newId);

    /**
     * A replay stored the item, or recognised it as stored.
     *
     * @param recordId the record that it is
     * @param result in words
     */
    void replayed(long id, UUID recordId, String result);

    /** A replay failed for a reason of the item's: the letter is open again, with this failure. */
    void replayFailed(long id, DeadLetter.Failure failure, String result);

    /** A replay could not be done, through no fault of the item's; it comes again. */
    void replayWaits(long id, String why, Instant dueAt);

    /** A replay found out that there is nothing to store: the item has arrived another way. */
    void replayArrived(long id, UUID recordId, String result);

    /** A replay can't be done, or somebody's step didn't want the item: the letter is open or discarded, as told. */
    void replayEnded(long id, boolean discard, String result);
}
