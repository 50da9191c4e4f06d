package org.exchangesync.ews.autodiscover;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.exchangesync.transport.TransportException;

/**
 * Until servers have taken the account, one mailbox goes ahead and the others wait: a wrong password is tried for one
 * mailbox, not for all thousand of a profile, and locks no account. Threadsafe.
 */
final class AccountGate {
    private static final String REFUSED = TransportException.HTTP + 401;

    private final ReentrantLock first = new ReentrantLock();
    private final Clock clock;
    private volatile boolean open;
    private String refusal;
    private Instant refusedAt;

    AccountGate(Clock clock) {
        this.clock = clock;
    }

    /** @param inAnyCase asks although the account was refused a moment ago */
    AutodiscoverResult pass(String mailbox, boolean inAnyCase, Supplier<AutodiscoverResult> search) {
        if (open) {
            return noted(search.get());
        }
        first.lock();
        try {
            boolean fresh = refusedAt != null
                    && refusedAt.plus(ServerFinder.FAILURE_STANDS).isAfter(clock.instant());
            if (!open && fresh && !inAnyCase) {
                return new AutodiscoverResult(
                        mailbox,
                        null,
                        null,
                        REFUSED,
                        "not asked, the account was refused a moment ago: " + refusal,
                        List.of());
            }
            return noted(search.get());
        } finally {
            first.unlock();
        }
    }

    private AutodiscoverResult noted(AutodiscoverResult result) {
        first.lock();
        try {
            open = !REFUSED.equals(result.code());
            refusal = open ? null : result.reason();
            refusedAt = open ? null : clock.instant();
            return result;
        } finally {
            first.unlock();
        }
    }
}
