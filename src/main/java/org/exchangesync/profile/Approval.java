package org.exchangesync.profile;

/**
 * Whether somebody who may has agreed that a mailbox is processed.
 *
 * @see <a href="https://learn.microsoft.com/en-us/power-apps/developer/data-platform/reference/entities/mailbox">
 *     Mailbox, emailrouteraccessapproval</a>
 */
public enum Approval {
    EMPTY("empty"),
    PENDING("pending"),
    APPROVED("approved"),
    REJECTED("rejected");

    private final String label;

    Approval(String label) {
        this.label = label;
    }

    /** The word for it in configuration files. */
    public String label() {
        return label;
    }
}
