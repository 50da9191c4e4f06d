package org.exchangesync.ews.client;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.exchangesync.transport.TransportException;

/**
 * Holds the limit of requests under way at once for one mailbox: servers charge impersonated calls to the mailbox's
 * budget. Threadsafe.
 */
final class MailboxPermits {
    private final int permits;
    private final Duration patience;
    private final Map<String, Semaphore> byMailbox = new ConcurrentHashMap<>();

    MailboxPermits(int permits, Duration patience) {
        this.permits = permits;
        this.patience = patience;
    }

    /** Waits for a permit; the caller releases it. */
    Semaphore acquire(CallContext call) {
        Semaphore semaphore = byMailbox.computeIfAbsent(call.mailbox(), mailbox -> new Semaphore(permits));
        try {
            if (semaphore.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return semaphore;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw call.fault(TransportException.NETWORK, "interrupted while waiting for a free connection", e);
        }
        throw call.fault(
                TransportException.NETWORK,
                "all " + permits + " connections of this mailbox are busy since " + patience.toSeconds() + " s",
                null);
    }
}
