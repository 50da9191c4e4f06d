package org.exchangesync.sync.publication;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.Publication;
import org.exchangesync.sync.StoreException;

/**
 * Committed changes on their way to other systems. A record's oldest unpublished change is claimed before it is sent, so of
 * several processes one alone has it, and later ones of the record wait until it arrived.
 *
 * <p>All methods throw {@link StoreException} when the database can't be used, and {@link LostRaceException} when somebody
 * else changed the same rows first.
 */
public interface PublicationStore {

    /**
     * Claims the oldest unpublished change of each of the next records that are due.
     *
     * @param limit the most of them
     * @param bytes about the most bytes of their items; one comes in any case
     * @param lease how long others keep their hands off what is not settled
     */
    PublicationClaim claim(int limit, long bytes, Duration lease);

    /**
     * Claims again what is claimed already.
     *
     * @param claim the claim; its end doesn't matter
     * @return the claim with its new end, or null if some of it was lost to another process
     */
    PublicationClaim renew(PublicationClaim claim, Duration lease);

    /**
     * Ends a claim. What arrived is forgotten, what its target refused comes again by the ladder of retries, what was neither
     * is due again at once. Nothing happens to what another process claimed meanwhile.
     *
     * @return whether everything that arrived was still ours
     */
    boolean settle(PublicationClaim claim, Results results);

    /** Ends all claims: for a process that alone can have the database open, so that they are its dead predecessor's. */
    void releaseAll();

    /**
     * How the publications of a claim fared.
     *
     * @param arrived those that the target took
     * @param refused those that it refused, each with the reason
     * @param postponed those that a target which is away could not take; that is no failure of theirs
     * @param postponedUntil when these are due again; null if there are none
     */
    record Results(
            Collection<Publication> arrived,
            Map<Publication, String> refused,
            Collection<Publication> postponed,
            Instant postponedUntil) {}
}
