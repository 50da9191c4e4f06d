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
 * @param serverType which protocol reaches it
 * @param connection address, account, TLS and limits
 * @param processEmailFrom only mail received at this time or later is processed; null for all
 * @param minimumPollingInterval the least time between two cycles of a mailbox, 0–1440 minutes
 * @param moveFailedEmailsToUndeliverable whether mail that can't be taken is moved to the Undeliverable folder
 * @param active whether its mailboxes are processed
 */
public record EmailServerProfile(
        String name,
        String description,
        ServerType serverType,
        ConnectionSettings connection,
        Instant processEmailFrom,
        Duration minimumPollingInterval,
        boolean moveFailedEmailsToUndeliverable,
        boolean active) {
    public EmailServerProfile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(serverType, "serverType");
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(minimumPollingInterval, "minimumPollingInterval");
    }
}
