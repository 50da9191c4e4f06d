package org.exchangesync.ews.client;

import java.time.Clock;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ConnectionSettings;

/**
 * A way to sign in, by request or by connection. Threadsafe.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/authentication-and-ews-in-exchange">
 *     Authentication and EWS</a>
 */
@FunctionalInterface
public interface EwsAuthentication {
    /** How HTTP calls signing in with a token. */
    String BEARER = "Bearer";

    /** How HTTP calls this way: {@code Basic}, {@code NTLM}, {@link #BEARER}; null if it has no name. */
    default String scheme() {
        return null;
    }

    /**
     * The value of the {@code Authorization} header for the next request, sent ahead, without waiting to be asked; null where
     * connections sign in, not requests.
     *
     * @throws org.exchangesync.transport.TransportException if there is none to be had
     */
    String authorization();

    /**
     * What a refusal is about, to be compared and never told: the password as it is now. Null where too many refusals lock
     * nothing.
     */
    default String proof() {
        return null;
    }

    /** Signs in each new connection before its first request; null where requests bring their credentials themselves. */
    default ConnectionSignIn connectionSignIn() {
        return null;
    }

    /**
     * Whether a request that the server refused with 401, and so did not perform, should be sent once more.
     *
     * @param refused what {@link #authorization()} gave for it
     */
    default boolean renewed(String refused) {
        return false;
    }

    /**
     * The way that the settings ask for.
     *
     * @throws EwsFault if the settings don't fit to it
     */
    static EwsAuthentication of(ConnectionSettings settings) {
        return of(settings, Clock.systemUTC());
    }

    /**
     * The way that the settings ask for.
     *
     * @param clock for the times in NTLM messages and of tokens
     * @throws EwsFault if the settings don't fit to it
     */
    static EwsAuthentication of(ConnectionSettings settings, Clock clock) {
        if (settings.authentication() instanceof Authentication.Basic basic) {
            return new BasicAuthentication(basic.credentials());
        }
        if (settings.authentication() instanceof Authentication.Ntlm ntlm) {
            return new NtlmAuthentication(settings, ntlm.credentials(), clock);
        }
        return new OAuthAuthentication(settings, (Authentication.OAuth) settings.authentication(), clock);
    }
}
