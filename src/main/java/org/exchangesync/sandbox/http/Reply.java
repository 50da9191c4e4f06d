package org.exchangesync.sandbox.http;

import java.util.Map;
import org.exchangesync.sandbox.xml.Xml;

/**
 * What a page answers.
 *
 * @param body XML that is streamed, or null when {@code bytes} hold the answer
 */
record Reply(int status, String contentType, Xml body, byte[] bytes, Map<String, String> headers) {
    static Reply xml(int status, Xml body) {
        return new Reply(status, "text/xml; charset=utf-8", body, null, Map.of());
    }

    static Reply of(int status, String contentType, byte[] bytes) {
        return new Reply(status, contentType, null, bytes, Map.of());
    }

    static Reply empty(int status) {
        return new Reply(status, "text/html", null, new byte[0], Map.of());
    }
}
