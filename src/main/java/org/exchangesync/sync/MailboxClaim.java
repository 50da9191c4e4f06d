package org.exchangesync.sync;

import java.util.UUID;

/**
 * The right to work on a mailbox for a while. Every write of a cycle shows it; whoever was too slow and lost it can do no
 * harm.
 *
 * @param mailbox the address
 * @param profile the name of the profile by which it is worked on
 * @param token changes with every claim
 * @param probe whether it is to find out if that profile can be used again
 * @param fallback whether that is the mailbox's second profile, because the first can't be used
 */
public record MailboxClaim(String mailbox, String profile, UUID token, boolean probe, boolean fallback) {
    public MailboxClaim(String mailbox, String profile, UUID token) {
        this(mailbox, profile, token, false, false);
    }
}
