package org.exchangesync.sync.deadletter;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Copies of new dead letters that are owed to a queue or topic. A claim moves the time at which a copy is due to the claim's
 * end, so those of a dead process come back by themselves.
 *
 * <p>All methods throw {@link org.exchangesync.sync.StoreException} when the database can't be used, and {@link
 * org.exchangesync.sync.LostRaceException} when somebody else changed the same letters first.
 */
public interface MirrorStore {

    /**
     * Claims copies that are due, the oldest first.
     *
     * @param token tells this claim from any other
     * @param lease how long others keep their hands off them
     */
    List<StoredLetter> claim(UUID token, int limit, Duration lease);

    /** These arrived. */
    void arrived(UUID token, Collection<Long> ids);

    /** These did not; they are due again then. */
    void postponed(UUID token, Collection<Long> ids, Instant dueAt);
}
