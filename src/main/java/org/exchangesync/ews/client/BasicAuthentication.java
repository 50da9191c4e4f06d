package org.exchangesync.ews.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.exchangesync.transport.Credentials;

/**
 * Basic authentication.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7617">RFC 7617</a>
 */
record BasicAuthentication(Credentials credentials) implements EwsAuthentication {

    @Override
    public String scheme() {
        return "Basic";
    }

    @Override
    public String proof() {
        return credentials.password().value();
    }

    @Override
    public String authorization() {
        String pair = credentials.username() + ':' + credentials.password().value();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
