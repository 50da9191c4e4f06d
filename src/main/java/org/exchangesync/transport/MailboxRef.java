package org.exchangesync.transport;

import java.util.Objects;

/**
 * The mailbox that a call is about.
 *
 * @param address its primary SMTP address; also the anchor by which Exchange routes the call
 * @param connectingId how the mailbox is named when it is impersonated (SMTP address, UPN or SID, as {@link
 *     ConnectionSettings#impersonation()} says)
 */
public record MailboxRef(String address, String connectingId) {
    public MailboxRef {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(connectingId, "connectingId");
    }

    /** A mailbox that is impersonated by its address. */
    public static MailboxRef of(String address) {
        return new MailboxRef(address, address);
    }
}
