package org.exchangesync.sync;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.exchangesync.alert.Alert;
import org.exchangesync.alert.Alerts;
import org.exchangesync.failure.BreakerPolicy;
import org.exchangesync.failure.Fault;
import org.exchangesync.item.ItemKind;

/**
 * The breakers of this process, one for each target that a step of {@code receive-*} calls. A target that is away is left
 * alone, and folders whose items need it aren't read; after a pause one call tries. Threadsafe.
 */
public final class EndpointBreakers {
    private final BreakerPolicy policy;
    private final Alerts alerts;
    private final Clock clock;
    private final Map<String, Breaker> breakers = new HashMap<>();
    private final Set<String> answered = new HashSet<>();

    private static final class Breaker {
        private final Set<ItemKind> kinds = EnumSet.noneOf(ItemKind.class);
        private int failures;
        private String reason;
        private Instant until;
    }

    public EndpointBreakers(BreakerPolicy policy, Alerts alerts, Clock clock) {
        this.policy = policy;
        this.alerts = alerts;
        this.clock = clock;
    }

    /**
     * Before a call.
     *
     * @throws EndpointAwayException if it is left alone now
     */
    synchronized void check(String endpoint) {
        Breaker breaker = breakers.get(endpoint);
        if (breaker == null || breaker.until == null) {
            return;
        }
        if (clock.instant().isBefore(breaker.until)) {
            throw new EndpointAwayException(endpoint, breaker.reason, breaker.until);
        }
        breaker.until = clock.instant().plus(policy.pause()); // this call tries, others wait for what it finds
    }

    /** It answered. */
    void succeeded(String endpoint) {
        boolean news;
        synchronized (this) {
            Breaker breaker = breakers.remove(endpoint);
            news = answered.add(endpoint) || breaker != null && breaker.until != null;
        }
        if (news) {
            alerts.resolve(key(endpoint)); // also that of a process that ended while the target was away
        }
    }

    /** It is away. */
    void failed(String endpoint, ItemKind kind, Fault fault) {
        boolean open;
        synchronized (this) {
            Breaker breaker = breakers.computeIfAbsent(endpoint, key -> new Breaker());
            breaker.kinds.add(kind);
            breaker.failures++;
            breaker.reason = fault.describe();
            open = breaker.failures >= policy.failures();
            if (open) {
                breaker.until = clock.instant().plus(policy.pause());
            }
        }
        if (open) {
            alerts.raise(new Alert(
                    key(endpoint),
                    Alert.Level.ERROR,
                    null,
                    null,
                    fault.code(),
                    endpoint + " is away: " + fault.describe()
                            + ". Nothing is lost: the items that need it wait in their mailboxes.",
                    fault.advice().cause(),
                    fault.advice().cure()));
        }
    }

    /** Why items of this kind need not be read now. */
    synchronized Optional<EndpointAwayException> away(ItemKind kind) {
        Instant now = clock.instant();
        return breakers.entrySet().stream()
                .filter(entry -> entry.getValue().kinds.contains(kind)
                        && entry.getValue().until != null
                        && now.isBefore(entry.getValue().until))
                .findFirst()
                .map(entry ->
                        new EndpointAwayException(entry.getKey(), entry.getValue().reason, entry.getValue().until));
    }

    private static String key(String endpoint) {
        return "endpoint " + endpoint;
    }
}
