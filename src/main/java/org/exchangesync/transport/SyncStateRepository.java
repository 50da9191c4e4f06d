package org.exchangesync.transport;

/**
 * Where a consumer keeps how far it has read, when it is used without the sync engine. Implementations must be
 * threadsafe.
 */
public interface SyncStateRepository {
    /** The state kept under a key, {@link SyncState#START} if none. */
    SyncState load(String key);

    /** Keeps the state that follows a completed page. */
    void save(String key, SyncState state);
}
