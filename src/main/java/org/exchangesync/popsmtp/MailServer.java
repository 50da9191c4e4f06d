package org.exchangesync.popsmtp;

import java.net.URI;
import java.util.Locale;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.TransportException;

/**
 * Where a server of mail is, and how what is said to it is kept from others' eyes.
 *
 * @param protocol {@code pop3} or {@code smtp}
 * @param host its name, which its certificate must carry
 * @param port of it
 * @param encryption from which moment on
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8314">RFC 8314: TLS for submission and access</a>
 */
record MailServer(String protocol, String host, int port, Encryption encryption) {
    /** When TLS begins. */
    enum Encryption {
        /** With the connection. */
        TLS,
        /** By STLS or STARTTLS, before anything else is said; a server that can't do it is refused. */
        STARTTLS,
        /** Never. */
        NONE
    }

    private static final String PLAIN = "+plain";

    /** Where mail is fetched. */
    static MailServer incoming(ConnectionSettings settings) {
        return of(settings, settings.url(), "pop3", "pop3s://mail.example.org:995");
    }

    /** Where mail is handed in. */
    static MailServer outgoing(ConnectionSettings settings) {
        return of(settings, settings.outgoingUrl(), "smtp", "smtps://mail.example.org:465");
    }

    private static MailServer of(ConnectionSettings settings, URI url, String protocol, String example) {
        if (url == null) {
            throw wrong(settings, "no address of a server for " + protocol + " is given: write one such as " + example);
        }
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        Encryption encryption;
        if (scheme.equals(protocol + "s")) {
            encryption = Encryption.TLS;
        } else if (scheme.equals(protocol)) {
            encryption = Encryption.STARTTLS;
        } else if (scheme.equals(protocol + PLAIN)) {
            encryption = Encryption.NONE;
        } else {
            throw wrong(
                    settings,
                    url + " is no address for " + protocol + ": use " + protocol + "s:// (TLS), " + protocol
                            + ":// (STARTTLS) or " + protocol + PLAIN + ":// (neither)");
        }
        if (url.getHost() == null || url.getRawUserInfo() != null) {
            throw wrong(settings, "the address for " + protocol + " wants a host name and no user name");
        }
        if (encryption == Encryption.NONE && !settings.allowPlainHttp()) {
            throw wrong(
                    settings,
                    "over " + url + " the password would cross the network readable by anyone; only where that is"
                            + " meant, permit it explicitly");
        }
        return new MailServer(
                protocol, url.getHost(), url.getPort() < 0 ? usual(protocol, encryption) : url.getPort(), encryption);
    }

    private static int usual(String protocol, Encryption encryption) {
        if (protocol.equals("pop3")) {
            return encryption == Encryption.TLS ? 995 : 110;
        }
        return switch (encryption) {
            case TLS -> 465;
            case STARTTLS -> 587;
            case NONE -> 25;
        };
    }

    private static TransportException wrong(ConnectionSettings settings, String text) {
        return new TransportException(
                TransportException.CONFIGURATION, "Connection '" + settings.name() + "': " + text + ".", null);
    }

    /** As messages name it. */
    @Override
    public String toString() {
        return protocol + " server " + host + ":" + port;
    }
}
