package org.exchangesync.transport.oauth;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.TransportException;

/** The certificate by which an application proves who it is, for those who want to know how long it is good. */
public final class ApplicationCertificate {
    private ApplicationCertificate() {}

    /**
     * Reads it from the application's key store.
     *
     * @param application one with a key store
     * @throws TransportException {@code Configuration} if it can't be read
     */
    public static X509Certificate of(Authentication.OAuth application) {
        try {
            return KeyFile.read(
                            application.keyStore(),
                            application.keyStorePassword() == null
                                    ? null
                                    : application.keyStorePassword().value())
                    .certificate();
        } catch (IOException | GeneralSecurityException e) {
            throw new TransportException(
                    TransportException.CONFIGURATION,
                    "the key store " + application.keyStore() + " can't be used: " + e.getMessage(),
                    e);
        }
    }
}
