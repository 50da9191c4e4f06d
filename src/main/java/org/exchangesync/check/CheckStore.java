package org.exchangesync.check;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What tests found, in the database. Every method is one transaction. */
public interface CheckStore {

    /** Keeps the report of a profile in place of the one before, and notes the test in the audit. */
    void tested(Report report, String who);

    /** The id by which mailboxes know this installation; made when it is asked for first, and the same for all its processes. */
    String installationId();

    /** The last test of each profile, by name. */
    List<LastTest> lastTests();

    /** The report of a profile's last test as JSON. */
    Optional<String> lastReport(String profile);

    /**
     * A profile's last test in short.
     *
     * @param mailbox it was tested with, or null
     * @param code of the trouble; null where there was none
     * @param detail of the trouble; null where there was none
     * @param who asked for it
     */
    record LastTest(
            String profile,
            Instant testedAt,
            Result result,
            long millis,
            String mailbox,
            String code,
            String detail,
            String who) {}
}
