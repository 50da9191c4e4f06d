package org.exchangesync.ews.client;

import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.TransportException;

/**
 * A way to sign in. Basic is the one there is now; others bring their own header value the same way. Threadsafe.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/authentication-and-ews-in-exchange">
 *     Authentication and EWS</a>
 */
@FunctionalInterface
public interface EwsAuthentication {

    /** The value of the {@code Authorization} header for the next request: sent ahead, without waiting to be asked. */
    String authorization();

    /**
     * The way that the settings ask for.
     *
     * @throws EwsFault if there is none
     */
    static EwsAuthentication of(ConnectionSettings settings) {
        if (settings.authentication() instanceof Authentication.Basic basic) {
            return new BasicAuthentication(basic.credentials());
        }
        throw new EwsFault(
                TransportException.CONFIGURATION,
                "Connection '" + settings.name() + "': "
                        + settings.authentication().getClass().getSimpleName() + " can't be spoken. Use Basic.",
                null);
    }
}
