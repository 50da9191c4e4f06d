package org.exchangesync.ews.client;

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
}
