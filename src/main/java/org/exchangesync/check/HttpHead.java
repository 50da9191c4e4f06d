package org.exchangesync.check;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The head of an HTTP answer and the beginning of its body.
 *
 * @param headers by name, in any case
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
record HttpHead(int status, Map<String, List<String>> headers, String body) {
    private static final int LONGEST = 64 << 10;

    /** @param bodyBytes the most of the body that is wanted */
    static HttpHead read(InputStream in, int bodyBytes) throws IOException {
        int[] left = {LONGEST};
        String status = line(in, left);
        if (!status.matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
            throw new IOException("the answer is not HTTP");
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.computeIfAbsent(line.substring(0, colon).strip(), name -> new ArrayList<>())
                        .add(line.substring(colon + 1).strip());
            }
        }
        int code = Integer.parseInt(status.substring(9, 12));
        return new HttpHead(code, headers, bodyBytes == 0 ? "" : body(in, headers, bodyBytes));
    }

    private static String line(InputStream in, int[] left) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || left[0]-- <= 0) {
                throw new IOException(b < 0 ? "the connection was closed within the answer" : "the head has no end");
            }
            line.append((char) b);
        }
        return line.toString().stripTrailing();
    }

    /** As much as comes; an end that is cut off is no trouble of a test that only wants to see what is there. */
    private static String body(InputStream in, Map<String, List<String>> headers, int most) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            List<String> length = headers.getOrDefault("Content-Length", List.of());
            int wanted = length.isEmpty() || !length.get(0).matches("\\d{1,9}")
                    ? most
                    : Math.min(most, Integer.parseInt(length.get(0)));
            while (bytes.size() < wanted) {
                byte[] some = new byte[wanted - bytes.size()];
                int n = in.read(some);
                if (n < 0) {
                    break;
                }
                bytes.write(some, 0, n);
            }
        } catch (IOException e) {
            bytes.writeBytes((" (then: " + e.getMessage() + ")").getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    List<String> all(String name) {
        return headers.getOrDefault(name, List.of());
    }

    Optional<String> header(String name) {
        return all(name).stream().findFirst();
    }

    /** The ways to sign in that the server offers, each once. */
    List<String> schemes() {
        return all("WWW-Authenticate").stream()
                .map(challenge -> challenge.strip().split("[ ,]", 2)[0])
                .filter(name -> !name.isEmpty() && !name.contains("="))
                .distinct()
                .toList();
    }

    boolean isHtml() {
        return header("Content-Type").orElse("").toLowerCase(Locale.ROOT).startsWith("text/html")
                || body.stripLeading().toLowerCase(Locale.ROOT).matches("(?s)(<!doctype html|<html).*");
    }

    /** For people, without cookies. */
    String text() {
        StringBuilder text = new StringBuilder("HTTP " + status + "\n");
        headers.forEach((name, values) -> values.forEach(value -> text.append(name)
                .append(": ")
                .append(name.equalsIgnoreCase("Set-Cookie") ? "***" : value)
                .append('\n')));
        return body.isEmpty() ? text.toString().strip() : text + "\n" + body;
    }
}
