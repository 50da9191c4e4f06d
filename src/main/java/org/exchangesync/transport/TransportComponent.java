package org.exchangesync.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.support.DefaultComponent;

/** What the components of all transports share: the states that their consumers keep. */
public abstract class TransportComponent extends DefaultComponent {
    private final SyncStateRepository memory = new MemorySyncStateRepository();
    private final Map<String, TransportConsumer> stateKeysInUse = new ConcurrentHashMap<>();

    /** The repository of consumers that were given none: it forgets when the component is gone. */
    SyncStateRepository memoryStates() {
        return memory;
    }

    /** Two consumers on one state would each see half of the changes, so the second one is refused. */
    void claimStateKey(String key, TransportConsumer consumer) {
        TransportConsumer owner = stateKeysInUse.putIfAbsent(key, consumer);
        if (owner != null) {
            throw new IllegalStateException("the state '" + key + "' is in use by " + owner.getEndpoint()
                    + ": give one of the two consumers an option stateKey of its own");
        }
    }

    void releaseStateKeys(TransportConsumer consumer) {
        stateKeysInUse.values().removeIf(owner -> owner == consumer);
    }
}
