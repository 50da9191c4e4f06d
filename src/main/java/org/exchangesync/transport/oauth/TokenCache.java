package org.exchangesync.transport.oauth;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.HttpProxy;

/**
 * One source of tokens for each application, endpoint, scope and proof, whichever connection asks: all connections of an
 * application share its tokens, and one that has another secret does not. Threadsafe.
 */
public final class TokenCache {
    /** That of this process. */
    public static final TokenCache SHARED = new TokenCache();

    /** What decides whether two connections get the same tokens: who asks, and on what way. */
    private record Key(Authentication.OAuth application, HttpProxy proxy, Object trustStore, Clock clock) {}

    private final Map<Key, TokenSource> sources = new ConcurrentHashMap<>();

    /**
     * The source for the application of a connection.
     *
     * @param endpoint how its token endpoint is reached, where it hasn't been yet
     */
    public TokenSource of(
            ConnectionSettings settings,
            Authentication.OAuth application,
            Clock clock,
            Supplier<TokenEndpoint> endpoint) {
        return sources.computeIfAbsent(
                new Key(application, settings.proxy(), settings.trustStore(), clock),
                key -> new TokenSource(application, endpoint.get(), clock));
    }
}
