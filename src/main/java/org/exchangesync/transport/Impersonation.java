package org.exchangesync.transport;

/**
 * How the service account acts for a mailbox.
 *
 * @see <a href="https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/connectingsid">
 *     ConnectingSID</a>
 */
public enum Impersonation {
    /** It doesn't: the account reads its own mailbox, or others by delegation. */
    NONE,
    PRIMARY_SMTP_ADDRESS,
    PRINCIPAL_NAME,
    SID
}
