package org.exchangesync.ews.client;

import java.net.URI;
import java.time.Clock;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Impersonation;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.oauth.TokenCache;
import org.exchangesync.transport.oauth.TokenSource;

/**
 * A token of the application with every request: Exchange Online, and an own server with hybrid modern authentication, where
 * the scope is the server's own address.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-authenticate-an-ews-application-by-using-oauth">
 *     Authenticate an EWS application by using OAuth</a>
 */
final class OAuthAuthentication implements EwsAuthentication {
    private static final String PREFIX = BEARER + " ";

    private final TokenSource tokens;

    /** @throws EwsFault if the settings don't fit */
    OAuthAuthentication(ConnectionSettings settings, Authentication.OAuth application, Clock clock) {
        URI endpoint = application.tokenEndpoint();
        String scheme = String.valueOf(endpoint.getScheme());
        boolean plain = scheme.equalsIgnoreCase("http");
        if (endpoint.getHost() == null || !(plain || scheme.equalsIgnoreCase("https"))) {
            throw wrong(
                    settings,
                    "tokenEndpoint " + endpoint
                            + " is no address. Enter https://login.microsoftonline.com/<tenant>/oauth2/v2.0/token");
        }
        if (plain && !settings.allowPlainHttp()) {
            throw wrong(
                    settings,
                    "tokenEndpoint " + endpoint
                            + " would get the application's secret readable for anyone. Use https://");
        }
        if (settings.impersonation() == Impersonation.NONE) {
            throw wrong(
                    settings,
                    "an application has no mailbox of its own, so with OAuth it must impersonate."
                            + " Choose an impersonation other than none");
        }
        this.tokens =
                TokenCache.SHARED.of(settings, application, clock, () -> new HttpTokenEndpoint(settings, endpoint));
    }

    private static EwsFault wrong(ConnectionSettings settings, String text) {
        return new EwsFault(
                TransportException.CONFIGURATION, "Connection '" + settings.name() + "': " + text + ".", null);
    }

    @Override
    public String scheme() {
        return BEARER;
    }

    @Override
    public String authorization() {
        return PREFIX + tokens.token();
    }

    @Override
    public boolean renewed(String refused) {
        return tokens.refused(refused.substring(PREFIX.length()));
    }
}
