package org.exchangesync.check.identity;

import static org.exchangesync.check.identity.TokenRefusal.BAD_METADATA;
import static org.exchangesync.check.identity.TokenRefusal.METADATA_UNAVAILABLE;
import static org.exchangesync.check.identity.TokenRefusal.UNKNOWN_KEY;
import static org.exchangesync.check.identity.TokenRefusal.WEAK_KEY;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * The signing keys of one metadata document, by {@code x5t}. It is asked for again once a day, and when a token names a key
 * that it doesn't have, but not more than once a minute: tokens cost their sender nothing. Threadsafe.
 */
final class MetadataKeys {
    private static final Duration VALIDITY = Duration.ofDays(1);
    private static final Duration AT_MOST_EVERY = Duration.ofMinutes(1);
    private static final int SHORTEST_KEY = 2048;

    private final URI url;
    private final boolean anywhere;
    private final MetadataSource source;
    private final Clock clock;
    private Map<String, PublicKey> keys = Map.of();
    private RefusedTokenException failure;
    private Instant fetchedAt = Instant.MIN;
    private Instant askedAt = Instant.MIN;

    MetadataKeys(URI url, boolean anywhere, MetadataSource source, Clock clock) {
        this.url = url;
        this.anywhere = anywhere;
        this.source = source;
        this.clock = clock;
    }

    /** @throws RefusedTokenException if there is no such key, or it can't be found out */
    synchronized RSAPublicKey key(String x5t) {
        Instant now = clock.instant();
        boolean isFresh =
                !fetchedAt.equals(Instant.MIN) && fetchedAt.plus(VALIDITY).isAfter(now);
        boolean mayAsk =
                askedAt.equals(Instant.MIN) || !askedAt.plus(AT_MOST_EVERY).isAfter(now);
        if ((!isFresh || !keys.containsKey(x5t)) && mayAsk) {
            ask(now);
            isFresh = failure == null;
        }
        if (!isFresh) {
            throw failure;
        }
        PublicKey key = keys.get(x5t);
        if (key == null) {
            throw new RefusedTokenException(
                    UNKNOWN_KEY, "the metadata document " + url + " has no signing key of the token's x5t");
        }
        if (!(key instanceof RSAPublicKey rsa) || rsa.getModulus().bitLength() < SHORTEST_KEY) {
            throw new RefusedTokenException(
                    WEAK_KEY, "the key in " + url + " is no RSA key of at least " + SHORTEST_KEY + " bits");
        }
        return rsa;
    }

    private void ask(Instant now) {
        askedAt = now;
        try {
            keys = read(source.fetch(url, anywhere));
            fetchedAt = now;
            failure = null;
        } catch (IOException e) {
            failure = new RefusedTokenException(
                    METADATA_UNAVAILABLE, "the metadata document " + url + " can't be had: " + e.getMessage(), e);
        } catch (RefusedTokenException e) {
            failure = e;
        }
    }

    private Map<String, PublicKey> read(byte[] document) {
        ObjectNode metadata = TokenJson.object(document).orElseThrow(() -> bad("it is no JSON object", null));
        Map<String, PublicKey> found = new HashMap<>();
        for (JsonNode key : metadata.path("keys")) {
            boolean signs = "signing".equalsIgnoreCase(key.path("usage").asText());
            String x5t = TokenJson.text(key.path("keyinfo"), "x5t").orElse(null);
            String value = TokenJson.text(key.path("keyvalue"), "value").orElse(null);
            if (signs && x5t != null && value != null) {
                found.put(x5t, certified(value));
            }
        }
        if (found.isEmpty()) {
            throw bad("it names no signing key", null);
        }
        return found;
    }

    private PublicKey certified(String base64) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(Base64.getMimeDecoder().decode(base64)))
                    .getPublicKey();
        } catch (CertificateException | IllegalArgumentException e) {
            throw bad("a key of it is no X.509 certificate", e);
        }
    }

    private RefusedTokenException bad(String why, Exception cause) {
        return new RefusedTokenException(
                BAD_METADATA, "the metadata document " + url + " can't be read: " + why, cause);
    }
}
