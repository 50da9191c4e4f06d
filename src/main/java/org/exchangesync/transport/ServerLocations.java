package org.exchangesync.transport;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * On which server each mailbox is, as far as it was found out: the cache of Autodiscover. Mailboxes are given by their
 * primary address, in any case. Threadsafe.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-refresh-configuration-information-by-using-autodiscover">
 *     Refresh configuration information by using Autodiscover</a>
 */
public interface ServerLocations {

    /**
     * Where a mailbox is.
     *
     * @param url of the server's EWS
     * @param discoveredAt when Autodiscover said so
     */
    record Location(URI url, Instant discoveredAt) {
        public Location {
            Objects.requireNonNull(url, "url");
            Objects.requireNonNull(discoveredAt, "discoveredAt");
        }
    }

    /** What was found last; empty for a mailbox that was never found. */
    Optional<Location> find(String mailbox);

    /** Keeps what was found, in place of what was found before. */
    void found(String mailbox, URI url, Instant when);

    /**
     * Asks whether a mailbox may be looked for anew, and notes that it is if so: of many who ask at once, one may.
     *
     * @param now the time of the attempt
     * @param atMostEvery so much time must have passed since the last attempt and since it was found
     * @return false too for a mailbox that was never found
     */
    boolean claimRefresh(String mailbox, Instant now, Duration atMostEvery);

    /** Forgets where a mailbox is; it is looked for at the next call. */
    void forget(String mailbox);
}
