package org.exchangesync.check.identity;

import static org.exchangesync.check.identity.TokenRefusal.EXPIRED;
import static org.exchangesync.check.identity.TokenRefusal.NOT_A_TOKEN;
import static org.exchangesync.check.identity.TokenRefusal.NOT_YET_VALID;
import static org.exchangesync.check.identity.TokenRefusal.NO_CONTEXT;
import static org.exchangesync.check.identity.TokenRefusal.NO_KEY_ID;
import static org.exchangesync.check.identity.TokenRefusal.NO_LIFETIME;
import static org.exchangesync.check.identity.TokenRefusal.NO_USER;
import static org.exchangesync.check.identity.TokenRefusal.TOO_LONG;
import static org.exchangesync.check.identity.TokenRefusal.UNTRUSTED_METADATA;
import static org.exchangesync.check.identity.TokenRefusal.WRONG_ALGORITHM;
import static org.exchangesync.check.identity.TokenRefusal.WRONG_AUDIENCE;
import static org.exchangesync.check.identity.TokenRefusal.WRONG_ISSUER;
import static org.exchangesync.check.identity.TokenRefusal.WRONG_SIGNATURE;
import static org.exchangesync.check.identity.TokenRefusal.WRONG_TYPE;
import static org.exchangesync.check.identity.TokenRefusal.WRONG_VERSION;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds out whether an identity token of Exchange is a good one, and whose it is. Threadsafe.
 *
 * <p>All that costs nothing is looked at before anybody is asked, and nobody is asked who isn't trusted: the token says
 * itself where the key for it is.
 *
 * @see <a href="https://learn.microsoft.com/office/dev/add-ins/outlook/validate-an-identity-token">Validate an Exchange
 *     identity token</a>
 * @see <a href="https://learn.microsoft.com/office/dev/add-ins/outlook/inside-the-identity-token">Inside the Exchange
 *     identity token</a>
 */
public final class IdentityTokens {
    /** What the two clocks may differ by. */
    static final Duration SKEW = Duration.ofMinutes(5);

    private static final int LONGEST = 16 << 10;
    private static final String VERSION = "ExIdTok.V1";
    /** Exchange as an application, at whatever host. */
    private static final String EXCHANGE = "00000002-0000-0ff1-ce00-000000000000@";

    private final Set<String> audiences;
    private final MetadataTrust trust;
    private final MetadataSource source;
    private final Clock clock;
    /** As many as are trusted. */
    private final Map<URI, MetadataKeys> documents = new ConcurrentHashMap<>();

    /**
     * @param audiences the addresses of the add-ins that tokens may be issued for, as their manifests have them
     * @param trust whose users are known here
     */
    public IdentityTokens(Set<String> audiences, MetadataTrust trust, MetadataSource source, Clock clock) {
        this.audiences = Set.copyOf(audiences);
        this.trust = trust;
        this.source = source;
        this.clock = clock;
    }

