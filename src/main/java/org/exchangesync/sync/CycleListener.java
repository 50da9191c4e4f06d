package org.exchangesync.sync;

import java.time.Duration;

/** Hears of the cycles of this process: for summaries and metrics. Implementations must be threadsafe and quick. */
public interface CycleListener {
    /** Mailboxes were claimed and wait for their workers. */
    void claimed(int mailboxes);

    /** A claim came to nothing: somebody else has the mailbox. */
    void dropped(MailboxClaim claim);

    /** A cycle ended, well or not. */
    void ended(MailboxCycle cycle, Duration took);
}
