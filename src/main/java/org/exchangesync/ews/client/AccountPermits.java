package org.exchangesync.ews.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.exchangesync.transport.TransportException;

/**
 * Holds the limit of requests under way at once for the account on one server, whichever mailboxes they are for. Servers
 * have such a limit too and tell nobody what it is: when one says that it is exceeded, ours is halved, and then grows back
 * by one each half minute in which it isn't said again. Threadsafe.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/ews-throttling-in-exchange">
 *     EWS throttling</a>
 */
final class AccountPermits {
    static final String EXCEEDED = "ErrorExceededConnectionCount";
    static final Duration STEP = Duration.ofSeconds(30);

    private final int most;
    private final Duration patience;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition free = lock.newCondition();
    private int limit;
    private int busy;
    private long begun;
    private long begunWhenHalved;
    private Instant changed;

    AccountPermits(int most, Duration patience, Clock clock) {
        this.most = Math.max(1, most);
        this.limit = this.most;
        this.patience = patience;
        this.clock = clock;
        this.changed = clock.instant();
    }

    /**
     * Waits for a permit.
     *
     * @return the call's number, for {@link #release}
     */
    long acquire(CallContext call) {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (busy >= limit) {
                if (left <= 0) {
                    throw call.fault(
                            TransportException.NETWORK,
                            "all " + limit + " connections of this account are busy since " + patience.toSeconds()
                                    + " s",
                            null);
                }
                left = free.awaitNanos(left);
            }
            busy++;
            return ++begun;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw call.fault(TransportException.NETWORK, "interrupted while waiting for a free connection", e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives the permit back.
     *
     * @param number of the call: one that began before the last halving says nothing new
     * @param fault what the server said, or null
     */
    void release(long number, EwsFault fault) {
        Instant now = clock.instant();
        lock.lock();
        try {
            busy--;
            if (fault != null && fault.code().equals(EXCEEDED)) {
                if (number > begunWhenHalved) {
                    limit = Math.max(1, limit / 2);
                    begunWhenHalved = begun;
                }
                changed = now;
            } else if (limit < most && !now.isBefore(changed.plus(STEP))) {
                limit++;
                changed = now;
            }
            free.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The limit as it is now. */
    int limit() {
        lock.lock();
        try {
            return limit;
        } finally {
            lock.unlock();
        }
    }
}
