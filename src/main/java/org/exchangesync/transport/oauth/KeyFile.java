package org.exchangesync.transport.oauth;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * An application's certificate and private key from a file: PKCS#12, or PEM with both. Read at each use, so that a renewed
 * certificate needs no restart.
 *
 * @param key RSA
 */
record KeyFile(PrivateKey key, X509Certificate certificate) {
    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN (ENCRYPTED |RSA |EC |)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END [A-Z ]*PRIVATE KEY-----");

    /** @throws IOException with the reason if there is nothing in it that can be used */
    static KeyFile read(Path file, String password) throws IOException, GeneralSecurityException {
        byte[] bytes = Files.readAllBytes(file);
        char[] secret = password == null ? new char[0] : password.toCharArray();
        // PKCS#12 begins with an ASN.1 sequence, PEM with text.
        KeyFile found = bytes.length > 0 && bytes[0] == 0x30 ? pkcs12(bytes, secret) : pem(bytes, secret);
        if (!found.key.getAlgorithm().equals("RSA")) {
            throw new IOException("its key is of the kind " + found.key.getAlgorithm() + ", and RSA is wanted");
        }
        return found;
    }

    private static KeyFile pkcs12(byte[] bytes, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(bytes), password);
        for (String alias : Collections.list(store.aliases())) {
            if (store.getKey(alias, password) instanceof PrivateKey key
                    && store.getCertificate(alias) instanceof X509Certificate certificate) {
                return new KeyFile(key, certificate);
            }
        }
        throw new IOException("it holds no private key with a certificate");
    }

    private static KeyFile pem(byte[] bytes, char[] password) throws IOException, GeneralSecurityException {
        String text = new String(bytes, StandardCharsets.US_ASCII);
        Matcher key = KEY.matcher(text);
        if (!key.find()) {
            throw new IOException("it holds no private key");
        }
        if (!key.group(1).isBlank() && !key.group(1).equals("ENCRYPTED ")) {
            throw new IOException("its key is in the format " + key.group(1).strip()
                    + ", and PKCS#8 is wanted: openssl pkcs8 -topk8 converts it");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(key.group(2));
        PKCS8EncodedKeySpec spec =
                key.group(1).isBlank() ? new PKCS8EncodedKeySpec(encoded) : decrypted(encoded, password);
        for (var certificate : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(withoutKeys(text)))) {
            return new KeyFile(KeyFactory.getInstance("RSA").generatePrivate(spec), (X509Certificate) certificate);
        }
        throw new IOException("it holds no certificate");
    }

    /** Only certificates: their reader stumbles over keys. */
    private static byte[] withoutKeys(String text) {
        return KEY.matcher(text).replaceAll("").getBytes(StandardCharsets.US_ASCII);
    }

    private static PKCS8EncodedKeySpec decrypted(byte[] encoded, char[] password)
            throws IOException, GeneralSecurityException {
        EncryptedPrivateKeyInfo info;
        try {
            info = new EncryptedPrivateKeyInfo(encoded);
        } catch (IOException e) {
            throw new IOException(
                    "its key is encrypted in a way that isn't understood here; openssl pkcs8 -topk8 -v2 aes-256-cbc does"
                            + " it anew",
                    e);
        }
        // Of PBES2 the parameters know which algorithm it is.
        String algorithm =
                info.getAlgName().equals("PBES2") || info.getAlgName().startsWith("1.2")
                        ? info.getAlgParameters().toString()
                        : info.getAlgName();
        SecretKey secret = SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password));
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(Cipher.DECRYPT_MODE, secret, info.getAlgParameters());
        return info.getKeySpec(cipher);
    }

    @Override
    public String toString() {
        return "KeyFile[" + certificate.getSubjectX500Principal() + "]";
    }
}
