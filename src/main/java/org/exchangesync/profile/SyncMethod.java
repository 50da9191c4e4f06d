package org.exchangesync.profile;

/**
 * How a direction of a mailbox is served.
 *
 * @see <a href="https://learn.microsoft.com/en-us/power-apps/developer/data-platform/reference/entities/mailbox">
 *     Mailbox, incomingemaildeliverymethod and the like</a>
 */
public enum SyncMethod {
    /** This program does it. */
    SERVER_SIDE_SYNCHRONIZATION("serverSideSynchronization"),
    /** A rule of the mailbox forwards its mail to another mailbox, which is read in its place. Incoming email only. */
    FORWARD_MAILBOX("forwardMailbox"),
    /** Nobody does. */
    NONE("none");

    private final String label;

    SyncMethod(String label) {
        this.label = label;
    }

    /** The word for it in configuration files. */
    public String label() {
        return label;
    }
}
