package org.exchangesync.sandbox.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLEngineResult;
import org.exchangesync.sandbox.http.Wire;

/**
 * Tells another length in the headers than the answer has. The connection goes on as if all was well: of a length that is
 * too large the client waits for the rest; of one that is too small the rest stands before the next answer.
 */
final class LengthWire implements Wire.Fault {
    private static final Pattern LENGTH = Pattern.compile("(?i)(\r\nContent-Length: *)(\\d+)");

    private final long by;
    private byte[] headers;
    private int sent;

    LengthWire(long by) {
        this.by = by;
    }

    @Override
    public SSLEngineResult pass(ByteBuffer from, ByteBuffer record, Wire.Step next) throws IOException {
        if (headers == null) {
            headers = lying(from);
        }
        if (sent == headers.length) {
            return next.pass(from, record);
        }
        ByteBuffer lie = ByteBuffer.wrap(headers, sent, headers.length - sent);
        SSLEngineResult result = next.pass(lie, record);
        sent = lie.position();
        if (sent == headers.length) {
            from.position(from.limit());
        }
        return result;
    }

    /** What the server writes first: all headers, perhaps the beginning of the body. */
    private byte[] lying(ByteBuffer from) {
        byte[] first = new byte[from.remaining()];
        from.duplicate().get(first);
        // One character for each byte, so that the body survives the way there and back.
        String text = new String(first, StandardCharsets.ISO_8859_1);
        Matcher length = LENGTH.matcher(text);
        String lie = length.find()
                ? text.substring(0, length.start(2))
                        + Math.max(0, Long.parseLong(length.group(2)) + by)
                        + text.substring(length.end(2))
                : text;
        return lie.getBytes(StandardCharsets.ISO_8859_1);
    }
}
