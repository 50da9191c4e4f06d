package org.exchangesync.sandbox;

import java.net.URI;
import javax.net.ssl.SSLContext;
import microsoft.exchange.webservices.data.core.ExchangeService;
import microsoft.exchange.webservices.data.core.enumeration.misc.ExchangeVersion;
import microsoft.exchange.webservices.data.credential.WebCredentials;
import org.apache.http.config.Registry;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;

/** The client of ews-java-api. The library trusts the JVM's authorities only; this one trusts the sandbox's. */
public final class TrustingService extends ExchangeService {
    private final SSLContext tls;
    private static final ThreadLocal<SSLContext> BEING_MADE = new ThreadLocal<>();

    private TrustingService(SSLContext tls) {
        super(ExchangeVersion.Exchange2010_SP2);
        this.tls = tls;
    }

    static ExchangeService of(SandboxServer server, String user) throws Exception {
        return of(server, new WebCredentials(user, SandboxExtension.PASSWORD));
    }

    /** With any account. */
    public static ExchangeService of(SandboxServer server, WebCredentials credentials) throws Exception {
        BEING_MADE.set(server.clientContext());
        ExchangeService service = new TrustingService(server.clientContext());
        service.setUrl(URI.create(server.ewsUrl()));
        service.setCredentials(credentials);
        return service;
    }

    @Override
    protected Registry<ConnectionSocketFactory> createConnectionSocketFactoryRegistry() {
        // The library calls this from its constructor, before the field above is set.
        return RegistryBuilder.<ConnectionSocketFactory>create()
                .register("https", new SSLConnectionSocketFactory(tls == null ? BEING_MADE.get() : tls))
                .build();
    }
}
