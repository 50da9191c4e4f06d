package org.exchangesync.transport;

import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.support.DefaultComponent;

/** What the components of all transports share: the states that their consumers keep. */
public abstract class TransportComponent extends DefaultComponent {
    private final SyncStateRepository memory = new MemorySyncStateRepository();
    private final Map<String, ConsumedState> states = new ConcurrentHashMap<>();

    /** The transport for a connection that all endpoints share; closed by the component. */
    public abstract Transport shared(ConnectionSettings settings);

    /**
     * A transport for one connection that is shared with nobody, for tests of the connection: to be closed by the caller.
     *
     * @param settings with the address of the server
     * @param listener hears what goes over the wire
     * @throws TransportException if the settings can't be used
     */
    public abstract Transport open(ConnectionSettings settings, WireListener listener);

    /**
     * Asks where the server of a mailbox is, whatever was found before, and remembers it.
     *
     * @param settings of a connection whose server is to be found
     * @return empty where this transport knows no way to find servers
     */
    public Optional<Discovered> discover(ConnectionSettings settings, MailboxRef mailbox) {
        return Optional.empty();
    }

    /**
     * The operation that stands in a URI of this component.
     *
     * @throws IllegalArgumentException if it is none
     */
    protected static TransportOperation operation(String scheme, String name) {
        return Arrays.stream(TransportOperation.values())
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(scheme + ":" + name + " is no operation: use " + scheme
                        + ": with one of " + Arrays.toString(TransportOperation.values())));
    }

    /** The clock of the registry, or the machine's. */
    protected final Clock registeredClock() {
        Clock registered = getCamelContext() == null
                ? null
                : getCamelContext().getRegistry().findSingleByType(Clock.class);
        return registered != null ? registered : Clock.systemUTC();
    }

    /** The repository of consumers that were given none: it forgets when the component is gone. */
    SyncStateRepository memoryStates() {
        return memory;
    }

    /** The state of that key, from now on read by that consumer only. */
    ConsumedState claimState(String key, TransportConsumer consumer) {
        return states.computeIfAbsent(key, ConsumedState::new).claim(consumer);
    }
}
