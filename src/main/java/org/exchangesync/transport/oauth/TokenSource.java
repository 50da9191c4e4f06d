package org.exchangesync.transport.oauth;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.TransportException;

/**
 * The tokens of one application for one scope: one after the other, each asked for before the last one ends. Only one caller
 * asks at a time; the others go on with the old token while it is good, and wait where there is none. Threadsafe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4">RFC 6749, client credentials</a>
 */
public final class TokenSource {
    private static final String ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    /** A token lives an hour or longer; its successor is asked for so long before its end. */
    private static final Duration AHEAD = Duration.ofMinutes(5);
    /** What is refused so soon isn't refused for its age. */
    private static final Duration FRESH = Duration.ofMinutes(1);
    /** Where an endpoint that can't give a token doesn't say when to come again. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final long UNTOLD_LIFETIME = 300;
    private static final long LONGEST_LIFETIME = 86_400 * 2L;
    private static final long PATIENCE_SECONDS = 60;

    private final Authentication.OAuth application;
    private final TokenEndpoint endpoint;
    private final Clock clock;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Token current;
    /** Why there was no token the last time, and until when that holds; under the lock. */
    private Failure failure;

    /** @param proof the secret that was of no use, or null */
    private record Failure(TransportException why, Instant until, String proof) {
        @Override
        public String toString() {
            return "Failure[" + why + " until " + until + "]";
        }
    }

    TokenSource(Authentication.OAuth application, TokenEndpoint endpoint, Clock clock) {
        this.application = application;
        this.endpoint = endpoint;
        this.clock = clock;
    }

    /**
     * A token that is good now.
     *
     * @throws TransportException if there is none to be had: {@code TokenRefused}, {@code TokenUnavailable} or {@code
     *     Configuration}
     */
    public String token() {
        Token token = current;
        Instant now = clock.instant();
        if (token != null && now.isBefore(token.renewFrom())) {
            return token.value();
        }
        if (token != null && now.isBefore(token.until())) {
            return renewedOrStill(token);
        }
        return first();
    }

    /** The next token, if it is this caller who asks for it and gets it, else the one there is. */
    private String renewedOrStill(Token token) {
        if (!asking.tryLock()) {
            return token.value();
        }
        try {
            return current == token ? ask().value() : current.value();
        } catch (TransportException noneYet) {
            return token.value(); // it is good for a while; the next one is asked for again after a pause
        } finally {
            asking.unlock();
        }
    }

    private String first() {
        try {
            if (!asking.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw TokenFault.unavailable("another call has been waiting for its answer for long", null, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TokenFault.unavailable("interrupted while another call asks for it", null, e);
        }
        try {
            Token token = current;
            boolean got = token != null && clock.instant().isBefore(token.until());
            return (got ? token : ask()).value();
        } finally {
            asking.unlock();
        }
    }

    /**
     * Forgets a token that the server doesn't take.
     *
     * @return whether another one may be taken: not if this one had just been given
     */
    public boolean refused(String value) {
        Token token = current;
        if (token == null || !token.value().equals(value)) {
            return true;
        }
        if (clock.instant().isBefore(token.from().plus(FRESH))) {
            return false;
        }
        asking.lock();
        try {
            if (current == token) {
                current = null;
            }
        } finally {
            asking.unlock();
        }
        return true;
    }

    /** Asks; under the lock. */
    private Token ask() {
        Instant now = clock.instant();
        String secret = application.clientSecret() == null
                ? null
                : application.clientSecret().value();
        boolean changed =
                failure != null && failure.proof() != null && !failure.proof().equals(secret);
        if (failure != null && now.isBefore(failure.until()) && !changed) {
            throw failure.why();
        }
        try {
            TokenEndpoint.Answer answer = endpoint.post(form(secret, now));
            current = token(answer, now);
            failure = null;
            return current;
        } catch (IOException e) {
            throw remember(TokenFault.unavailable("no proper answer came: " + e.getMessage(), null, e), secret);
        } catch (TransportException e) {
            throw remember(e, secret);
        }
    }

    private TransportException remember(TransportException why, String secret) {
        TransportException told = new TransportException(
                why.code(),
                TokenFault.without(
                        secret,
                        "no token from " + application.tokenEndpoint() + " for application " + application.clientId()
                                + " and scope " + application.scope() + ": " + why.getMessage()),
                why.backOff().orElse(null),
                null,
                why.getCause());
        Duration pause = why.backOff().orElse(PAUSE);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        failure = new Failure(told, clock.instant().plus(pause), secret);
        return told;
    }

    private Token token(TokenEndpoint.Answer answer, Instant now) {
        Map<String, String> json = FlatJson.read(answer.body());
        String value = json == null ? null : json.get("access_token");
        boolean good = answer.status() == 200
                && value != null
                && value.matches("[\\w.~+/=-]+")
                && "bearer".equalsIgnoreCase(json.getOrDefault("token_type", "bearer"));
        if (!good) {
            throw TokenFault.of(answer, json, clock);
        }
        String told = json.get("expires_in");
        long seconds = told != null && told.matches("\\d{1,9}") ? Long.parseLong(told) : UNTOLD_LIFETIME;
        seconds = Math.min(seconds, LONGEST_LIFETIME);
        long ahead = Math.min(AHEAD.toSeconds(), seconds / 2);
        return new Token(
                value, now, now.plusSeconds(seconds - ahead), now.plusSeconds(seconds - Math.min(60, seconds / 10)));
    }

    private byte[] form(String secret, Instant now) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", application.clientId());
        form.put("scope", application.scope());
        if (secret != null) {
            form.put("client_secret", secret);
        } else {
            form.put("client_assertion_type", ASSERTION);
            form.put("client_assertion", assertion(now));
        }
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private String assertion(Instant now) {
        String password = application.keyStorePassword() == null
                ? null
                : application.keyStorePassword().value();
        try {
            KeyFile keys = KeyFile.read(application.keyStore(), password);
            if (now.isAfter(keys.certificate().getNotAfter().toInstant())) {
                throw new TransportException(
                        TransportException.CONFIGURATION,
                        "the certificate in " + application.keyStore()
                                + " has expired: renew it, and register it with the" + " application",
                        null);
            }
            return ClientAssertion.of(keys, application.clientId(), application.tokenEndpoint(), now);
        } catch (IOException | GeneralSecurityException e) {
            throw new TransportException(
                    TransportException.CONFIGURATION,
                    "the key store " + application.keyStore() + " can't be used (" + e.getMessage()
                            + "). Give a PKCS#12 or PEM file with the application's certificate and private key, and its"
                            + " password",
                    e);
        }
    }
}
