package org.exchangesync.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.oauth.ApplicationCertificate;

/**
 * Tells what stands in the token that an application got, without verifying it: that is up to the server for which it is. The
 * token itself is told nowhere.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference">Access token claims</a>
 */
final class TokenLook {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SUFFIX = "/.default";

    private final Authentication.OAuth application;
    private final List<String> wanted;
    private final Instant now;

    /** @param wanted the roles one of which the application needs, as the server's documents name them */
    TokenLook(Authentication.OAuth application, List<String> wanted, Instant now) {
        this.application = application;
        this.wanted = wanted;
        this.now = now;
    }

    /** What the token says, and how long the application's certificate is good. */
    Finding at(String token) {
        JsonNode claims = claims(token);
        String certificate = certificate();
        if (claims == null) {
            return ends(
                    "a token was got, which is none that can be read (no JWT): audience, roles and end are not known"
                            + certificate);
        }
        Instant end = claims.path("exp").isNumber()
                ? Instant.ofEpochSecond(claims.path("exp").asLong())
                : null;
        List<String> rights = texts(claims.path("roles"));
        rights.addAll(List.of(claims.path("scp").asText("").split(" ")));
        rights.removeIf(String::isBlank);
        String text = "a token was got: audience " + told(claims, "aud") + ", tenant " + told(claims, "tid")
                + ", application " + told(claims, claims.has("appid") ? "appid" : "azp") + ", "
                + (rights.isEmpty() ? "no roles" : "roles " + String.join(", ", rights)) + ", "
                + (end == null ? "no end told" : "good until " + end) + certificate;
        if (end != null && !end.isAfter(now)) {
            return Finding.fail("TokenExpired", text);
        }
        if (!fits(claims.path("aud"))) {
            return Finding.warn("TokenAudience", text + "; the scope asked for is " + application.scope());
        }
        return rights.stream().noneMatch(wanted::contains)
                ? Finding.warn("TokenRoles", text + "; wanted is " + String.join(" or ", wanted))
                : ends(text);
    }

    /** As far as the token goes, all is well. */
    private Finding ends(String text) {
        return application.keyStore() != null && certificateEnd().isBefore(now.plus(Certificates.SOON))
                ? Finding.warn("ApplicationCertificateExpires", text)
                : Finding.pass(text);
    }

    private Instant certificateEnd() {
        return ApplicationCertificate.of(application).getNotAfter().toInstant();
    }

    private String certificate() {
        if (application.keyStore() == null) {
            return "";
        }
        Instant end = certificateEnd();
        return "; the application's certificate is valid until " + end + " ("
                + Duration.between(now, end).toDays() + " days left)";
    }

    /** Application ids stand for resources too; only an audience that is an address can be compared. */
    private boolean fits(JsonNode audience) {
        String scope = application.scope();
        String resource = scope.endsWith(SUFFIX) ? scope.substring(0, scope.length() - SUFFIX.length()) : scope;
        List<String> all = texts(audience);
        return all.isEmpty()
                || all.stream()
                        .anyMatch(one -> !one.contains("://") || bare(one).equals(bare(resource)));
    }

    private static String bare(String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static String told(JsonNode claims, String name) {
        List<String> values = texts(claims.path(name));
        return values.isEmpty() ? "not told" : String.join(", ", values);
    }

    private static List<String> texts(JsonNode value) {
        List<String> texts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(one -> texts.add(one.asText()));
        } else if (value.isTextual() && !value.asText().isBlank()) {
            texts.add(value.asText());
        }
        return texts;
    }

    private static JsonNode claims(String token) {
        String[] parts = token.split("\\.");
        if (parts.length != 3) {
            return null;
        }
        try {
            JsonNode claims = MAPPER.readTree(Base64.getUrlDecoder().decode(parts[1]));
            return claims != null && claims.isObject() ? claims : null;
        } catch (IOException | IllegalArgumentException e) {
            return null; // told as a token that can't be read
        }
    }
}
