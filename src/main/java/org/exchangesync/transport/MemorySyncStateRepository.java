package org.exchangesync.transport;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** States in memory: for tests, and for routes that may see everything again after a restart. Threadsafe. */
public final class MemorySyncStateRepository implements SyncStateRepository {
    private final Map<String, SyncState> states = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> seen = new ConcurrentHashMap<>();

    @Override
    public SyncState load(String key) {
        return states.getOrDefault(key, SyncState.START);
    }

    @Override
    public void save(String key, SyncState state) {
        states.put(key, state);
    }

    @Override
    public SeenItems seen(String key) {
        Set<String> ids = seen.computeIfAbsent(key, any -> ConcurrentHashMap.newKeySet());
        return new SeenItems() {
            @Override
            public Set<String> among(Collection<String> asked) {
                return asked.stream().filter(ids::contains).collect(Collectors.toSet());
            }

            @Override
            public Collection<String> all() {
                return List.copyOf(ids);
            }

            @Override
            public long count() {
                return ids.size();
            }
        };
    }

    @Override
    public void save(String key, ChangePage page) {
        Set<String> ids = seen.computeIfAbsent(key, any -> ConcurrentHashMap.newKeySet());
        page.forgotten().forEach(ids::remove);
        ids.addAll(page.seen());
        save(key, page.next());
    }
}
