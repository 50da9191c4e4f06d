package org.exchangesync.transport;

import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Endpoint;

/** The component {@code memory:} over a {@link MemoryTransport}: for tests of routes without a server. */
public final class MemoryComponent extends TransportComponent {
    private final Function<String, Transport> transports;

    /** Every connection leads to this transport. */
    public MemoryComponent(MemoryTransport transport) {
        this(profile -> transport);
    }

    /** Each connection has its own; the name is null where a message names none. */
    public MemoryComponent(Function<String, Transport> transports) {
        this.transports = transports;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        MemoryEndpoint endpoint = new MemoryEndpoint(uri, this, TransportOperation.valueOf(remaining));
        setProperties(endpoint.getConfiguration(), parameters);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    public Transport shared(ConnectionSettings settings) {
        return transports.apply(settings.name());
    }

    @Override
    public Transport open(ConnectionSettings settings, WireListener listener) {
        return transports.apply(settings.name());
    }

    Transport transport(String profile) {
        return transports.apply(profile);
    }
}
