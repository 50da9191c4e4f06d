package org.exchangesync.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which mailbox is due, and who works on it. The database is the only shared memory: any number of processes may claim.
 * All methods throw {@link StoreException} when the database can't be used.
 */
public interface MailboxSchedule {

    /**
     * Makes the schedule hold exactly these mailboxes: new ones are due at once, those that are missing are not claimed any
     * more but keep their states.
     *
     * @param profiles profile name by mailbox address
     */
    default void register(Map<String, String> profiles) {
        register(profiles, Map.of());
    }

    /**
     * As {@link #register(Map)}.
     *
     * @param fallbacks name of the second profile by mailbox address, for those that have one
     */
    void register(Map<String, String> profiles, Map<String, String> fallbacks);

    /**
     * Claims mailboxes that are due and that nobody holds, the longest waiting first. Of a profile whose breaker is open
     * none is claimed, but one that tries when the time for that has come.
     *
     * @param limit the most to claim: not more than there are free workers
     * @param asOf due at this time or before
     * @param hold how long the claim is good without being started
     */
    List<MailboxClaim> claimDue(int limit, Instant asOf, Duration hold);

    /**
     * Claims mailboxes that are due and whose profile can't be used, for work by their second profile. Where that can't be
     * used either, none is claimed, but one that tries when the time for that has come.
     *
     * @param limit the most to claim: not more than there are free workers
     * @param asOf due at this time or before
     * @param brokenBefore those whose profile could not be used at this time already
     * @param hold how long the claim is good without being started
     */
    List<MailboxClaim> claimFallback(int limit, Instant asOf, Instant brokenBefore, Duration hold);

    /**
     * Starts work on a claim, by compare-and-set.
     *
     * @param lease how long the work may take without {@link #renew}
     * @return false if the claim is stale: somebody else has the mailbox, or it was started before
     */
    boolean start(MailboxClaim claim, Duration lease);

    /** Prolongs the lease from now; false if it was lost. */
    boolean renew(MailboxClaim claim, Duration lease);

    /**
     * Ends the work: frees the mailbox, keeps the trouble of its directions, and makes it due when the first of them is.
     * What a person changed meanwhile stays as that person wants it.
     *
     * @return false, and nothing changed, if the claim was lost meanwhile
     */
    boolean ended(MailboxClaim claim, CycleResult result);

    /** A mailbox that went by its second profile goes by its first again, and nothing of the second is left. */
    void returned(MailboxClaim claim);

    /** Makes a mailbox due at once, also when it is being worked on: then again at the end. */
    void dueNow(String mailbox);

    /** Gives a claim back unstarted, due as before. */
    void release(MailboxClaim claim);

    /**
     * Gives back all claims, whoever held them: for the start of a process that alone can open the database, where a claim
     * can only be that of a predecessor that died.
     */
    void releaseAll();

    /** The state of one mailbox. */
    Optional<MailboxStatus> status(String mailbox);

    /** The states of all registered mailboxes, by address. */
    Collection<MailboxStatus> all();

    /**
     * A row of the schedule.
     *
     * @param leaseUntil until when a worker holds it, unless it renews or ends before; null while nobody does
     * @param lastSuccessAt when a cycle ended last in which nothing failed
     * @param fellBackAt since when it goes by its second profile; null while it goes by its first
     */
    record MailboxStatus(
            String mailbox,
            String profile,
            boolean active,
            Instant dueAt,
            Instant leaseUntil,
            Instant lastStartedAt,
            Instant lastSuccessAt,
            Instant fellBackAt) {}
}
