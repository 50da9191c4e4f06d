package org.exchangesync.ops;

import org.exchangesync.failure.FaultTable;
import org.exchangesync.sync.HeldDeletes;
import org.exchangesync.sync.audit.AuditLog;

/** All that operations staff can do. Threadsafe. */
public record Operations(DeleteOperations deletes, FaultOperations faults, AuditLog audit) {

    /** What can be done without a database; the rest is null. */
    public static Operations withoutDatabase(FaultTable faults) {
        return new Operations(null, new FaultOperations(faults), null);
    }

    /** Over the stores of one database. */
    public static Operations of(HeldDeletes deletes, FaultTable faults, AuditLog audit) {
        return new Operations(new DeleteOperations(deletes), new FaultOperations(faults), audit);
    }
}
