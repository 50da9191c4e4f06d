package org.exchangesync.sandbox.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.exchangesync.sandbox.xml.Xml;
import org.exchangesync.sandbox.xml.XmlWriter;

/**
 * What a page answers.
 *
 * @param content what is streamed, or null when {@code bytes} hold the answer
 * @param length what is told to be the length of {@code content}; below zero when it is sent in chunks, as usual
 * @param faults what is done to its bytes, the first one first
 */
public record Reply(
        int status,
        String contentType,
        Content content,
        byte[] bytes,
        long length,
        Map<String, String> headers,
        List<Wire.Fault> faults) {
    /** No answer at all: the connection is closed. */
    public static final Reply NONE = of(0, "text/html", new byte[0]);

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
        return new Reply(status, contentType, content, null, -1, Map.of(), List.of());
    }

    /** Anything that is short. */
    public static Reply of(int status, String contentType, byte[] bytes) {
        return new Reply(status, contentType, null, bytes, -1, Map.of(), List.of());
    }

    /** A status with nothing to say about it. */
    public static Reply empty(int status) {
        return of(status, "text/html", new byte[0]);
    }

    /** The same with one more header. */
    public Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, contentType, content, bytes, length, more, faults);
    }

    /** The same with something done to what is streamed; what is short stays as it is. */
    public Reply edited(UnaryOperator<Content> editor) {
        return content == null
                ? this
                : new Reply(status, contentType, editor.apply(content), bytes, length, headers, faults);
    }

    /** The same in one piece of that length instead of chunks. */
    public Reply ofLength(long bytesToCome) {
        return new Reply(status, contentType, content, bytes, bytesToCome, headers, faults);
    }

    /** The same with one more thing done to its bytes, behind all others. */
    public Reply through(Wire.Fault fault) {
        List<Wire.Fault> more = new ArrayList<>(faults);
        more.add(fault);
        return new Reply(status, contentType, content, bytes, length, headers, List.copyOf(more));
    }
}
