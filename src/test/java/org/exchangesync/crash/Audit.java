package org.exchangesync.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.exchangesync.crash.TestMailbox.Listed;
import org.exchangesync.item.ItemKind;

/**
 * Compares three books that were kept apart: what the people of the {@link Office} did, what the sandbox holds, and what the
 * program wrote into its database. Collects everything that disagrees.
 */
final class Audit {
    private static final int TOLD = 40;
    private static final String UNDELIVERABLE = "Undeliverable";
    private static final List<ItemKind> KINDS = List.of(ItemKind.values());

    private final Office office;
    private final SandboxProgram sandbox;
    private final TestDatabase database;
    private final List<String> findings = new ArrayList<>();
    private final Map<String, List<Planted>> byMark;
    /** By mailbox and item id. */
    private final Map<String, Listed> visible = new HashMap<>();

    Audit(Office office, SandboxProgram sandbox, TestDatabase database) {
        this.office = office;
        this.sandbox = sandbox;
        this.database = database;
        this.byMark = office.planted().stream()
                .collect(Collectors.groupingBy(item -> item.mark, TreeMap::new, Collectors.toList()));
    }

    private record RecordRow(UUID id, ItemKind kind, String mark, long version, boolean gone, Map<String, Object> row) {
        @Override
        public String toString() {
            return kind.label() + " " + id + " of " + mark + ", version " + version + (gone ? ", gone" : "");
        }
    }

    /** Looks at everything; fails with what disagrees. */
    void check() {
        mailboxes();
        List<RecordRow> records = records();
        counts(records);
        links(records);
        contents(records);
        deadLetters();
        promises();
        ledger();
        assertThat(findings.stream().limit(TOLD).toList())
                .as(
                        "%d disagreements between what was put in, the sandbox and the database; the first:",
                        findings.size())
                .isEmpty();
    }

    /** Whether nothing is owed any more: only then is it time for the audit. */
    static boolean isSettled(TestDatabase database) {
        return database.query("SELECT 1 FROM remote_action WHERE state = 'OWED'")
                        .isEmpty()
                && database.query("SELECT 1 FROM parked_delete").isEmpty();
    }

    // ---- the sandbox against the people's book ----

    private void mailboxes() {
        office.mailboxes().forEach((address, mailbox) -> {
            List<Planted> theirs = office.planted().stream()
                    .filter(item -> item.mailbox.equals(address))
                    .toList();
            for (ItemKind kind : KINDS) {
                String folder = Planted.home(kind);
                List<Listed> listed = mailbox.list(folder);
                listed.forEach(item -> visible.put(address + " " + item.id().id(), item));
                same(
                        address + "'s " + folder,
                        listed,
                        theirs.stream().filter(item -> folder.equals(expectedPlace(item))));
            }
            same(
                    address + "'s Deleted Items",
                    mailbox.list(Planted.DELETED),
                    theirs.stream().filter(item -> Planted.DELETED.equals(expectedPlace(item))));
            same(
                    address + "'s archive",
                    mailbox.list(office.archive(address)),
                    theirs.stream().filter(item -> Planted.ARCHIVE.equals(expectedPlace(item))));
            same(
                    address + "'s Undeliverable",
                    mailbox.findFolder(UNDELIVERABLE).map(mailbox::list).orElse(List.of()),
                    theirs.stream().filter(item -> UNDELIVERABLE.equals(expectedPlace(item))));
        });
    }

    /** Where the program must have left an item that the people last had in that place. */
    private static String expectedPlace(Planted item) {
        if (item.kind == ItemKind.EMAIL && item.isHome()) {
            if (item.poisoned) {
                return UNDELIVERABLE;
            }
            if (Office.DELETING.contains(item.mailbox)) {
                return Planted.DELETED;
            }
        }
        return item.place();
    }

    private void same(String where, List<Listed> listed, java.util.stream.Stream<Planted> expected) {
        List<String> there = listed.stream()
                .map(item -> Planted.markIn(item.subject()))
                .map(String::valueOf)
                .sorted()
                .toList();
        List<String> wanted = expected.map(item -> item.mark).sorted().toList();
        if (!there.equals(wanted)) {
            List<String> missing = new ArrayList<>(wanted);
            there.forEach(missing::remove);
            List<String> surplus = new ArrayList<>(there);
            wanted.forEach(surplus::remove);
            missing.forEach(mark -> findings.add(where + " lacks " + byMark.get(mark)));
            surplus.forEach(mark -> findings.add(where + " holds one too many: " + mark + " " + byMark.get(mark)));
        }
    }

