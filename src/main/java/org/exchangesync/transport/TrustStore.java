package org.exchangesync.transport;

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
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whom a connection trusts: the JVM's authorities, or those of a given file and nobody else. */
public final class TrustStore {
    private TrustStore() {}

    /**
     * The judges of certificates.
     *
     * @throws TransportException {@link TransportException#CONFIGURATION} if the trust store can't be used
     */
    public static TrustManager[] managers(ConnectionSettings settings) {
        return managers(settings, false);
    }

    /**
     * The judges of certificates.
     *
     * @param alsoTheJvms whether the JVM's authorities are trusted beside those of the file
     * @throws TransportException {@link TransportException#CONFIGURATION} if the trust store can't be used
     */
    public static TrustManager[] managers(ConnectionSettings settings, boolean alsoTheJvms) {
        Path file = settings.trustStore();
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            KeyStore authorities = file == null ? null : load(file, settings.trustStorePassword());
            if (authorities != null && alsoTheJvms) {
                addThoseOfTheJvm(authorities);
            }
            trust.init(authorities);
            return trust.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new TransportException(
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
