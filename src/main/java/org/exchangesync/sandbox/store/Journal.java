package org.exchangesync.sandbox.store;

/**
 * Hears of every change of a mailbox and of everything that is sent. A change is told inside the lock of its mailbox, so
 * changes of one mailbox come in the order in which they happen.
 */
@FunctionalInterface
public interface Journal {
    /** Listens to nothing. */
    Journal NONE = change -> {};

    /** Takes note; must not touch mailboxes other than to read the one that changed. */
    void record(Change change);
}
