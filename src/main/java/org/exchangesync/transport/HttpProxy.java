package org.exchangesync.transport;

import java.util.List;
import java.util.Locale;
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
        exceptions = exceptions.stream()
                .map(exception -> exception.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Whether a host is reached through it. */
    public boolean leadsTo(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return exceptions.stream()
                .noneMatch(exception ->
                        exception.startsWith("*.") ? lower.endsWith(exception.substring(1)) : lower.equals(exception));
    }
}
