package org.exchangesync.sync.outgoing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The mail that one cycle sends. Used by one thread at a time. */
public final class OutgoingRound {
    private final Set<UUID> tried = new HashSet<>();
    private List<OutgoingMail> next = List.of();
    private boolean stopped;

    /** Takes those that were not tried yet; false if there are none. */
    boolean take(OutgoingStore.Due due) {
        List<OutgoingMail> all = new ArrayList<>(due.begun());
        all.addAll(due.pending());
        next = all.stream().filter(mail -> tried.add(mail.recordId())).toList();
        return !next.isEmpty();
    }

    /** What is to be sent now, for the route. */
    public List<OutgoingMail> getNext() {
        return next;
    }

    int tried() {
        return tried.size();
    }

    /** Nothing can be sent from the mailbox now. */
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }
}
