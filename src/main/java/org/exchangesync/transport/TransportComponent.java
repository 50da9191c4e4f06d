package org.exchangesync.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.support.DefaultComponent;

/** What the components of all transports share: the states that their consumers keep. */
public abstract class TransportComponent extends DefaultComponent {
    private final SyncStateRepository memory = new MemorySyncStateRepository();
    private final Map<String, ConsumedState> states = new ConcurrentHashMap<>();

    /** The repository of consumers that were given none: it forgets when the component is gone. */
    SyncStateRepository memoryStates() {
        return memory;
    }

    /** The state of that key, from now on read by that consumer only. */
    ConsumedState claimState(String key, TransportConsumer consumer) {
        return states.computeIfAbsent(key, ConsumedState::new).claim(consumer);
    }
}
