package org.exchangesync.profile;

/**
 * Whose user name and password a profile signs in with.
 *
 * @see <a href="https://learn.microsoft.com/en-us/power-apps/developer/data-platform/reference/entities/emailserverprofile">
 *     EmailServerProfile, incomingcredentialretrieval</a>
 */
public enum CredentialRetrieval {
    /** Those of the profile, which acts for its mailboxes. */
    PROFILE("profile"),
    /** Those of each user or queue, which stand with the mailbox. */
    USER_OR_QUEUE("userOrQueue");

    private final String label;

    CredentialRetrieval(String label) {
        this.label = label;
    }

    /** The word for it in configuration files. */
    public String label() {
        return label;
    }
}
