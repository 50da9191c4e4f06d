package org.exchangesync.sync;

import java.util.UUID;

/**
 * The right to work on a mailbox for a while. Every write of a cycle shows it; whoever was too slow and lost it can do no
 * harm.
 *
 * @param mailbox the address
 * @param profile the profile's name
 * @param token changes with every claim
 * @param probe whether it is to find out if its profile can be used again
 */
public record MailboxClaim(String mailbox, String profile, UUID token, boolean probe) {
    public MailboxClaim(String mailbox, String profile, UUID token) {
        this(mailbox, profile, token, false);
    }
}
