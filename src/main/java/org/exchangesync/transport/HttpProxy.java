package org.exchangesync.transport;

import java.util.List;
import java.util.Objects;

/**
 * The proxy through which a server is reached.
 *
 * @param host its name
 * @param port its port
 * @param credentials if it asks for any, or null
 * @param exceptions hosts that are reached without it: names, or {@code *.example.org} for all below
 */
public record HttpProxy(String host, int port, Credentials credentials, List<String> exceptions) {
    public HttpProxy {
        Objects.requireNonNull(host, "host");
        exceptions = List.copyOf(exceptions);
    }
}
