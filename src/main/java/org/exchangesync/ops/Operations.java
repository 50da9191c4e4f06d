package org.exchangesync.ops;

import java.nio.file.Path;
import org.exchangesync.alert.AlertStore;
import org.exchangesync.check.CheckStore;
import org.exchangesync.check.Checks;
import org.exchangesync.check.MailboxTests;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.failure.ProfileBreakers;
import org.exchangesync.profile.DeclarationStore;
import org.exchangesync.profile.ProfilesFile;
import org.exchangesync.profile.SecretStore;
import org.exchangesync.profile.SecretVault;
import org.exchangesync.sync.DirectionStore;
import org.exchangesync.sync.HeldDeletes;
import org.exchangesync.sync.MailboxSchedule;
import org.exchangesync.sync.SyncStore;
import org.exchangesync.sync.audit.AuditLog;
import org.exchangesync.sync.deadletter.DeadLetterStore;
import org.exchangesync.sync.outgoing.OutgoingMails;

/**
 * All that operations staff can do. Threadsafe.
 *
 * @param audit who did what
 * @param engineRuns false where it is certain that nobody does what is asked for now: an embedded database that only a
 *     command has open
 */
public record Operations(
        AlertOperations alerts,
        MailboxOperations mailboxes,
        ProfileOperations profiles,
        DeadLetterOperations deadLetters,
        DeleteOperations deletes,
        OutgoingOperations outgoing,
        FaultOperations faults,
        ConfigurationOperations configuration,
        SecretOperations secrets,
        CheckOperations checks,
        AuditLog audit,
        boolean engineRuns) {

    /** What can be done without a database; the rest is null. */
    public static Operations withoutDatabase(FaultTable faults) {
        return new Operations(
                null, null, null, null, null, null, new FaultOperations(faults), null, null, null, null, false);
    }

    /**
     * The stores of one database, and what else is needed.
     *
     * @param tests what tests found
     * @param mailboxTests tests of mailboxes that are asked for
     * @param spool a folder for contents too large for memory
     */
    public record Parts(
            AlertStore alerts,
            MailboxSchedule schedule,
            DirectionStore directions,
            ProfileBreakers breakers,
            DeadLetterStore deadLetters,
            SyncStore records,
            HeldDeletes deletes,
            OutgoingMails outgoing,
            DeclarationStore declarations,
            ProfilesFile profiles,
            SecretStore secrets,
            SecretVault vault,
            AuditLog audit,
            Checks checks,
            CheckStore tests,
            MailboxTests mailboxTests,
            FaultTable faults,
            Path spool) {}

    /** Over the stores of one database. */
    public static Operations of(Parts parts, boolean engineRuns) {
        FaultOperations faults = new FaultOperations(parts.faults());
        MailboxOperations mailboxes = new MailboxOperations(
                parts.schedule(), parts.directions(), parts.breakers(), parts.mailboxTests(), faults);
        CheckOperations checks = new CheckOperations(parts.checks(), parts.tests());
        return new Operations(
                new AlertOperations(parts.alerts()),
                mailboxes,
                new ProfileOperations(parts.breakers(), mailboxes, faults, checks),
                new DeadLetterOperations(parts.deadLetters(), parts.records(), parts.spool()),
                new DeleteOperations(parts.deletes()),
                new OutgoingOperations(parts.outgoing()),
                faults,
                new ConfigurationOperations(parts.declarations(), parts.profiles()),
                new SecretOperations(parts.secrets(), parts.vault()),
                checks,
                parts.audit(),
                engineRuns);
    }
}