    // ---- the database against both ----

    private List<RecordRow> records() {
        List<RecordRow> records = new ArrayList<>();
        for (ItemKind kind : KINDS) {
            String title = kind == ItemKind.CONTACT ? "display_name" : "subject";
            for (Map<String, Object> row :
                    database.query("SELECT d.*, r.version, r.gone_at, r.warning FROM record r JOIN " + kind.label()
                            + " d ON d.record_id = r.record_id WHERE r.kind = '" + kind.label() + "'")) {
                String mark = Planted.markIn((String) row.get(title));
                records.add(new RecordRow(
                        (UUID) row.get("record_id"),
                        kind,
                        mark,
                        ((Number) row.get("version")).longValue(),
                        row.get("gone_at") != null,
                        row));
            }
        }
        long all = ((Number) database.query("SELECT COUNT(*) AS n FROM record")
                        .get(0)
                        .get("n"))
                .longValue();
        if (all != records.size()) {
            findings.add(all + " records, but " + records.size() + " with details of their kind");
        }
        return records;
    }

    /** Each thing is one record: a mail or meeting whatever number of mailboxes hold it, other items one each. */
    private void counts(List<RecordRow> records) {
        Map<String, List<RecordRow>> found =
                records.stream().collect(Collectors.groupingBy(record -> String.valueOf(record.mark())));
        found.forEach((mark, rows) -> {
            if (!byMark.containsKey(mark)
                    || byMark.get(mark).get(0).kind != rows.get(0).kind()) {
                findings.add("records of something that nobody put in: " + rows);
            }
        });
        byMark.forEach((mark, copies) -> {
            List<RecordRow> rows = found.getOrDefault(mark, List.of());
            Planted first = copies.get(0);
            boolean one = first.kind == ItemKind.EMAIL || first.kind == ItemKind.APPOINTMENT;
            // what left before the program looked need not be known
            long mustBeKnown = copies.stream()
                    .filter(item -> item.isHome() && !item.poisoned)
                    .count();
            long least = one ? Math.min(1, mustBeKnown) : mustBeKnown;
            long most = first.poisoned ? 0 : one ? 1 : copies.size();
            if (rows.size() < least || rows.size() > most) {
                findings.add(rows.size() + " records instead of " + least + (most > least ? " to " + most : "") + " of "
                        + copies + ": " + rows);
            }
        });
    }

    /** The links are exactly the items that the mailboxes show and that could be taken; a record without any is gone. */
    private void links(List<RecordRow> records) {
        Map<UUID, RecordRow> byId = records.stream().collect(Collectors.toMap(RecordRow::id, record -> record));
        Set<String> expected = new HashSet<>();
        visible.forEach((key, listed) -> {
            List<Planted> copies = byMark.get(Planted.markIn(listed.subject()));
            if (copies != null && !copies.get(0).poisoned) {
                expected.add(key);
            }
        });
        Set<UUID> held = new HashSet<>();
        for (Map<String, Object> row : database.query("SELECT * FROM link")) {
            String key = row.get("mailbox") + " " + row.get("item_id");
            RecordRow record = byId.get((UUID) row.get("record_id"));
            Listed listed = visible.get(key);
            if (!expected.remove(key)) {
                findings.add("a link to an item that is not there: " + row + " of " + record);
                continue;
            }
            held.add(record.id());
            String mark = Planted.markIn(listed.subject());
            if (!mark.equals(record.mark())) {
                findings.add("a link of " + mark + " to the record of " + record.mark());
            }
            if (!row.get("folder").equals(Planted.home(record.kind()))) {
                findings.add("a link of " + mark + " in folder " + row.get("folder"));
            }
            if (listed.read() != null
                    && record.kind() == ItemKind.EMAIL
                    && !listed.read().equals(row.get("is_read"))) {
                findings.add("the link of " + byMark.get(mark) + " says read " + row.get("is_read"));
            }
            if (!listed.id().changeKey().equals(row.get("change_key"))) {
                findings.add("the link of " + byMark.get(mark) + " shows an old version");
            }
        }
        expected.forEach(key -> findings.add("no link to " + key + ", "
                + byMark.get(Planted.markIn(visible.get(key).subject()))));
        for (RecordRow record : records) {
            if (record.gone() == held.contains(record.id())) {
                findings.add(
                        (record.gone() ? "gone, though a mailbox holds it: " : "not gone, though no mailbox holds it: ")
                                + record + " " + byMark.get(record.mark()));
            }
        }
    }

