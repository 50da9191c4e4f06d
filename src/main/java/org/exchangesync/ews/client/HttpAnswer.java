package org.exchangesync.ews.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipException;
import org.exchangesync.transport.TransportException;

/**
 * An answer as HTTP brings it: is there SOAP in it, or is it one of the many things that stand between a client and
 * EWS?
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#status.codes">RFC 9110, status codes</a>
 */
final class HttpAnswer implements AutoCloseable {
    private static final int PEEK = 512;

    private final int status;
    private final Map<String, List<String>> headers;
    private final InputStream body;
    private final Gunzip gunzip;
    private final Clock clock;

    /** @param headers names in any case */
    HttpAnswer(int status, Map<String, List<String>> headers, InputStream body, Clock clock) throws IOException {
        this.status = status;
        this.headers = headers;
        this.clock = clock;
        String encoding = header("Content-Encoding");
        boolean plain =
                encoding == null || encoding.isBlank() || encoding.strip().equalsIgnoreCase("identity");
        boolean gzip = encoding != null && encoding.strip().matches("(?i)(x-)?gzip");
        if (!plain && !gzip) {
            throw new ZipException("it is packed in a way that nobody asked for, '" + encoding + "'");
        }
        InputStream whole = new WholeStream(body, promisedLength());
        this.gunzip = gzip ? new Gunzip(whole) : null;
        this.body = new BufferedInputStream(gzip ? gunzip : whole, PEEK);
    }

    private long promisedLength() {
        String length = header("Content-Length");
        boolean known = length != null && length.strip().matches("\\d{1,18}") && header("Transfer-Encoding") == null;
        return known ? Long.parseLong(length.strip()) : -1;
    }

    /** The first value of a header, or null. */
    String header(String name) {
        List<String> all = headers(name);
        return all.isEmpty() ? null : all.get(0);
    }

    private List<String> headers(String name) {
        return headers.entrySet().stream()
                .filter(entry -> name.equalsIgnoreCase(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    InputStream body() {
        return body;
    }

    /** Frees what unpacking took; the connection stays open for what is left of the answer. */
    @Override
    public void close() {
        if (gunzip != null) {
            gunzip.free();
        }
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Whether there may be a SOAP envelope: servers send faults with many status codes. */
    boolean mayBeSoap() throws IOException {
        boolean possible = isSuccess() || (status >= 400 && status != 401 && status != 407);
        return possible && !isHtml() && (isSuccess() || start().contains("<"));
    }

    boolean isHtml() throws IOException {
        String type = header("Content-Type");
        String start = start().toLowerCase(Locale.ROOT).stripLeading();
        return (type != null && type.toLowerCase(Locale.ROOT).startsWith("text/html"))
                || start.startsWith("<html")
                || start.startsWith("<!doctype html");
    }

    private String start() throws IOException {
        body.mark(PEEK);
        byte[] start = body.readNBytes(PEEK);
        body.reset();
        return new String(start, StandardCharsets.ISO_8859_1);
    }

    /** The fault that the HTTP status stands for. */
    EwsFault fault(CallContext call) throws IOException {
        Map<String, String> details = new LinkedHashMap<>();
        String code = TransportException.HTTP + status;
        String text = "the server answered HTTP " + status;
        List<String> offered = Refusal.schemes(headers("WWW-Authenticate"));
        if (status == 401 || !offered.isEmpty()) {
            details.put("WWW-Authenticate", String.join(", ", offered));
        }
        if (isSuccess()) {
            code = EwsFault.LOGIN_PAGE;
            text =
                    "the server answered with a web page. The address is not EWS, or it is protected by form based login;"
                            + " EWS needs Basic, NTLM or OAuth";
        } else if (status >= 300 && status < 400) {
            text += Refusal.redirect(header("Location"));
        } else {
            text += switch (status) {
                case 401 -> Refusal.unauthorized(call.scheme(), offered);
                case 403 -> Refusal.forbidden();
                case 404, 405 -> ": there is no EWS at this address. It usually ends in /EWS/Exchange.asmx";
                case 407 -> ": a proxy between here and the server asks for credentials. Configure the proxy with them";
                case 413 -> ": the request is larger than the server takes";
                case 429, 502, 503, 504 -> ": the server is overloaded or not ready";
                default -> "";
            };
        }
        if (status < 100) {
            code = TransportException.BAD_ANSWER;
            text = "the server answered with something that isn't HTTP";
        }
        String diagnostics = header("x-ms-diagnostics");
        if (diagnostics != null) {
            details.put("x-ms-diagnostics", diagnostics);
            text += Refusal.diagnostics(diagnostics);
        }
        return call.fault(code, text, retryAfter(), details, null);
    }

    /** How long the server wants to be left alone by {@code Retry-After}, or null. */
    Duration retryAfter() {
        String value = header("Retry-After");
        if (value == null) {
            return null;
        }
        if (value.strip().matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value.strip()));
        }
        try {
            Instant until = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(clock.instant(), until);
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
