package org.exchangesync.transport;

/**
 * The reading of one folder: open, page, page, …, close. A transport may read the next page ahead, and may need to hear
 * of the commit (a POP3 delete takes effect only at QUIT). Used by one thread at a time.
 */
public interface ChangeSession extends AutoCloseable {

    /**
     * The page after the last one, or after the state that the session was opened with.
     *
     * @throws TransportException if the folder can't be read now; {@link TransportException#code()} tells a lost state
     *     ({@code ErrorInvalidSyncStateData}) from other causes
     */
    ChangePage next();

    /** The page's data and state are saved for good. Pages are committed in the order in which they came. */
    void committed(ChangePage page);

    /** Gives up what was read ahead and frees what the session holds. Pages not committed will come again. */
    @Override
    void close();
}
