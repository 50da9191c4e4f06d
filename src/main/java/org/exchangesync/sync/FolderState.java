package org.exchangesync.sync;

import org.exchangesync.transport.SyncState;

/**
 * How far a folder has been read and committed.
 *
 * @param key the folder
 * @param generation counts up each time the folder is read again from the beginning
 * @param state the transport's state after the last committed page
 * @param version counts up with every commit; guards against a second writer
 */
public record FolderState(FolderKey key, int generation, SyncState state, long version) {

    /** A folder that was never read. */
    public static FolderState initial(FolderKey key) {
        return new FolderState(key, 1, SyncState.START, 0);
    }

    /** After a page. */
    public FolderState advance(SyncState next) {
        return new FolderState(key, generation, next, version + 1);
    }

    /** Reading begins again, because the server no longer knows the state. */
    public FolderState restart() {
        return new FolderState(key, generation + 1, SyncState.START, version + 1);
    }
}
