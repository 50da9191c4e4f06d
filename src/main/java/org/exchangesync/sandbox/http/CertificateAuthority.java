package org.exchangesync.sandbox.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The sandbox's own certificate authority: made once, kept in the data folder, so that whoever trusts it need not trust a
 * new one after every start. The server's certificate is made anew each time. Validity is of the machine's clock, because
 * that is what TLS clients look at.
 */
public final class CertificateAuthority {
    private static final char[] PASSWORD = "sandbox".toCharArray();
    private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);
    private static final Duration SERVER_VALIDITY = Duration.ofDays(397);
    private static final List<String> NAMES = List.of("localhost", "autodiscover.localhost");

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final Path pem;

    private CertificateAuthority(X509Certificate certificate, PrivateKey key, Path pem) {
        this.certificate = certificate;
        this.key = key;
        this.pem = pem;
    }

    /** The authority of a folder, made there when it has none, or one that expires within a month. */
    public static CertificateAuthority in(Path folder) {
        try {
            Files.createDirectories(folder);
            Path store = folder.resolve("sandbox-ca.p12");
            Path pem = folder.resolve("sandbox-ca.pem");
            CertificateAuthority kept = Files.exists(store) ? load(store, pem) : null;
            if (kept != null
                    && kept.certificate
                            .getNotAfter()
                            .toInstant()
                            .isAfter(Instant.now().plus(Duration.ofDays(30)))) {
                return kept;
            }
            KeyPair keys = newKeys();
            X509Certificate certificate = selfSigned(keys);
            save(store, pem, certificate, keys.getPrivate());
            return new CertificateAuthority(certificate, keys.getPrivate(), pem);
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(
                    "the sandbox cannot make its certificate authority in " + folder + ": " + e.getMessage(), e);
        }
    }

    /** An authority that nobody trusts: made now, kept nowhere. */
    public static CertificateAuthority stranger() {
        try {
            KeyPair keys = newKeys();
            return new CertificateAuthority(selfSigned(keys), keys.getPrivate(), null);
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("the sandbox cannot make another authority: " + e.getMessage(), e);
        }
    }

    /** The file with the authority's certificate, for clients to trust; null where it is kept nowhere. */
    public Path pem() {
        return pem;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** A TLS context with a fresh server certificate for this machine. */
    public SSLContext serverContext() {
        try {
            KeyPair keys = newKeys();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", keys.getPrivate(), PASSWORD, new Certificate[] {server(keys), certificate});
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("the sandbox cannot make its server certificate: " + e.getMessage(), e);
        }
    }

    /** A TLS context for clients in this JVM that trusts this authority and nobody else. */
    public SSLContext clientContext() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("sandbox-ca", certificate);
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JVM cannot trust the sandbox: " + e.getMessage(), e);
        }
    }

    private static CertificateAuthority load(Path file, Path pem) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        X509Certificate certificate = (X509Certificate) store.getCertificate("ca");
        writePem(pem, certificate);
        return new CertificateAuthority(certificate, (PrivateKey) store.getKey("ca", PASSWORD), pem);
    }

    private static void save(Path file, Path pem, X509Certificate certificate, PrivateKey key)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("ca", key, PASSWORD, new Certificate[] {certificate});
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
        writePem(pem, certificate);
    }

    private static void writePem(Path pem, X509Certificate certificate) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(certificate);
        }
        Files.writeString(pem, text.toString());
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509Certificate selfSigned(KeyPair keys)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        // The serial number in the name keeps the authorities of two sandboxes apart in one trust store.
        X500Name name = new X500Name("CN=Exchange sandbox CA " + new BigInteger(40, new SecureRandom()).toString(36));
        X509v3CertificateBuilder builder = builder(name, name, keys, AUTHORITY_VALIDITY);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return sign(builder, keys.getPrivate());
    }

    private X509Certificate server(KeyPair keys)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        X500Name issuer = new X500Name(certificate.getSubjectX500Principal().getName());
        X509v3CertificateBuilder builder = builder(issuer, new X500Name("CN=localhost"), keys, SERVER_VALIDITY);
        List<GeneralName> names = new java.util.ArrayList<>();
        NAMES.forEach(n -> names.add(new GeneralName(GeneralName.dNSName, n)));
        names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        names.add(new GeneralName(
                GeneralName.iPAddress, InetAddress.getByName("::1").getHostAddress()));
        builder.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
        return sign(builder, key);
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair keys, Duration validity)
            throws GeneralSecurityException, IOException {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(120, new SecureRandom()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(validity)),
                subject,
                keys.getPublic());
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
        return builder;
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    }
}
