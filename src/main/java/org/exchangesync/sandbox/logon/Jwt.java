package org.exchangesync.sandbox.logon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;

/**
 * A JSON Web Token, signed by an RSA key.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7519">RFC 7519</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-3.3">RFC 7518, RS256 and PS256</a>
 */
record Jwt(JsonNode header, JsonNode claims, String signed, byte[] signature) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IllegalArgumentException if it is no token */
    static Jwt parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a token has three parts");
        }
        try {
            Base64.Decoder decoder = Base64.getUrlDecoder();
            return new Jwt(
                    JSON.readTree(decoder.decode(parts[0])),
                    JSON.readTree(decoder.decode(parts[1])),
                    parts[0] + "." + parts[1],
                    decoder.decode(parts[2]));
        } catch (IOException e) {
            throw new IllegalArgumentException("a part of the token is no JSON", e);
        }
    }

    static String sign(ObjectNode claims, PrivateKey key, String keyId) {
        ObjectNode header =
                JSON.createObjectNode().put("typ", "JWT").put("alg", "RS256").put("kid", keyId);
        String signed = encode(header) + "." + encode(claims);
        try {
            Signature signature = signature("RS256");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the sandbox can't sign a token", e);
        }
    }

    private static String encode(ObjectNode json) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the key's owner signed it. */
    boolean isSignedBy(PublicKey key) {
        try {
            Signature check = signature(header.path("alg").asText());
            check.initVerify(key);
            check.update(signed.getBytes(StandardCharsets.US_ASCII));
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // a signature of another kind, or of another length
        }
    }

    private static Signature signature(String algorithm) throws GeneralSecurityException {
        switch (algorithm) {
            case "RS256":
                return Signature.getInstance("SHA256withRSA");
            case "PS256":
                Signature signature = Signature.getInstance("RSASSA-PSS");
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
                return signature;
            default:
                throw new GeneralSecurityException("the algorithm '" + algorithm + "' isn't taken");
        }
    }
}
