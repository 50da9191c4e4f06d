package org.exchangesync.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.exchangesync.item.ItemKind;

/**
 * Compares books that were kept apart: what the people of the {@link Office} did, what the sandbox holds and says was done,
 * and what the program wrote into its database.
 */
final class Audit {
    private final Office office;
    private final SandboxProgram sandbox;
    private final TestDatabase database;
    private final Findings findings = new Findings();

    Audit(Office office, SandboxProgram sandbox, TestDatabase database) {
        this.office = office;
        this.sandbox = sandbox;
        this.database = database;
    }

    /** Looks at everything; fails with what disagrees. */
    void check() {
        Map<String, List<Planted>> byMark = office.planted().stream()
                .collect(Collectors.groupingBy(item -> item.mark, TreeMap::new, Collectors.toList()));
        MailboxAudit mailboxes = new MailboxAudit(office, sandbox, findings);
        mailboxes.mailboxes();
        mailboxes.ledger();
        new RecordAudit(database, byMark, mailboxes.visible(), findings).check();
        deadLetters();
        promises();
        findings.fail();
    }

    /** Whether nothing is owed any more: only then is it time for the audit. */
    static boolean isSettled(TestDatabase database) {
        return database.query("SELECT 1 FROM remote_action WHERE state = 'OWED'")
                        .isEmpty()
                && database.query("SELECT 1 FROM parked_delete").isEmpty();
    }

    private void deadLetters() {
        List<String> letters = new ArrayList<>();
        Map<String, Map<String, Object>> reasons = new HashMap<>();
        for (Map<String, Object> row : database.query("SELECT * FROM dead_letter")) {
            letters.add(row.get("mailbox") + " " + row.get("item_id"));
            reasons.put(letters.get(letters.size() - 1), row);
            if (office.isReadOnce((String) row.get("mailbox")) && ((Number) row.get("attempts")).intValue() != 1) {
                findings.add("a dead letter that was counted twice: " + row);
            }
        }
        List<String> poisoned = office.planted().stream()
                .filter(item -> item.poisoned && knownToTheProgram(item))
                .map(item -> item.mailbox + " " + item.id().id())
                .toList();
        findings.compare(letters, poisoned, "no dead letter of ", "a dead letter too many: ");
        letters.removeAll(poisoned);
        letters.forEach(letter -> findings.add("the reason of one too many: " + reasons.get(letter)));
    }

    private static boolean knownToTheProgram(Planted item) {
        return item.kind == ItemKind.EMAIL || !Office.MAIL_ONLY.contains(item.mailbox);
    }

    private void promises() {
        database.query("SELECT * FROM remote_action WHERE state <> 'DONE'")
                .forEach(row -> findings.add("not done: " + row));
        database.query(
                        "SELECT mailbox, item_id, type, COUNT(*) AS n FROM remote_action GROUP BY mailbox, item_id, type HAVING COUNT(*) > 1")
                .forEach(row -> findings.add("promised twice: " + row));
        database.query("SELECT * FROM parked_delete").forEach(row -> findings.add("still parked: " + row));
        database.query("SELECT mailbox, direction, reason FROM mailbox_direction")
                .forEach(row -> findings.add("a mailbox does not work: " + row));
    }
}
