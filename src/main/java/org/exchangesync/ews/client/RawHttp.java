package org.exchangesync.ews.client;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Asks short questions over a socket: a proxy for a tunnel, a server for an NTLM logon before its first request, a token
 * endpoint for a token. Follows nothing, repeats nothing, has so much time and takes so many bytes; reads each answer to its last byte and not one further.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
final class RawHttp {
    private static final int MOST_BYTES = 256 << 10;
    private static final int MOST_HEAD_BYTES = 64 << 10;

    /** @param headers by name, in any case */
    record Answer(int status, Map<String, List<String>> headers, byte[] body) {
        List<String> all(String name) {
            return headers.getOrDefault(name, List.of());
        }

        /** Whether the connection can be used for more. */
        boolean staysOpen() {
            return all("Connection").stream()
                            .noneMatch(v -> v.toLowerCase(Locale.ROOT).contains("close"))
                    && all("Proxy-Connection").stream()
                            .noneMatch(v -> v.toLowerCase(Locale.ROOT).contains("close"));
        }
    }

    private final Socket socket;
    private final long deadline;
    private InputStream in;
    private int left;

    /** @param patience for all questions together */
    RawHttp(Socket socket, Duration patience) {
        this.socket = socket;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /** Asks without a body. */
    Answer ask(String method, String target, Map<String, String> headers) throws IOException {
        return ask(method, target, headers, new byte[0]);
    }

    /** Asks; the answer to CONNECT has no body where it is a success. */
    Answer ask(String method, String target, Map<String, String> headers, byte[] body) throws IOException {
        StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        OutputStream out = new BufferedOutputStream(socket.getOutputStream());
        out.write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        out.flush();
        left = MOST_HEAD_BYTES;
        Answer head = head();
        boolean tunnel = method.equals("CONNECT") && head.status() / 100 == 2;
        if (tunnel || head.status() == 204 || head.status() == 304) {
            return head;
        }
        left = MOST_BYTES;
        return new Answer(head.status(), head.headers(), body(head));
    }

    private Answer head() throws IOException {
        String status = line();
        if (!status.matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
            throw new IOException("the answer is not HTTP");
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.computeIfAbsent(line.substring(0, colon).strip(), name -> new ArrayList<>())
                        .add(line.substring(colon + 1).strip());
            }
        }
        int code = Integer.parseInt(status.substring(9, 12));
        return code == 100 ? head() : new Answer(code, headers, new byte[0]);
    }

    private byte[] body(Answer answer) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        List<String> length = answer.all("Content-Length");
        if (answer.all("Transfer-Encoding").stream()
                .anyMatch(v -> v.toLowerCase(Locale.ROOT).contains("chunked"))) {
            for (int size = chunk(); size > 0; size = chunk()) {
                copy(size, body);
                line();
            }
            while (!line().isEmpty()) {
                // trailers say nothing here
            }
        } else if (!length.isEmpty() && length.get(0).matches("\\d{1,9}")) {
            copy(Integer.parseInt(length.get(0)), body);
        } else {
            answer.headers().put("Connection", List.of("close")); // it ends where the connection ends
            for (int b = readOrEnd(); b >= 0; b = readOrEnd()) {
                body.write(b);
            }
        }
        return body.toByteArray();
    }

    private int chunk() throws IOException {
        String size = line().split(";", 2)[0].strip();
        if (!size.matches("[0-9a-fA-F]{1,7}")) {
            throw new IOException("the answer's chunks are damaged");
        }
        return Integer.parseInt(size, 16);
    }

    private void copy(int bytes, ByteArrayOutputStream body) throws IOException {
        for (int i = 0; i < bytes; i++) {
            body.write(read());
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = read(); b != '\n'; b = read()) {
            line.append((char) b);
        }
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
    }

    private int read() throws IOException {
        int b = readOrEnd();
        if (b < 0) {
            throw new EOFException("the connection was closed within the answer");
        }
        return b;
    }

    private int readOrEnd() throws IOException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException("no whole answer in time");
        }
        if (left-- <= 0) {
            throw new IOException("the answer is longer than is taken");
        }
        if (left % 256 == 0 || in == null) {
            socket.setSoTimeout((int) Math.min(millis, Integer.MAX_VALUE));
        }
        if (in == null) {
            in = socket.getInputStream();
        }
        return in.read();
    }
}