    /** The records say what the items say; what nobody touched was written once. */
    private void contents(List<RecordRow> records) {
        Map<String, Long> sizes = new HashMap<>();
        database.query("SELECT sha256, size FROM content")
                .forEach(row -> sizes.put((String) row.get("sha256"), ((Number) row.get("size")).longValue()));
        for (RecordRow record : records) {
            List<Planted> copies = byMark.get(record.mark());
            if (copies == null) {
                continue; // told already
            }
            Planted item = copies.get(0);
            switch (record.kind()) {
                case EMAIL -> {
                    String original = (String) record.row().get("original_sha256");
                    if (!item.sha256.equals(original) || !sizes.containsKey(original)) {
                        findings.add("other bytes than those of " + item + ": " + record);
                    }
                }
                case APPOINTMENT -> {
                    shows(item, record, "location", "Room " + item.revision());
                    boolean series = record.row().get("recurrence_rule") != null;
                    if (series != item.series) {
                        findings.add("recurrence of " + item + ": " + record);
                    }
                }
                case CONTACT -> shows(item, record, "job_title", "Job " + item.revision());
                case TASK -> shows(item, record, "subject", "Task " + item.mark + ", revision " + item.revision());
                default -> throw new IllegalStateException(record.kind().label());
            }
            if (copies.size() == 1
                    && item.revision() == 0
                    && !item.everLeft()
                    && !record.gone()
                    && record.version() != 1) {
                findings.add("version " + record.version() + " of what nobody touched: " + item);
            }
        }
    }

    private void shows(Planted item, RecordRow record, String column, String value) {
        boolean settled = byMark.get(item.mark).size() == 1 && item.isHome();
        if (settled && !value.equals(record.row().get(column))) {
            findings.add("'" + record.row().get(column) + "' instead of '" + value + "' for " + item);
        }
    }

    private void deadLetters() {
        List<String> letters = new ArrayList<>();
        for (Map<String, Object> row : database.query("SELECT mailbox, item_id, attempts FROM dead_letter")) {
            letters.add(row.get("mailbox") + " " + row.get("item_id"));
            if (office.isReadOnce((String) row.get("mailbox")) && ((Number) row.get("attempts")).intValue() != 1) {
                findings.add("a dead letter that was counted twice: " + row);
            }
        }
        Collections.sort(letters);
        List<String> poisoned = office.planted().stream()
                .filter(item -> item.poisoned && knownToTheProgram(item))
                .map(item -> item.mailbox + " " + item.id().id())
                .sorted()
                .toList();
        if (!letters.equals(poisoned)) {
            List<String> missing = new ArrayList<>(poisoned);
            letters.forEach(missing::remove);
            List<String> surplus = new ArrayList<>(letters);
            poisoned.forEach(surplus::remove);
            missing.forEach(letter -> findings.add("no dead letter of " + letter));
            surplus.forEach(letter -> findings.add("a dead letter too many: " + letter));
        }
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
        database.query("SELECT mailbox, last_error FROM mailbox WHERE failures > 0")
                .forEach(row -> findings.add("a mailbox does not work: " + row));
    }

    // ---- the sandbox's ledger ----

    /** The program moved each poisoned mail and deleted each processed one, once, and did nothing else. */
    private void ledger() {
        List<String> owed = new ArrayList<>();
        Set<String> folders = new HashSet<>();
        for (Planted item : office.planted()) {
            if (item.kind != ItemKind.EMAIL || !item.isHome()) {
                continue;
            }
            if (item.poisoned) {
                owed.add("move " + item.mailbox + " " + item.id().id() + " inbox/" + UNDELIVERABLE);
                folders.add("create-folder " + item.mailbox + " inbox/" + UNDELIVERABLE);
            } else if (Office.DELETING.contains(item.mailbox)) {
                owed.add("move " + item.mailbox + " " + item.id().id() + " " + Planted.DELETED);
            }
        }
        owed.addAll(folders);
        for (JsonNode done : sandbox.doneByTheProgram(office.mailboxes().keySet())) {
            String action = done.path("action").asText();
            String what = action + " " + done.path("mailbox").asText()
                    + (action.equals("create-folder")
                            ? ""
                            : " " + done.path("idBefore").asText()) + " "
                    + done.path("folderTo").asText();
            if (!owed.remove(what)) {
                findings.add("the ledger has what was not owed, or done already: " + done);
            }
        }
        owed.forEach(what -> findings.add("the ledger lacks: " + what));
    }
}
