package org.exchangesync.sync.deadletter;

import java.util.List;
import org.apache.camel.Exchange;
import org.exchangesync.sync.SyncProperties;

/** The replays of one cycle. Used by one thread at a time. */
public final class ReplayRound {
    private final List<StoredLetter> letters;
    private int stored;
    private int failed;
    private boolean stopped;

    ReplayRound(List<StoredLetter> letters) {
        this.letters = List.copyOf(letters);
    }

    /** That of an exchange, or null. */
    static ReplayRound of(Exchange exchange) {
        return exchange.getProperty(SyncProperties.REPLAYS, ReplayRound.class);
    }

    /** What is to be replayed, for the route. */
    public List<StoredLetter> getLetters() {
        return letters;
    }

    /** The others wait for another cycle. */
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    void stored() {
        stored++;
    }

    void failed() {
        failed++;
    }

    String describe() {
        return stored + " of " + letters.size() + " dead letters were replayed"
                + (failed == 0 ? "" : ", " + failed + " failed again")
                + (stored + failed == letters.size() ? "" : ", the others wait");
    }
}
