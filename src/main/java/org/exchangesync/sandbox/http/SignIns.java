package org.exchangesync.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Who logged on and who failed to, as a server's security log has it. Logons that come with each request are told when
 * they fail; those of connections, and tokens, always. Threadsafe.
 */
public final class SignIns {
    private static final int MOST_KEPT = 10_000;

    private final SeenConnections connections;
    private final Deque<SignInAttempt> attempts = new ArrayDeque<>();

    public SignIns(SeenConnections connections) {
        this.connections = connections;
    }

    public void accepted(HttpExchange request, String scheme, String user) {
        add(new SignInAttempt(connections.of(request).number(), scheme, user, null));
    }

    public void refused(HttpExchange request, String scheme, String user, String why) {
        add(new SignInAttempt(connections.of(request).number(), scheme, user, why));
    }

    /** Somebody asked for a token; the reason is null if he got it. */
    public void token(String clientId, String refusal) {
        add(new SignInAttempt(0, "Token", clientId, refusal));
    }

    private synchronized void add(SignInAttempt attempt) {
        attempts.add(attempt);
        if (attempts.size() > MOST_KEPT) {
            attempts.remove();
        }
    }

    /** The last 10,000, oldest first. */
    public synchronized List<SignInAttempt> all() {
        return List.copyOf(attempts);
    }
}
