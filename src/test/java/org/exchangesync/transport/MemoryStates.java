package org.exchangesync.transport;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.exchangesync.transport.MemoryServer.Stored;

/**
 * The states that {@link MemoryTransport} gave out. As in EWS a state stands for what the client knows of a folder; here
 * the server remembers it, and the value only names it.
 */
final class MemoryStates {
    private final Map<String, Known> states = new HashMap<>();
    private int last;

    /**
     * What a client knows.
     *
     * @param mailbox where
     * @param folder likewise
     * @param items the items it knows, by id
     * @param repeatable the ids that the last page brought
     */
    record Known(String mailbox, FolderRef folder, Map<String, Stored> items, Set<String> repeatable) {
        Known {
            items = new LinkedHashMap<>(items);
            repeatable = new HashSet<>(repeatable);
        }

        Known copy() {
            return new Known(mailbox, folder, items, Set.of());
        }
    }

    Known resolve(SyncState state, String mailbox, FolderRef folder) {
        if (state.isStart()) {
            return new Known(mailbox, folder, Map.of(), Set.of());
        }
        Known known = states.get(state.value());
        if (known == null
                || !known.mailbox().equalsIgnoreCase(mailbox)
                || !known.folder().equals(folder)) {
            throw MemoryServer.refused(
                    TransportException.INVALID_SYNC_STATE,
                    "the state '" + state.value() + "' is none of folder " + folder + " of " + mailbox);
        }
        return known;
    }

    SyncState remember(Known known) {
        String value = "state" + ++last;
        states.put(value, known);
        return new SyncState(value);
    }

    /** All states given out so far are worth nothing any more. */
    void expire() {
        states.clear();
    }
}
