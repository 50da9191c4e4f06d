package org.exchangesync.ews.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/**
 * The connections of one channel, in lanes. {@code HttpURLConnection} keeps five idle connections for each factory that
 * made them and closes the others ({@code http.maxConnections}), so that a sixth request at once would pay for TLS and for
 * signing in each time; therefore each factory makes the connections of five requests at once, and there are as many
 * factories as are needed. Threadsafe.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/net/doc-files/net-properties.html">
 *     Networking properties</a>
 */
final class Lanes {
    private static final int KEPT = Math.max(1, Integer.getInteger("http.maxConnections", 5));

    private final Supplier<SSLSocketFactory> factories;
    private List<Lane> lanes = new ArrayList<>();

    /** A factory and the requests that are under way with it. */
    static final class Lane {
        private final SSLSocketFactory sockets;
        private int busy;

        private Lane(SSLSocketFactory sockets) {
            this.sockets = sockets;
        }

        /** Makes the connections of this lane. */
        SSLSocketFactory sockets() {
            return sockets;
        }
    }

    /** @param factories makes a factory of its own for each lane */
    Lanes(Supplier<SSLSocketFactory> factories) {
        this.factories = factories;
        lanes.add(new Lane(factories.get())); // so that what is wrong with them is told at once
    }

    /** For one request, the lane whose connections are likeliest to be there; to be given back. */
    synchronized Lane take() {
        Lane free = lanes.stream().filter(lane -> lane.busy < KEPT).findFirst().orElse(null);
        if (free == null) {
            free = new Lane(factories.get());
            lanes.add(free);
        }
        free.busy++;
        return free;
    }

    /** @param stale whether the server no longer knows the connection: then those from before aren't used any more */
    synchronized void giveBack(Lane lane, boolean stale) {
        lane.busy--;
        if (stale && lanes.contains(lane)) {
            lanes = new ArrayList<>();
        }
    }
}
