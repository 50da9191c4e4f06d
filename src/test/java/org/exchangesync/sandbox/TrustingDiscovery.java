package org.exchangesync.sandbox;

import java.net.URI;
import javax.net.ssl.SSLContext;
import microsoft.exchange.webservices.data.autodiscover.AutodiscoverService;
import microsoft.exchange.webservices.data.core.enumeration.misc.ExchangeVersion;
import microsoft.exchange.webservices.data.credential.WebCredentials;
import org.apache.http.config.Registry;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;

/** Autodiscover of ews-java-api, which trusts the sandbox's authority here. */
final class TrustingDiscovery extends AutodiscoverService {
    private static final ThreadLocal<SSLContext> BEING_MADE = new ThreadLocal<>();

    private TrustingDiscovery(URI url, ExchangeVersion version) throws Exception {
        super(url, version);
    }

    static AutodiscoverService of(SandboxServer server, URI url, String user) throws Exception {
        BEING_MADE.set(server.clientContext());
        AutodiscoverService service = new TrustingDiscovery(url, ExchangeVersion.Exchange2010_SP2);
        service.setCredentials(new WebCredentials(user, SandboxExtension.PASSWORD));
        service.setRedirectionUrlValidationCallback(other -> true);
        return service;
    }

    @Override
    protected Registry<ConnectionSocketFactory> createConnectionSocketFactoryRegistry() {
        // The library calls this from its constructor.
        return RegistryBuilder.<ConnectionSocketFactory>create()
                .register("https", new SSLConnectionSocketFactory(BEING_MADE.get()))
                .build();
    }
}
