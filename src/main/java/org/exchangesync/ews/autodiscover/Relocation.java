package org.exchangesync.ews.autodiscover;

import java.util.Set;
import org.exchangesync.transport.TransportException;

/**
 * Which faults are a reason to ask where the mailbox is now.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-refresh-configuration-information-by-using-autodiscover">
 *     Refresh configuration information by using Autodiscover</a>
 */
final class Relocation {
    /** The server has done nothing: what it was asked to do can be asked of another. */
    private static final Set<String> NOTHING_DONE = Set.of(
            "ErrorMailboxMoveInProgress",
            "ErrorConnectionFailed",
            "ErrorCrossSiteRequest",
            "ErrorProxyRequestNotAllowed",
            "ErrorNonExistentMailbox",
            TransportException.TLS,
            TransportException.HTTP + 301,
            TransportException.HTTP + 302,
            TransportException.HTTP + 307,
            TransportException.HTTP + 308,
            TransportException.HTTP + 404,
            TransportException.HTTP + 410);

    /** Nobody knows whether it was done. */
    private static final Set<String> UNCERTAIN = Set.of(
            TransportException.NETWORK,
            TransportException.HTTP + 502,
            TransportException.HTTP + 503,
            TransportException.HTTP + 504);

    private Relocation() {}

    /** Whether the mailbox may be elsewhere. */
    static boolean isSuggestedBy(TransportException fault) {
        return hasDoneNothing(fault) || UNCERTAIN.contains(fault.code());
    }

    /** Whether a change that failed so can be tried elsewhere without being made twice. */
    static boolean hasDoneNothing(TransportException fault) {
        return NOTHING_DONE.contains(fault.code());
    }
}
