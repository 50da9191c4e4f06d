package org.exchangesync.popsmtp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads lines, and texts that end with a line of a single dot, from a stream; holds no more of them than its buffer.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1939#section-3">RFC 1939, 3: multi-line responses</a>
 */
final class LineReader {
    private final InputStream in;
    private final byte[] buffer = new byte[16 << 10];
    private int position;
    private int end;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** Whether something was read already that nobody asked for yet. */
    boolean hasMore() {
        return position < end;
    }

    /**
     * The next line without its end, each byte a character; null at the end of the stream.
     *
     * @throws IOException if it is longer than that many bytes, or the stream ends in it
     */
    String line(int longest) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            if (!fill()) {
                if (line.length() == 0) {
                    return null;
                }
                throw new EOFException("the stream ends in the middle of a line");
            }
            int newline = newline();
            int upTo = newline < 0 ? end : newline;
            line.append(new String(buffer, position, upTo - position, StandardCharsets.ISO_8859_1));
            position = newline < 0 ? end : newline + 1;
            if (line.length() > longest) {
                throw new IOException("a line is longer than " + longest + " bytes");
            }
            if (newline >= 0) {
                int length = line.length();
                if (length > 0 && line.charAt(length - 1) == '\r') {
                    line.setLength(length - 1);
                }
                return line.toString();
            }
        }
    }

    /**
     * Copies a text up to a line with a single dot; of lines that begin with a dot the first one is taken away.
     *
     * @return how many bytes the text had
     * @throws EOFException if the stream ends before the text does
     * @throws UncheckedIOException if the sink fails
     */
    long dotted(OutputStream sink) throws IOException {
        long total = 0;
        boolean lineBegins = true;
        while (true) {
            if (!fill()) {
                throw new EOFException("the server ended the connection after " + total + " bytes of a message");
            }
            if (lineBegins && buffer[position] == '.') {
                if (isTheEnd()) {
                    return total;
                }
                position++;
                lineBegins = false;
                continue;
            }
            int newline = newline();
            int upTo = newline < 0 ? end : newline + 1;
            write(sink, upTo - position);
            total += upTo - position;
            position = upTo;
            lineBegins = newline >= 0;
        }
    }

    /** Whether the line that begins here has nothing but a dot; if so it is read. */
    private boolean isTheEnd() throws IOException {
        require(2);
        if (buffer[position + 1] == '\n') {
            position += 2;
            return true;
        }
        if (buffer[position + 1] != '\r') {
            return false;
        }
        require(3);
        boolean theEnd = buffer[position + 2] == '\n';
        position += theEnd ? 3 : 0;
        return theEnd;
    }

    /** A full disk is no trouble of the network. */
    private void write(OutputStream sink, int length) {
        try {
            sink.write(buffer, position, length);
        } catch (IOException e) {
            throw new UncheckedIOException("a message can't be spooled: " + e.getMessage(), e);
        }
    }

    private int newline() {
        for (int i = position; i < end; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private boolean fill() throws IOException {
        if (position < end) {
            return true;
        }
        position = 0;
        end = Math.max(0, in.read(buffer, 0, buffer.length));
        return end > 0;
    }

    private void require(int bytes) throws IOException {
        if (buffer.length - position < bytes) {
            System.arraycopy(buffer, position, buffer, 0, end - position);
            end -= position;
            position = 0;
        }
        while (end - position < bytes) {
            int n = in.read(buffer, end, buffer.length - end);
            if (n <= 0) {
                throw new EOFException("the server ended the connection in the middle of a message");
            }
            end += n;
        }
    }
}
