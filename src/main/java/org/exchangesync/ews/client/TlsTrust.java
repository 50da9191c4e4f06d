package org.exchangesync.ews.client;

import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.TrustStore;

/** Connections to those whom we trust: the JVM's authorities, or those of a given file and nobody else. */
final class TlsTrust {
    private TlsTrust() {}

    /** @throws EwsFault if the trust store can't be used */
    static SSLSocketFactory socketFactory(ConnectionSettings settings) {
        return socketFactory(settings, false);
    }

    /**
     * Trusts the authorities of the settings and those of the JVM.
     *
     * @throws EwsFault if the trust store can't be used
     */
    static SSLSocketFactory withThoseOfTheJvm(ConnectionSettings settings) {
        return socketFactory(settings, true);
    }

    private static SSLSocketFactory socketFactory(ConnectionSettings settings, boolean alsoTheJvms) {
        try {
            if (settings.trustStore() == null) {
                return SSLContext.getDefault().getSocketFactory();
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, TrustStore.managers(settings, alsoTheJvms), null);
            return context.getSocketFactory();
        } catch (TransportException e) {
            throw new EwsFault(e.code(), e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new EwsFault(
                    TransportException.CONFIGURATION,
                    "Connection '" + settings.name() + "': this JVM can't speak TLS (" + e.getMessage() + ").",
                    e);
        }
    }
}
