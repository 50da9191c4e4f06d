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

    /**
     * What was seen with the states kept under a key, for transports whose servers keep no state.
     *
     * @throws IllegalStateException if this repository has no place for it
     */
    default SeenItems seen(String key) {
        return SeenItems.NONE;
    }

    /**
     * Keeps the state that follows a completed page, and what the page saw, in one transaction.
     *
     * @throws IllegalStateException if the page saw something and this repository has no place for it
     */
    default void save(String key, ChangePage page) {
        if (!page.seen().isEmpty() || !page.forgotten().isEmpty()) {
            throw new IllegalStateException(getClass().getName()
                    + " keeps states only, and this transport needs to know what it has seen too: use"
                    + " MemorySyncStateRepository or JdbcSyncStateRepository");
        }
        save(key, page.next());
    }
}
