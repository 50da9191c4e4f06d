package org.exchangesync.transport.oauth;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * By which an application with a certificate proves who it is: a token that it signs itself, for one use within minutes.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/certificate-credentials">Certificate credentials</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523">RFC 7523</a>
 */
final class ClientAssertion {
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    /** Servers' clocks may be behind ours. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private ClientAssertion() {}

    static String of(KeyFile keys, String clientId, URI tokenEndpoint, Instant now) throws GeneralSecurityException {
        byte[] print =
                MessageDigest.getInstance("SHA-256").digest(keys.certificate().getEncoded());
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", "PS256");
        header.put("typ", "JWT");
        header.put("x5t#S256", base64(print));
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("aud", tokenEndpoint.toString());
        claims.put("iss", clientId);
        claims.put("sub", clientId);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("nbf", now.minus(SKEW).getEpochSecond());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFETIME).getEpochSecond());
        String signed = base64(FlatJson.write(header)) + "." + base64(FlatJson.write(claims));
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        signature.initSign(keys.key());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + base64(signature.sign());
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
