package org.exchangesync.sync.outgoing;

/**
 * Where a mail is on its way out, in the words of Dynamics as far as that has them.
 *
 * @see <a href="https://learn.microsoft.com/en-us/power-apps/developer/data-platform/reference/entities/email">Email,
 *     statuscode</a>
 */
public enum OutgoingState {
    /** Being written by the business system; nobody touches it. */
    DRAFT,
    /** To be sent. It waits until its mailbox is approved, enabled and due. */
    PENDING_SEND,
    /** It was begun: the server may have a draft of it, or have sent it. */
    SENDING,
    /** The server took it. */
    SENT,
    /** It can't be sent, and the reason stands beside it. The server has sent it to nobody. */
    FAILED,
    /** Nobody knows whether it was sent. It is never sent again by itself. */
    UNCERTAIN,
    /** A person or the business system took it back before it was begun. */
    CANCELLED;

    /** Whether the server may have something of it. */
    public boolean isBegun() {
        return this == SENDING || this == UNCERTAIN;
    }
}
