package org.exchangesync.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.exchangesync.transport.ConnectionSettings;

/**
 * A server and how its mailboxes are processed.
 *
 * @param name by which mailboxes and messages refer to it
 * @param description free text, or null
 * @param owner the address that hears of its troubles, or null
 * @param serverType which protocol reaches it
 * @param connection address, account, TLS and limits for what comes in
 * @param outgoing the same for what leaves; the same settings unless the profile says otherwise
 * @param method how is signed in
 * @param credentials whose user name and password are used
 * @param processEmailFrom only mail received at this time or later is processed; null for all
 * @param minimumPollingInterval the least time between two cycles of a mailbox, 0–1440 minutes
 * @param moveFailedEmailsToUndeliverable whether mail that can't be taken is moved to the Undeliverable folder
 * @param notifyOwner whether the owner gets a mail when more than half of the mailboxes failed in an hour
 * @param defaultForNewMailboxes whether mailboxes that name no profile have this one
 * @param active whether its mailboxes are processed
 * @see <a href="https://learn.microsoft.com/en-us/power-apps/developer/data-platform/reference/entities/emailserverprofile">
 *     EmailServerProfile</a>
 */
public record EmailServerProfile(
        String name,
        String description,
        String owner,
        ServerType serverType,
        ConnectionSettings connection,
        ConnectionSettings outgoing,
        AuthenticationMethod method,
        CredentialRetrieval credentials,
        Instant processEmailFrom,
        Duration minimumPollingInterval,
        boolean moveFailedEmailsToUndeliverable,
        boolean notifyOwner,
        boolean defaultForNewMailboxes,
        boolean active) {
    public EmailServerProfile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(serverType, "serverType");
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(outgoing, "outgoing");
        Objects.requireNonNull(minimumPollingInterval, "minimumPollingInterval");
    }

    /** Whether mail can leave by it: a POP3 server without an SMTP server beside it only brings mail. */
    public boolean sends() {
        return serverType != ServerType.POP3_SMTP || connection.outgoingUrl() != null;
    }

    /** How a mailbox is reached: with its own account, where the profile says so. */
    public ConnectionSettings connection(Mailbox mailbox) {
        return credentials == CredentialRetrieval.PROFILE
                ? connection
                : connection.as(method.as(mailbox.credentials()));
    }
}
