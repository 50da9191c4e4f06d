package org.exchangesync.sync;

import java.time.Duration;
import org.exchangesync.failure.BreakerPolicy;
import org.exchangesync.failure.RetryPolicy;

/**
 * The measures of the engine.
 *
 * @param pageItems the most changes in a page
 * @param pageBytes about the most bytes of items in a page; with the page read ahead, twice this is in memory per worker
 * @param workers mailboxes that are worked on at once in this process
 * @param pollingInterval the time between two cycles of a mailbox whose profile wants no longer one
 * @param claimHold how long a claim waits for its worker
 * @param lease how long a worker may be silent before its mailbox is given to another; longer than any page takes
 * @param retries how long what failed is left alone
 * @param breaker when a target or a profile is left alone as a whole
 * @param redelivery how long a page may wait for a step or for the server before it is given up
 * @param actionsPerCycle the most remote actions done in one cycle of a mailbox
 * @param guard when so many deletes at once are a question
 * @param publish whether committed changes are published
 */
public record SyncSettings(
        int pageItems,
        long pageBytes,
        int workers,
        Duration pollingInterval,
        Duration claimHold,
        Duration lease,
        RetryPolicy retries,
        BreakerPolicy breaker,
        Duration redelivery,
        int actionsPerCycle,
        DeleteGuard guard,
        boolean publish) {}
