package org.exchangesync.ops;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.exchangesync.check.CheckStore;
import org.exchangesync.check.CheckStore.LastTest;
import org.exchangesync.check.Checks;
import org.exchangesync.check.Diagnosis;
import org.exchangesync.check.Report;

/** Tests of connections. Threadsafe. */
public final class CheckOperations {
    private final Checks checks;
    private final CheckStore store;

    CheckOperations(Checks checks, CheckStore store) {
        this.checks = checks;
        this.store = store;
    }

    /**
     * Test Connection: every step on the way to a mailbox, with cause and cure of what fails. The report is kept.
     *
     * @param profile its name
     * @param mailbox the address of the mailbox to be reached; null for the profile's first
     * @param who asks for it
     * @throws IllegalArgumentException if there is no such profile or mailbox
     */
    public Report testConnection(String profile, String mailbox, String who) {
        return checks.testConnection(profile, mailbox, who);
    }

    /**
     * The doctor.
     *
     * @param profile null for all
     * @param mailbox null for each profile's first
     * @param write whether things may be written to the mailboxes
     * @throws IllegalArgumentException if there is no such profile or mailbox
     */
    public Diagnosis diagnose(String profile, String mailbox, boolean write) {
        return checks.diagnose(profile, mailbox, write);
    }

    /** The last test of each profile, by its name. */
    public Map<String, LastTest> lastTests() {
        return store.lastTests().stream().collect(Collectors.toMap(LastTest::profile, Function.identity()));
    }
}
