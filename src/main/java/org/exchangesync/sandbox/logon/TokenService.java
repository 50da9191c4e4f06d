package org.exchangesync.sandbox.logon;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Gives applications tokens and knows them again: the authority that Exchange trusts. Threadsafe.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow">Client credentials
 *     flow</a>
 */
public final class TokenService {
    /** The resource of Exchange Online, for which the sandbox is willing to be taken too. */
    static final String ONLINE = "https://outlook.office365.com";

    private static final String ISSUER = "https://sts.sandbox.example/";

    private final Map<String, Application> applications = new TreeMap<>();
    private final Clock clock;
    private final Duration lifetime;
    private final KeyPair keys;
    private volatile Instant validFrom = Instant.MIN;

    /** @param lifetime of tokens */
    public TokenService(Collection<Application> applications, Clock clock, Duration lifetime) {
        applications.forEach(a -> this.applications.put(a.clientId(), a));
        this.clock = clock;
        this.lifetime = lifetime;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            this.keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the sandbox can't make the keys for its tokens", e);
        }
    }

    Optional<Application> application(String clientId) {
        return Optional.ofNullable(applications.get(clientId));
    }

    Clock clock() {
        return clock;
    }

    Duration lifetime() {
        return lifetime;
    }

    /** Takes back all tokens given so far. */
    public void revokeAll() {
        validFrom = clock.instant().plusMillis(1);
    }

    String issue(Application application, String audience) {
        Instant now = clock.instant();
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("aud", audience).put("iss", ISSUER).put("appid", application.clientId());
        claims.put("iat", now.getEpochSecond()).put("nbf", now.getEpochSecond());
        claims.put("iatMillis", now.toEpochMilli());
        claims.put("exp", now.plus(lifetime).getEpochSecond());
        claims.put("jti", UUID.randomUUID().toString()).putArray("roles").add("full_access_as_app");
        return Jwt.sign(claims, keys.getPrivate(), "sandbox");
    }

    /**
     * The application to which a token was given.
     *
     * @throws TokenProblem if it isn't good
     */
    Application check(String token, Collection<String> audiences) throws TokenProblem {
        Jwt jwt;
        try {
            jwt = Jwt.parse(token);
        } catch (IllegalArgumentException e) {
            throw new TokenProblem(2000001, "invalid_token", "The token is no token.");
        }
        if (!jwt.isSignedBy(keys.getPublic())) {
            throw new TokenProblem(2000000, "invalid_signature", "The token's signature is wrong.");
        }
        if (!audiences.contains(jwt.claims().path("aud").asText())) {
            throw new TokenProblem(2000003, "invalid_resource", "The token is for another audience.");
        }
        Instant now = clock.instant();
        boolean late = now.getEpochSecond() >= jwt.claims().path("exp").asLong();
        if (late || jwt.claims().path("iatMillis").asLong() < validFrom(now)) {
            throw new TokenProblem(2000002, "token_expired", "The token has expired.");
        }
        return application(jwt.claims().path("appid").asText())
                .orElseThrow(() -> new TokenProblem(2000006, "invalid_client", "The application is not known."));
    }

    private long validFrom(Instant now) {
        return validFrom.equals(Instant.MIN)
                ? Long.MIN_VALUE
                : Math.min(validFrom.toEpochMilli(), now.toEpochMilli() + 1);
    }

    /** A token that isn't good, in the words of {@code x-ms-diagnostics}. */
    static final class TokenProblem extends Exception {
        private static final long serialVersionUID = 1L;

        private final String diagnostics;

        TokenProblem(int number, String category, String reason) {
            super(reason);
            this.diagnostics = number + ";reason=\"" + reason + "\";error_category=\"" + category + "\"";
        }

        String diagnostics() {
            return diagnostics;
        }
    }
}
