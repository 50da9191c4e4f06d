package org.exchangesync.popsmtp;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.oauth.TokenCache;
import org.exchangesync.transport.oauth.TokenSource;

/**
 * Who signs in to a mailbox: a user with a password, or an application with a token for it.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth">
 *     XOAUTH2 for POP and SMTP</a>
 */
final class Account {
    /** In a user name: takes the place of what names the mailbox, as master users of Dovecot and others are written. */
    static final String MAILBOX = "{mailbox}";

    private final Credentials credentials;
    private final TokenSource tokens;

    private Account(Credentials credentials, TokenSource tokens) {
        this.credentials = credentials;
        this.tokens = tokens;
    }

    static Account of(ConnectionSettings settings, Clock clock) {
        Authentication authentication = settings.authentication();
        if (authentication instanceof Authentication.Basic basic) {
            return new Account(basic.credentials(), null);
        }
        if (authentication instanceof Authentication.OAuth application) {
            boolean plain = "http".equalsIgnoreCase(application.tokenEndpoint().getScheme());
            if (plain && !settings.allowPlainHttp()) {
                throw new TransportException(
                        TransportException.CONFIGURATION,
                        "Connection '" + settings.name() + "': " + application.tokenEndpoint()
                                + " would get the application's secret readable for anyone. Use https://.",
                        null);
            }
            return new Account(
                    null,
                    TokenCache.SHARED.of(
                            settings,
                            application,
                            clock,
                            () -> new HttpsTokenEndpoint(settings, application.tokenEndpoint())));
        }
        throw new TransportException(
                TransportException.CONFIGURATION,
                "Connection '" + settings.name()
                        + "': POP3 and SMTP servers are signed in to by basic or by oauth, not by ntlm.",
                null);
    }

    boolean hasToken() {
        return tokens != null;
    }

    /** Who signs in for a mailbox; with a token this is the mailbox itself. */
    String user(MailboxRef mailbox) {
        return credentials == null
                ? mailbox.connectingId()
                : credentials.username().replace(MAILBOX, mailbox.connectingId());
    }

    String password() {
        return credentials.password().value();
    }

    /** A token that is good now. */
    String token() {
        return tokens.token();
    }

    /** Whether another token may be tried after this one was refused. */
    boolean mayRenew(String refused) {
        return tokens.refused(refused);
    }

    /** What SASL PLAIN says. See <a href="https://www.rfc-editor.org/rfc/rfc4616">RFC 4616</a>. */
    String plain(MailboxRef mailbox) {
        return base64("\0" + user(mailbox) + "\0" + password());
    }

    /** What XOAUTH2 says with a token. */
    String bearer(MailboxRef mailbox, String token) {
        return base64("user=" + user(mailbox) + "\u0001auth=Bearer " + token + "\u0001\u0001");
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return credentials == null ? "an application" : credentials.username();
    }
}
