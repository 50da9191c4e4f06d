package org.exchangesync.sandbox.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.exchangesync.sandbox.xml.Xml;
import org.exchangesync.sandbox.xml.XmlWriter;

/**
 * What a page answers.
 *
 * @param content what is streamed, or null when {@code bytes} hold the answer
 */
public record Reply(int status, String contentType, Content content, byte[] bytes, Map<String, String> headers) {
    /** No answer at all: the connection is closed. */
    public static final Reply NONE = new Reply(0, null, null, new byte[0], Map.of());

    /** Something to be streamed. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it; may be called more than once. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** A document. */
    public static Reply xml(int status, Xml body) {
        return of(status, "text/xml; charset=utf-8", out -> new XmlWriter(out).document(body));
    }

    /** Anything that is long. */
    public static Reply of(int status, String contentType, Content content) {
        return new Reply(status, contentType, content, null, Map.of());
    }

    /** Anything that is short. */
    public static Reply of(int status, String contentType, byte[] bytes) {
        return new Reply(status, contentType, null, bytes, Map.of());
    }

    /** A status with nothing to say about it. */
    public static Reply empty(int status) {
        return new Reply(status, "text/html", null, new byte[0], Map.of());
    }

    /** The same with one more header. */
    public Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, contentType, content, bytes, more);
    }
}
