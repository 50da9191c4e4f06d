package org.exchangesync.sandbox.logon;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.exchangesync.sandbox.http.Page;
import org.exchangesync.sandbox.http.Reply;
import org.exchangesync.sandbox.http.Request;

/**
 * {@code /<tenant>/oauth2/v2.0/token}: gives tokens to applications that prove who they are, by secret or by certificate.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/certificate-credentials">Certificate credentials</a>
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/reference-error-codes">AADSTS error codes</a>
 */
public final class TokenPage implements Page {
    private static final String ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final String DEFAULT = "/.default";

    /** What is wrong with a request for a token. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final String error;
        private final int number;

        Refused(int status, String error, int number, String text) {
            super("AADSTS" + number + ": " + text);
            this.status = status;
            this.error = error;
            this.number = number;
        }
    }

    private final TokenService tokens;
    private final Supplier<String> baseUrl;
    private final BiConsumer<String, String> log;

    /** @param log gets the client id and the reason of each refusal, or null for a token that was given */
    public TokenPage(TokenService tokens, Supplier<String> baseUrl, BiConsumer<String, String> log) {
        this.tokens = tokens;
        this.baseUrl = baseUrl;
        this.log = log;
    }

    @Override
    public Reply answer(Request request) throws IOException {
        Map<String, String> form = form(new String(request.body().readAllBytes(), StandardCharsets.UTF_8));
        String clientId = form.getOrDefault("client_id", "");
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        int status = 200;
        try {
            Application application = application(form, clientId, baseUrl.get() + request.path());
            String token = tokens.issue(application, audience(form.getOrDefault("scope", "")));
            answer.put("token_type", "Bearer")
                    .put("expires_in", tokens.lifetime().toSeconds())
                    .put("access_token", token);
            log.accept(clientId, null);
        } catch (Refused e) {
            status = e.status;
            answer.put("error", e.error).put("error_description", e.getMessage() + " Trace ID: sandbox");
            answer.putArray("error_codes").add(e.number);
            log.accept(clientId, e.getMessage());
        }
        return Reply.of(
                        status,
                        "application/json; charset=utf-8",
                        answer.toString().getBytes(StandardCharsets.UTF_8))
                .with("Cache-Control", "no-store");
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new TreeMap<>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private Application application(Map<String, String> form, String clientId, String here) throws Refused {
        if (!"client_credentials".equals(form.get("grant_type"))) {
            throw new Refused(400, "unsupported_grant_type", 70003, "The grant type is not supported.");
        }
        Application application = tokens.application(clientId)
                .orElseThrow(() -> new Refused(
                        400, "unauthorized_client", 700016, "Application '" + clientId + "' was not found."));
        String secret = form.get("client_secret");
        if (secret != null) {
            byte[] known = application.secret() == null ? new byte[0] : bytes(application.secret());
            if (known.length == 0 || !MessageDigest.isEqual(known, bytes(secret))) {
                throw new Refused(401, "invalid_client", 7000215, "Invalid client secret provided.");
            }
        } else if (ASSERTION.equals(form.get("client_assertion_type"))) {
            checkAssertion(form.getOrDefault("client_assertion", ""), application, here);
        } else {
            throw new Refused(
                    401, "invalid_client", 7000218, "The request body must contain client_assertion or client_secret.");
        }
        return application;
    }

    private void checkAssertion(String text, Application application, String here) throws Refused {
        X509Certificate certificate = application.certificate();
        Jwt assertion;
        try {
            assertion = Jwt.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Refused(401, "invalid_client", 50027, "The assertion is no token.");
        }
        String print = assertion.header().path("x5t#S256").asText();
        if (certificate == null
                || !print.equals(thumbprint(certificate))
                || !assertion.isSignedBy(certificate.getPublicKey())) {
            throw new Refused(
                    401,
                    "invalid_client",
                    700027,
                    "The certificate with which the assertion was signed is not registered.");
        }
        Instant now = tokens.clock().instant();
        long from = assertion.claims().path("nbf").asLong();
        long until = assertion.claims().path("exp").asLong();
        if (now.getEpochSecond() < from - 300 || now.getEpochSecond() > until || until - from > 86_400) {
            throw new Refused(401, "invalid_client", 700024, "The assertion is not within its valid time range.");
        }
        boolean mine = application
                        .clientId()
                        .equals(assertion.claims().path("iss").asText())
                && application.clientId().equals(assertion.claims().path("sub").asText())
                && !assertion.claims().path("jti").asText().isEmpty();
        if (!mine || !here.equals(assertion.claims().path("aud").asText())) {
            throw new Refused(401, "invalid_client", 700023, "The assertion's audience or subject is wrong.");
        }
    }

    private String audience(String scope) throws Refused {
        String audience = scope.endsWith(DEFAULT) ? scope.substring(0, scope.length() - DEFAULT.length()) : "";
        if (!List.of(baseUrl.get(), TokenService.ONLINE).contains(audience)) {
            throw new Refused(400, "invalid_scope", 70011, "The scope '" + scope + "' is not valid.");
        }
        return audience;
    }

    private static String thumbprint(X509Certificate certificate) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