    /**
     * Looks at a token.
     *
     * @throws RefusedTokenException if it proves nothing; with the reason
     */
    public IdentityToken validate(String token) {
        if (token == null || token.isBlank()) {
            throw refused(NOT_A_TOKEN, "there is no token");
        }
        if (token.length() > LONGEST) {
            throw refused(TOO_LONG, "a token has at most " + LONGEST + " characters, not " + token.length());
        }
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw refused(NOT_A_TOKEN, "a token has three parts, not " + parts.length);
        }
        String x5t = keyId(object(parts[0], "header"));
        ObjectNode payload = object(parts[1], "content");
        byte[] signature = decoded(parts[2], "signature");
        IdentityToken claimed = claims(payload);
        URI document = trust.trusted(claimed.metadataUrl().toString())
                .orElseThrow(() -> refused(
                        UNTRUSTED_METADATA,
                        "the metadata document " + claimed.metadataUrl() + " is not trusted; if it is that of your"
                                + " Exchange, add it to those that are"));
        RSAPublicKey key = documents
                .computeIfAbsent(document, url -> new MetadataKeys(url, trust.isNamed(url), source, clock))
                .key(x5t);
        verify(key, parts[0] + '.' + parts[1], signature);
        return claimed;
    }

    private static String keyId(ObjectNode header) {
        String algorithm = header.path("alg").asText();
        if (!"RS256".equals(algorithm)) {
            throw refused(WRONG_ALGORITHM, "the token is not signed by RS256");
        }
        if (!"JWT".equalsIgnoreCase(header.path("typ").asText()) || header.has("crit")) {
            throw refused(WRONG_TYPE, "the token is no JWT, or one with extensions");
        }
        return TokenJson.text(header, "x5t")
                .orElseThrow(() -> refused(NO_KEY_ID, "the token doesn't say by which key it is signed (x5t)"));
    }

    private IdentityToken claims(ObjectNode payload) {
        String audience = TokenJson.text(payload, "aud")
                .filter(audiences::contains)
                .orElseThrow(() -> refused(WRONG_AUDIENCE, "the token was issued for another add-in (aud)"));
        String issuer = TokenJson.text(payload, "iss")
                .filter(text -> text.startsWith(EXCHANGE) && text.length() > EXCHANGE.length())
                .orElseThrow(() -> refused(WRONG_ISSUER, "the token was not issued by Exchange (iss)"));
        Instant from = time(payload, "nbf");
        Instant until = time(payload, "exp");
        Instant now = clock.instant();
        if (from.minus(SKEW).isAfter(now)) {
            throw refused(NOT_YET_VALID, "the token is good from " + from + " on; see that the clocks are right");
        }
        if (!until.plus(SKEW).isAfter(now)) {
            throw refused(EXPIRED, "the token was good until " + until);
        }
        JsonNode context = context(payload.path("appctx"));
        if (!VERSION.equals(context.path("version").asText())) {
            throw refused(WRONG_VERSION, "the token is of another version than " + VERSION);
        }
        String user = TokenJson.text(context, "msexchuid")
                .orElseThrow(() -> refused(NO_USER, "the token doesn't say whose it is (msexchuid)"));
        return new IdentityToken(user, metadataUrl(context), audience, issuer, from, until);
    }

    private static URI metadataUrl(JsonNode context) {
        try {
            return TokenJson.text(context, "amurl")
                    .map(URI::create)
                    .orElseThrow(() -> refused(UNTRUSTED_METADATA, "the token names no metadata document (amurl)"));
        } catch (IllegalArgumentException noUrl) {
            throw new RefusedTokenException(
                    UNTRUSTED_METADATA, "the token names something as metadata document that is no URL (amurl)", noUrl);
        }
    }

    /** Servers write the context as an object, or as a text that holds one. */
    private static JsonNode context(JsonNode context) {
        if (context.isObject()) {
            return context;
        }
        return TokenJson.object(context.asText().getBytes(StandardCharsets.UTF_8))
                .orElseThrow(() -> refused(NO_CONTEXT, "the token says nothing of the mailbox (appctx)"));
    }

    /** Seconds since 1970, as a number or as a text. */
    private static Instant time(ObjectNode payload, String claim) {
        JsonNode value = payload.path(claim);
        String text = value.isTextual() || value.isIntegralNumber() ? value.asText() : "";
        if (!text.matches("\\d{1,11}")) {
            throw refused(NO_LIFETIME, "the token doesn't say when it is good (" + claim + ")");
        }
        return Instant.ofEpochSecond(Long.parseLong(text));
    }

    private static ObjectNode object(String part, String what) {
        return TokenJson.object(decoded(part, what))
                .orElseThrow(() -> refused(NOT_A_TOKEN, "the token's " + what + " is no JSON object"));
    }

    private static byte[] decoded(String part, String what) {
        if (part.isEmpty() && what.equals("signature")) {
            throw refused(WRONG_SIGNATURE, "the token is not signed");
        }
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException e) {
            throw new RefusedTokenException(NOT_A_TOKEN, "the token's " + what + " is not base64url", e);
        }
    }

    private static void verify(RSAPublicKey key, String signed, byte[] signature) {
        try {
            Signature check = Signature.getInstance("SHA256withRSA");
            check.initVerify(key);
            check.update(signed.getBytes(StandardCharsets.US_ASCII));
            if (!check.verify(signature)) {
                throw refused(WRONG_SIGNATURE, "the token was changed, or signed by somebody else");
            }
        } catch (SignatureException e) {
            throw new RefusedTokenException(WRONG_SIGNATURE, "the token's signature is none", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM can't verify RS256: " + e.getMessage(), e);
        }
    }

    private static RefusedTokenException refused(TokenRefusal reason, String message) {
        return new RefusedTokenException(reason, message);
    }
}
