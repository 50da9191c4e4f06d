package org.exchangesync.sync.deadletter;

/** How far a dead letter is. */
public enum LetterState {
    /** Waits for a person. */
    OPEN,
    /** Somebody asked for a replay, which is done in the next cycle of its mailbox. */
    REPLAYING,
    /** A replay stored the item. */
    REPLAYED,
    /** The item was stored without a replay: it came again, in the same or a newer version. */
    ARRIVED,
    /** Somebody decided that it isn't wanted. */
    DISCARDED;

    /** Whether nothing more is to be done: such letters are deleted after a while. */
    public boolean isResolved() {
        return this != OPEN && this != REPLAYING;
    }
}
