package org.exchangesync.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One transport for each connection, shared by all endpoints of a component and closed with it. Changed settings lead to a
 * new transport at the next call; the old one stays open for the calls that still use it. A changed password leads to no
 * new transport: it is asked for at each use. Threadsafe.
 */
public final class SharedTransports implements AutoCloseable {
    private final Function<ConnectionSettings, Transport> factory;
    private final Map<Object, Shared> transports = new ConcurrentHashMap<>();

    public SharedTransports(Function<ConnectionSettings, Transport> factory) {
        this.factory = factory;
    }

    /** The transport of a connection that has a name; its password may come from another supplier each time. */
    public Transport named(ConnectionSettings settings) {
        Shared shared = transports.computeIfAbsent(withPassword(settings, NOT_COMPARED), key -> new Shared());
        shared.password = settings.credentials().password();
        return shared.transport(settings);
    }

    /** The transport of a connection that an endpoint describes; another password means another transport. */
    public Transport inline(ConnectionSettings settings) {
        Shared shared = transports.computeIfAbsent(settings, key -> new Shared());
        shared.password = settings.credentials().password();
        return shared.transport(settings);
    }

    @Override
    public void close() {
        transports.values().forEach(Shared::close);
        transports.clear();
    }

    private static final Supplier<String> NOT_COMPARED = () -> null;

    private static ConnectionSettings withPassword(ConnectionSettings settings, Supplier<String> password) {
        return new ConnectionSettings(
                settings.name(),
                settings.url(),
                new Credentials(settings.credentials().username(), password),
                settings.impersonation(),
                settings.trustStore(),
                settings.trustStorePassword(),
                settings.allowPlainHttp(),
                settings.connectTimeout(),
                settings.readTimeout(),
                settings.gzip(),
                settings.maxConnections(),
                settings.spoolThreshold(),
                settings.spoolDirectory());
    }

    /** Made at the first call, so that a factory that fails is asked again. */
    private final class Shared {
        private volatile Supplier<String> password;
        private Transport transport;

        synchronized Transport transport(ConnectionSettings settings) {
            if (transport == null) {
                transport = factory.apply(withPassword(settings, () -> password.get()));
            }
            return transport;
        }

        synchronized void close() {
            if (transport != null) {
                transport.close();
            }
        }
    }
}
