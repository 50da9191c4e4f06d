package org.exchangesync.sync.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * What is owed to a queue, a topic or a person. A claim moves the time at which a thing is due to the claim's end, so those of
 * a dead process come back by themselves.
 *
 * <p>All methods throw {@link org.exchangesync.sync.StoreException} when the database can't be used, and {@link
 * org.exchangesync.sync.LostRaceException} when somebody else changed the same rows first.
 *
 * @param <T> what is owed
 */
public interface OwedStore<T> {

    /**
     * Claims what is due, the oldest first.
     *
     * @param token tells this claim from any other
     * @param lease how long others keep their hands off it
     */
    List<T> claim(UUID token, int limit, Duration lease);

    /** These arrived. */
    void arrived(UUID token, Collection<Long> ids);

    /** These did not; they are due again then. */
    void postponed(UUID token, Collection<Long> ids, Instant dueAt);
}
