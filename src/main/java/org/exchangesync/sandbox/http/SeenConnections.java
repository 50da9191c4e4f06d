package org.exchangesync.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows connections apart. The JDK's HTTP server doesn't say over which one a request came; but while a connection lasts,
 * nobody else has its port, and when one begins, its TLS engine is made for that port. Threadsafe.
 */
public final class SeenConnections {
    private static final int MOST_KEPT = 10_000;

    private final Map<Integer, SeenConnection> byPort = new ConcurrentHashMap<>();
    private final Deque<SeenConnection> all = new ArrayDeque<>();
    private int last;

    /** A connection from that port begins: whatever was known about the port is over. */
    synchronized void begin(int port) {
        SeenConnection connection = new SeenConnection(++last);
        byPort.put(port, connection);
        all.add(connection);
        if (all.size() > MOST_KEPT) {
            all.remove();
        }
    }

    /** The connection over which a request came. */
    public SeenConnection of(HttpExchange request) {
        return byPort.get(request.getRemoteAddress().getPort());
    }

    /** Forgets whose connections are whose, as a server does that is restarted behind what holds the connections. */
    public void forgetLogons() {
        byPort.values().forEach(connection -> connection.remember(null));
    }

    /** The last 10,000. */
    public synchronized List<SeenConnection> all() {
        return List.copyOf(all);
    }
}
