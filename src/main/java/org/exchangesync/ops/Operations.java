package org.exchangesync.ops;

import java.nio.file.Path;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.sync.HeldDeletes;
import org.exchangesync.sync.audit.AuditLog;
import org.exchangesync.sync.deadletter.DeadLetterStore;

/**
 * All that operations staff can do. Threadsafe.
 *
 * @param audit who did what
 * @param engineRuns false where it is certain that nobody does what is asked for now: an embedded database that only a
 *     command has open
 */
public record Operations(
        DeadLetterOperations deadLetters,
        DeleteOperations deletes,
        FaultOperations faults,
        AuditLog audit,
        boolean engineRuns) {

    /** What can be done without a database; the rest is null. */
    public static Operations withoutDatabase(FaultTable faults) {
        return new Operations(null, null, new FaultOperations(faults), null, false);
    }

    /**
     * The stores of one database, and what else is needed.
     *
     * @param spool a folder for contents too large for memory
     */
    public record Parts(
            DeadLetterStore deadLetters, HeldDeletes deletes, AuditLog audit, FaultTable faults, Path spool) {}

    /** Over the stores of one database. */
    public static Operations of(Parts parts, boolean engineRuns) {
        return new Operations(
                new DeadLetterOperations(parts.deadLetters(), parts.spool()),
                new DeleteOperations(parts.deletes()),
                new FaultOperations(parts.faults()),
                parts.audit(),
                engineRuns);
    }
}
