package org.exchangesync.ews.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.TransportException;

/** Whom we trust: the JVM's authorities, or those of a given file and nobody else. */
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
        Path file = settings.trustStore();
        try {
            if (file == null) {
                return SSLContext.getDefault().getSocketFactory();
            }
            KeyStore authorities = load(file, settings.trustStorePassword());
            if (alsoTheJvms) {
                addThoseOfTheJvm(authorities);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new EwsFault(
                    TransportException.CONFIGURATION,
                    "Connection '" + settings.name() + "': the trust store " + file + " can't be used ("
                            + e.getMessage()
                            + "). Give a PEM file with certificates, or a PKCS#12 file with its password.",
                    e);
        }
    }

    private static void addThoseOfTheJvm(KeyStore authorities) throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init((KeyStore) null);
        int n = 0;
        for (TrustManager manager : trust.getTrustManagers()) {
            if (manager instanceof X509TrustManager known) {
                for (X509Certificate authority : known.getAcceptedIssuers()) {
                    authorities.setCertificateEntry("jvm" + n++, authority);
                }
            }
        }
    }

    private static KeyStore load(Path file, Secret password) throws GeneralSecurityException, IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            if (!isPem(in)) {
                store.load(in, password == null ? null : password.value().toCharArray());
                return store;
            }
            store.load(null, null);
            int n = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca" + n++, certificate);
            }
            if (n == 0) {
                throw new IOException("it holds no certificate");
            }
            return store;
        }
    }

    /** PKCS#12 begins with an ASN.1 sequence, PEM with text. */
    private static boolean isPem(InputStream in) throws IOException {
        in.mark(1);
        int first = in.read();
        in.reset();
        return first != 0x30;
    }
}
