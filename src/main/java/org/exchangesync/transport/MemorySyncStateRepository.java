package org.exchangesync.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** States in memory: for tests, and for routes that may see everything again after a restart. Threadsafe. */
public final class MemorySyncStateRepository implements SyncStateRepository {
    private final Map<String, SyncState> states = new ConcurrentHashMap<>();

    @Override
    public SyncState load(String key) {
        return states.getOrDefault(key, SyncState.START);
    }

    @Override
    public void save(String key, SyncState state) {
        states.put(key, state);
    }
}
