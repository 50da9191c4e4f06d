package org.exchangesync.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * One transport for each connection, shared by all endpoints of a component and closed with it. Changed settings lead to a
 * new transport at the next call; the old one stays open for the calls that still use it. A changed password leads to no
 * new transport: it is asked for at each use. Threadsafe.
 */
public final class SharedTransports implements AutoCloseable {
    private final Function<ConnectionSettings, Transport> factory;
    private final Map<ConnectionSettings, Transport> transports = new ConcurrentHashMap<>();

    public SharedTransports(Function<ConnectionSettings, Transport> factory) {
        this.factory = factory;
    }

    /** The transport of a connection; a factory that failed is asked again. */
    public Transport of(ConnectionSettings settings) {
        return transports.computeIfAbsent(settings, factory);
    }

    @Override
    public void close() {
        transports.values().forEach(Transport::close);
        transports.clear();
    }
}
