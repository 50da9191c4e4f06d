package org.exchangesync.sandbox.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A connection of a client, as long as it lasts and afterwards: by whom it was used, and what a scheme that authenticates
 * connections remembers of it. Threadsafe.
 */
public final class SeenConnection {
    private final int number;
    private final Map<String, Integer> requests = new TreeMap<>();
    private final AtomicReference<Object> memory = new AtomicReference<>();

    SeenConnection(int number) {
        this.number = number;
    }

    /** Its number; no two connections ever have the same. */
    public int number() {
        return number;
    }

    synchronized void served(String user) {
        requests.merge(user, 1, Integer::sum);
    }

    /** The users whose requests came over it, and how many; requests that were refused count for nobody. */
    public synchronized Map<String, Integer> requests() {
        return Map.copyOf(requests);
    }

    /** What was remembered last, or null. */
    public Object remembered() {
        return memory.get();
    }

    /** Remembers something until the next time, and forgets what was. */
    public void remember(Object value) {
        memory.set(value);
    }
}
