package org.exchangesync.sync;

import java.util.Set;
import org.exchangesync.item.ItemKind;

/**
 * Tells an ordinary clearing up from an accident, such as a calendar that was emptied by a faulty program. Judged over all
 * that a folder lost since it was settled last, never over a page.
 *
 * @param percent the most of a folder's items that may vanish at once without a question, 0 to 100
 * @param least so many may always vanish
 * @param kinds what is guarded. Mail usually isn't: to file an Inbox away is daily work, and a mail's record outlives it
 */
public record DeleteGuard(int percent, int least, Set<ItemKind> kinds) {
    public DeleteGuard {
        kinds = Set.copyOf(kinds);
    }

    boolean asks(ItemKind kind, FolderLoss loss) {
        return kinds.contains(kind) && loss.records() > least && loss.records() * 100L > percent * (long) loss.items();
    }
}
