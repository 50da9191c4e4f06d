package org.exchangesync.transport.oauth;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.exchangesync.transport.TransportException;

/**
 * What a token endpoint means that gives no token, and what to do about it, in words.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.2">RFC 6749, error response</a>
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/reference-error-codes">AADSTS error codes</a>
 */
final class TokenFault {
    private static final Pattern NUMBER = Pattern.compile("AADSTS(\\d{4,9})");
    private static final int MOST_TEXT = 400;

    private static final Map<String, String> BY_NUMBER = Map.ofEntries(
            Map.entry("7000215", "the client secret is wrong: its value is wanted, not its id"),
            Map.entry("7000222", "the client secret has expired: make a new one for the application"),
            Map.entry("7000218", "the endpoint got neither secret nor certificate"),
            Map.entry(
                    "700016",
                    "there is no such application in this tenant: check clientId and the tenant in tokenEndpoint"),
            Map.entry("90002", "there is no such tenant: check tokenEndpoint"),
            Map.entry("900023", "that is no tenant: check tokenEndpoint"),
            Map.entry(
                    "70011",
                    "the scope is wrong: https://outlook.office365.com/.default for Exchange Online, the address of"
                            + " the own server with /.default otherwise"),
            Map.entry("1002012", "the scope must end in /.default"),
            Map.entry(
                    "500011",
                    "the scope's resource is not known in this tenant: for an own server, its address must be"
                            + " among the service principal names of Exchange"),
            Map.entry("700027", "the certificate is not registered with the application: upload it there"),
            Map.entry("700024", "the assertion's times don't fit: see that this machine's clock is right"),
            Map.entry("700023", "the assertion is for another endpoint: check tokenEndpoint"),
            Map.entry("7000112", "the application is disabled"),
            Map.entry("65001", "nobody has consented to what the application may do: an administrator must"),
            Map.entry("53003", "a conditional access policy blocks the application"));

    private static final Map<String, String> BY_ERROR = Map.of(
            "invalid_client", "the application is not known, or its secret or certificate is wrong",
            "unauthorized_client", "the application may not ask for tokens this way, or is not known",
            "invalid_scope", "the scope is wrong",
            "invalid_request", "the endpoint doesn't understand the question: check tokenEndpoint",
            "unsupported_grant_type", "the endpoint gives no tokens to applications alone: check tokenEndpoint");

    private TokenFault() {}

    /** The fault that an answer stands for which is no token. */
    static TransportException of(TokenEndpoint.Answer answer, Map<String, String> json, Clock clock) {
        int status = answer.status();
        String error = json == null ? null : json.get("error");
        String description = json == null ? null : json.get("error_description");
        if (status == 429 || status >= 500 || isPassing(error)) {
            return unavailable("it is overloaded or not ready, HTTP " + status, retryAfter(answer, clock), null);
        }
        if (status >= 300 && status < 400) {
            return refused("it redirects, and a secret isn't carried elsewhere: check tokenEndpoint, HTTP " + status);
        }
        if (error == null) {
            return status == 200
                    ? unavailable("what it answered is no token, or only the beginning of one", null, null)
                    : refused("it answered HTTP " + status + " and doesn't say why: check tokenEndpoint");
        }
        Matcher number = NUMBER.matcher(String.valueOf(description));
        String meaning = number.find() ? BY_NUMBER.get(number.group(1)) : null;
        if (meaning == null) {
            meaning = BY_ERROR.getOrDefault(error, "it refuses");
        }
        return refused(meaning + " [" + cut(error) + (description == null ? "" : ": " + cut(description)) + "]");
    }

    private static boolean isPassing(String error) {
        return "temporarily_unavailable".equals(error) || "server_error".equals(error);
    }

    static TransportException refused(String why) {
        return new TransportException(TransportException.TOKEN_REFUSED, why, null);
    }

    static TransportException unavailable(String why, Duration backOff, Throwable cause) {
        return new TransportException(TransportException.TOKEN_UNAVAILABLE, why, backOff, null, cause);
    }

    private static Duration retryAfter(TokenEndpoint.Answer answer, Clock clock) {
        String value = answer.header("Retry-After");
        return value != null && value.strip().matches("\\d{1,6}")
                ? Duration.ofSeconds(Long.parseLong(value.strip()))
                : null;
    }

    private static String cut(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= MOST_TEXT ? line : line.substring(0, MOST_TEXT) + "…";
    }

    /** The text without a secret that an endpoint may have repeated. */
    static String without(String secret, String text) {
        return secret == null || secret.isEmpty() ? text : text.replace(secret, "***");
    }
}
