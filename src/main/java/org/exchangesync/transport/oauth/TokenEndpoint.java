package org.exchangesync.transport.oauth;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Sends a form to a token endpoint, once, and follows no redirects. */
@FunctionalInterface
public interface TokenEndpoint {
    /** @param headers by name, in any case */
    record Answer(int status, Map<String, List<String>> headers, byte[] body) {
        /** The first header of that name, or null. */
        String header(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> name.equalsIgnoreCase(entry.getKey()))
                    .map(entry -> entry.getValue().get(0))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** @throws IOException if there is no whole answer */
    Answer post(byte[] form) throws IOException;
}
