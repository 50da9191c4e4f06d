package org.exchangesync.profile;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.MailboxRef;

/**
 * A mailbox and what is synchronised of it.
 *
 * @param address its primary SMTP address, in lower case
 * @param profile the name of its profile
 * @param connectingId how it is named when impersonated; the address unless the profile impersonates by UPN or SID
 * @param incomingEmail whether mail in its Inbox is processed
 * @param appointmentsContactsTasks whether its calendar, contacts and tasks are processed
 * @param deleteEmailsAfterProcessing whether mail is deleted from the mailbox once it is stored
 * @param processEmailFrom overrides the profile's; null to use that
 * @param folders further folders that are read, each below the Inbox, Calendar, Contacts or Tasks folder, which tells what
 *     they hold
 */
public record Mailbox(
        String address,
        String profile,
        String connectingId,
        boolean incomingEmail,
        boolean appointmentsContactsTasks,
        boolean deleteEmailsAfterProcessing,
        Instant processEmailFrom,
        List<FolderRef> folders) {
    public Mailbox {
        folders = List.copyOf(folders);
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(connectingId, "connectingId");
    }

    /** The mailbox in the words of the transports. */
    public MailboxRef ref() {
        return new MailboxRef(address, connectingId);
    }
}
