package org.exchangesync.check.identity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A server that issues tokens, good ones unless it is told otherwise. */
final class TokenIssuer {
    static final String AUDIENCE = "https://crm.example.org/addin/identity.html";
    static final String AMURL = "https://mail.example.org:443/autodiscover/metadata/json/1";
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair keys;
    private final X509Certificate certificate;
    private final String signatures;

    /** By RSA with so many bits. */
    TokenIssuer(int bits) throws Exception {
        this("RSA", bits, "SHA256withRSA");
    }

    TokenIssuer(String algorithm, int bits, String signatures) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        this.keys = generator.generateKeyPair();
        this.signatures = signatures;
        X500Name name = new X500Name("CN=Microsoft Exchange Server Auth Certificate");
        this.certificate = new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.ONE,
                                Date.from(NOW.minus(Duration.ofDays(1))),
                                Date.from(NOW.plus(Duration.ofDays(1))),
                                name,
                                keys.getPublic())
                        .build(new JcaContentSignerBuilder(signatures).build(keys.getPrivate())));
    }

    String x5t() throws GeneralSecurityException {
        return BASE64.encodeToString(MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded()));
    }

    X509Certificate certificate() {
        return certificate;
    }

    ObjectNode header() throws GeneralSecurityException {
        return JsonNodeFactory.instance
                .objectNode()
                .put("typ", "JWT")
                .put("alg", "RS256")
                .put("x5t", x5t());
    }

    static ObjectNode payload() {
        ObjectNode payload = JsonNodeFactory.instance
                .objectNode()
                .put("aud", AUDIENCE)
                .put("iss", "00000002-0000-0ff1-ce00-000000000000@mail.example.org")
                .put("nbf", String.valueOf(NOW.minus(Duration.ofHours(1)).getEpochSecond()))
                .put("exp", String.valueOf(NOW.plus(Duration.ofHours(7)).getEpochSecond()))
                .put("appctxsender", "00000002-0000-0ff1-ce00-000000000000@mail.example.org")
                .put("isbrowserhostedapp", "true");
        payload.set(
                "appctx",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("msexchuid", "53e925fa-76ba-45e1-be0f-4ef08b59d389@mail.example.org")
                        .put("version", "ExIdTok.V1")
                        .put("amurl", AMURL));
        return payload;
    }

    String token() throws GeneralSecurityException {
        return token(header(), payload());
    }

    String token(ObjectNode header, ObjectNode payload) throws GeneralSecurityException {
        return signed(header.toString(), payload.toString());
    }

    String signed(String header, String payload) throws GeneralSecurityException {
        String content = part(header) + '.' + part(payload);
        Signature signature = Signature.getInstance(signatures);
        signature.initSign(keys.getPrivate());
        signature.update(content.getBytes(StandardCharsets.US_ASCII));
        return content + '.' + BASE64.encodeToString(signature.sign());
    }

    static String part(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static String part(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }

    /** The document that names this key. */
    byte[] metadata() throws GeneralSecurityException {
        ObjectNode metadata = JsonNodeFactory.instance
                .objectNode()
                .put("id", "_5c2a0e2e")
                .put("version", "1.0")
                .put("name", "Exchange")
                .put("realm", "mail.example.org")
                .put("serviceName", "00000002-0000-0ff1-ce00-000000000000")
                .put("issuer", "00000002-0000-0ff1-ce00-000000000000@mail.example.org");
        ObjectNode key = metadata.putArray("keys").addObject().put("usage", "signing");
        key.putObject("keyinfo").put("x5t", x5t());
        key.putObject("keyvalue")
                .put("type", "x509Certificate")
                .put("value", Base64.getEncoder().encodeToString(certificate.getEncoded()));
        metadata.putArray("endpoints");
        return metadata.toString().getBytes(StandardCharsets.UTF_8);
    }
}
