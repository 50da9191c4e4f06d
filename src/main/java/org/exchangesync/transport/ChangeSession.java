package org.exchangesync.transport;

import java.util.Collection;
import java.util.Set;
import org.exchangesync.item.ItemId;

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

    /**
     * Those of the items that are no longer in the mailbox under their ids: deleted, or moved to another id. So an item that
     * turns up elsewhere is told from a copy before its delete is reported.
     */
    Set<ItemId> missing(Collection<ItemId> ids);

    /** Gives up what was read ahead and frees what the session holds. Pages not committed will come again. */
    @Override
    void close();
}
