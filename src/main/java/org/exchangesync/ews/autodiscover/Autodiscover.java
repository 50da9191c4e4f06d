package org.exchangesync.ews.autodiscover;

import java.util.Optional;
import org.exchangesync.transport.ConnectionSettings;

/**
 * Asks where the server of a mailbox is. Remembers nothing; {@link ServerFinder} does. Threadsafe.
 *
 * <p>The order: Exchange Online's unauthenticated question where Exchange Online is allowed; the endpoints of the settings;
 * {@code https://<domain>} and {@code https://autodiscover.<domain>}, each by SOAP, then by POX; the unauthenticated {@code
 * http://autodiscover.<domain>}, which may say where to go; the DNS; at last the unauthenticated question to the hosts of
 * the domain. A password goes over https only, to hosts that {@link org.exchangesync.transport.Discovery} allows.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/autodiscover-for-exchange">
 *     Autodiscover for Exchange</a>
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/handling-autodiscover-error-messages">
 *     Handling Autodiscover error messages</a>
 */
public final class Autodiscover {
    private final Web web;
    private final HostNames names;
    private final ServiceRecords records;

    /** Over the network and the DNS of this machine. */
    public Autodiscover() {
        this(new UrlConnectionWeb(), HostNames.SYSTEM, new DnsServiceRecords());
    }

    Autodiscover(Web web, HostNames names, ServiceRecords records) {
        this.web = web;
        this.names = names;
        this.records = records;
    }

    /**
     * Looks for the server of a mailbox. Whatever servers answer, the result tells it; nothing is thrown.
     *
     * @param settings how to sign in, whom to trust, and what is allowed; their URL is not looked at
     * @param mailbox its address
     */
    public AutodiscoverResult discover(ConnectionSettings settings, String mailbox) {
        return discover(settings, mailbox, Optional.empty());
    }

    /** @param first an endpoint that gave an answer before */
    AutodiscoverResult discover(
            ConnectionSettings settings, String mailbox, Optional<AutodiscoverResult.Endpoint> first) {
        return new Search(web, names, records, settings, mailbox, first).run();
    }
}
