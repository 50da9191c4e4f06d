package org.exchangesync.store;

import java.time.Instant;
import java.util.List;
import org.exchangesync.sync.FolderKey;
import org.exchangesync.sync.FolderState;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.transport.SyncState;

/** Table {@code folder_state}: how far each folder has been read and committed. */
final class FolderStateTable {
    private final Jdbc jdbc;

    FolderStateTable(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    FolderState of(FolderKey key) {
        List<FolderState> found = jdbc.query(
                "SELECT generation, state, version FROM folder_state WHERE mailbox = ? AND transport = ? AND folder = ?",
                row -> new FolderState(
                        key, row.getInt("generation"), new SyncState(row.getString("state")), row.getLong("version")),
                key.mailbox(),
                key.transport(),
                key.folder());
        return found.isEmpty() ? FolderState.initial(key) : found.get(0);
    }

    void save(FolderState next, Instant now) {
        FolderKey key = next.key();
        int changed = next.version() == 1
                ? jdbc.update(
                        "INSERT INTO folder_state (mailbox, transport, folder, generation, state, version, updated_at)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                        key.mailbox(),
                        key.transport(),
                        key.folder(),
                        next.generation(),
                        next.state().value(),
                        next.version(),
                        now)
                : jdbc.update(
                        "UPDATE folder_state SET generation = ?, state = ?, version = ?, updated_at = ?"
                                + " WHERE mailbox = ? AND transport = ? AND folder = ? AND version = ?",
                        next.generation(),
                        next.state().value(),
                        next.version(),
                        now,
                        key.mailbox(),
                        key.transport(),
                        key.folder(),
                        next.version() - 1);
        if (changed != 1) {
            throw new LostRaceException(
                    "folder " + key.folder() + " of " + key.mailbox() + " is no longer at version "
                            + (next.version() - 1) + ": another worker committed a page",
                    false,
                    null);
        }
    }
}
