package org.exchangesync.sync.deadletter;

/**
 * How a dead letter is replayed.
 *
 * @param fromStart through all steps, also those before the one that refused the item
 * @param fromMailbox with the item as the mailbox has it now, whatever was kept of it
 * @param moveBack a mail that was moved to Undeliverable goes back to the Inbox once it is stored
 */
public record ReplayOptions(boolean fromStart, boolean fromMailbox, boolean moveBack) {
    /** On from the step that refused, with what was kept, and back to the Inbox. */
    public static final ReplayOptions DEFAULT = new ReplayOptions(false, false, true);

    /** The options in words, for audit and results. */
    public String describe() {
        return (fromStart ? "from the start" : "from the step that refused it")
                + (fromMailbox ? ", as the mailbox has it now" : "")
                + (moveBack ? ", back to the Inbox" : ", not moved back");
    }
}
