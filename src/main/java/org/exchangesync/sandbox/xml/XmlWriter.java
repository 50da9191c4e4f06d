package org.exchangesync.sandbox.xml;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes {@link Xml} as UTF-8, streaming binary content as base64. Characters that XML 1.0 cannot carry are replaced by
 * U+FFFD, so that an item with a control character in its subject can still be read by strict parsers. Not threadsafe.
 */
public final class XmlWriter {
    private static final Map<String, String> PREFIXES =
            Map.of(Xml.TYPES, "t", Xml.MESSAGES, "m", Xml.ERRORS, "e", Xml.SOAP, "s");
    private static final int BASE64_CHUNK = 3 * 8192;

    private final OutputStream out;
    private final byte[] buffer = new byte[16384];
    private int used;

    public XmlWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes a whole document with its declaration and flushes it. */
    public void document(Xml root) throws IOException {
        raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
        element(root, Map.of());
        flush();
    }

    private void element(Xml x, Map<String, String> inScope) throws IOException {
        String prefix = PREFIXES.get(x.namespace());
        Map<String, String> scope = inScope;
        raw('<');
        if (prefix != null) {
            raw(prefix);
            raw(':');
        }
        raw(x.name());
        String key = prefix == null ? "" : prefix;
        if (!x.namespace().equals(inScope.getOrDefault(key, ""))) {
            scope = new LinkedHashMap<>(inScope);
            scope.put(key, x.namespace());
            attribute(prefix == null ? "xmlns" : "xmlns:" + prefix, x.namespace());
        }
        for (Map.Entry<String, String> attribute : x.attributes().entrySet()) {
            attribute(attribute.getKey(), attribute.getValue());
        }
        if (x.children().isEmpty() && x.text().isEmpty() && x.binary() == null) {
            raw("/>");
            return;
        }
        raw('>');
        for (Xml child : x.children()) {
            element(child, scope);
        }
        if (x.children().isEmpty()) {
            text(x.text(), false);
        }
        if (x.binary() != null) {
            base64(x.binary());
        }
        raw("</");
        if (prefix != null) {
            raw(prefix);
            raw(':');
        }
        raw(x.name());
        raw('>');
    }

    private void attribute(String name, String value) throws IOException {
        raw(' ');
        raw(name);
        raw("=\"");
        text(value, true);
        raw('"');
    }

    private void text(String s, boolean attribute) throws IOException {
        int i = 0;
        while (i < s.length()) {
            int plain = i;
            while (plain < s.length() && isPlain(s.charAt(plain))) {
                plain++;
            }
            ascii(s, i, plain);
            i = plain;
            if (i < s.length()) {
                i += special(s, i, attribute);
            }
        }
    }

    private static boolean isPlain(char c) {
        return c >= 0x20 && c < 0x7F && c != '<' && c != '>' && c != '&' && c != '"';
    }

    /** Writes the character at that place, which is more than itself; tells how many chars it was. */
    private int special(String s, int i, boolean attribute) throws IOException {
        char c = s.charAt(i);
        switch (c) {
            case '<' -> raw("&lt;");
            case '>' -> raw("&gt;");
            case '&' -> raw("&amp;");
            case '\r' -> raw("&#xD;");
            case '"' -> raw(attribute ? "&quot;" : "\"");
            case '\n' -> raw(attribute ? "&#xA;" : "\n");
            case '\t' -> raw(attribute ? "&#x9;" : "\t");
            default -> {
                if (Character.isHighSurrogate(c) && i + 1 < s.length() && Character.isLowSurrogate(s.charAt(i + 1))) {
                    utf8(Character.toCodePoint(c, s.charAt(i + 1)));
                    return 2;
                }
                utf8(c < 0x20 || Character.isSurrogate(c) || c >= 0xFFFE ? 0xFFFD : c);
            }
        }
        return 1;
    }

    @SuppressWarnings("deprecation") // the only copy of ASCII characters into an array that makes no other array
    private void ascii(String s, int from, int to) throws IOException {
        int at = from;
        while (at < to) {
            if (used == buffer.length) {
                flushBuffer();
            }
            int room = Math.min(to - at, buffer.length - used);
            s.getBytes(at, at + room, buffer, used);
            used += room;
            at += room;
        }
    }

    private void utf8(int codePoint) throws IOException {
        if (codePoint < 0x80) {
            octet(codePoint);
            return;
        }
        if (codePoint < 0x800) {
            octet(0xC0 | codePoint >> 6);
        } else if (codePoint < 0x10000) {
            octet(0xE0 | codePoint >> 12);
            octet(0x80 | codePoint >> 6 & 0x3F);
        } else {
            octet(0xF0 | codePoint >> 18);
            octet(0x80 | codePoint >> 12 & 0x3F);
            octet(0x80 | codePoint >> 6 & 0x3F);
        }
        octet(0x80 | codePoint & 0x3F);
    }

    private void base64(BinarySource source) throws IOException {
        flushBuffer();
        Base64.Encoder encoder = Base64.getEncoder();
        try (InputStream in = source.open()) {
            byte[] chunk = new byte[BASE64_CHUNK];
            for (int n = in.readNBytes(chunk, 0, chunk.length); n > 0; n = in.readNBytes(chunk, 0, chunk.length)) {
                out.write(encoder.encode(n == chunk.length ? chunk : Arrays.copyOf(chunk, n)));
            }
        }
    }

    private void raw(String ascii) throws IOException {
        ascii(ascii, 0, ascii.length());
    }

    private void raw(char ascii) throws IOException {
        octet(ascii);
    }

    private void octet(int b) throws IOException {
        if (used == buffer.length) {
            flushBuffer();
        }
        buffer[used++] = (byte) b;
    }

    private void flushBuffer() throws IOException {
        out.write(buffer, 0, used);
        used = 0;
    }

    private void flush() throws IOException {
        flushBuffer();
        out.flush();
    }

    static String toString(Xml x) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        XmlWriter writer = new XmlWriter(bytes);
        try {
            writer.element(x, Map.of());
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the content of element " + x.name(), e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
