package org.exchangesync.profile;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.MailboxRef;

/**
 * A mailbox and what is synchronised of it.
 *
 * @param address its primary SMTP address, in lower case
 * @param name for people
 * @param owner the address that hears of its troubles, or null
 * @param regarding the user or queue behind it
 * @param profile the name of its profile
 * @param fallbackProfile the name of the profile by which its mail goes while the first can't be used, or null
 * @param connectingId how it is named when impersonated; the address unless the profile impersonates by UPN or SID
 * @param incomingEmail how its mail comes in
 * @param outgoingEmail how mail leaves
 * @param appointmentsContactsTasks whether its calendar, contacts and tasks are processed
 * @param forwardMailbox the mailbox that its mail is forwarded to, where that is how it comes in; else null
 * @param deleteEmailsAfterProcessing whether mail is deleted from the mailbox once it is stored
 * @param credentials its own, or null
 * @param approval whether somebody agreed
 * @param processEmailFrom overrides the profile's; null to use that
 * @param folders further folders that are read, each below the Inbox, Calendar, Contacts or Tasks folder, which tells what
 *     they hold
 * @see <a href="https://learn.microsoft.com/en-us/power-apps/developer/data-platform/reference/entities/mailbox">
 *     Mailbox</a>
 */
public record Mailbox(
        String address,
        String name,
        String owner,
        Regarding regarding,
        String profile,
        String fallbackProfile,
        String connectingId,
        SyncMethod incomingEmail,
        SyncMethod outgoingEmail,
        SyncMethod appointmentsContactsTasks,
        String forwardMailbox,
        boolean deleteEmailsAfterProcessing,
        Credentials credentials,
        Approval approval,
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

    /**
     * The mailbox as it is processed by its second profile: email only, and of that what came lately.
     *
     * @param second that profile
     * @param since what came before was processed by its first profile
     */
    public Mailbox fallenBack(EmailServerProfile second, Instant since) {
        boolean later = processEmailFrom == null || processEmailFrom.isBefore(since);
        return new Mailbox(
                address,
                name,
                owner,
                regarding,
                second.name(),
                null,
                connectingId,
                incomingEmail,
                second.sends() ? outgoingEmail : SyncMethod.NONE,
                SyncMethod.NONE,
                forwardMailbox,
                deleteEmailsAfterProcessing,
                credentials,
                approval,
                later ? since : processEmailFrom,
                List.of());
    }

    /** Whether this program serves a direction. */
    public boolean serves(Direction direction) {
        SyncMethod method = switch (direction) {
            case INCOMING -> incomingEmail;
            case OUTGOING -> outgoingEmail;
            case APPOINTMENTS_CONTACTS_TASKS -> appointmentsContactsTasks;
        };
        return method == SyncMethod.SERVER_SIDE_SYNCHRONIZATION;
    }
}
