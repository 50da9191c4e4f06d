package org.exchangesync.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.exchangesync.crash.TestMailbox.Listed;
import org.exchangesync.item.ItemKind;

/** Compares records and links with what the mailboxes show and with what the people of the {@link Office} know. */
final class RecordAudit {
    private final TestDatabase database;
    private final Map<String, List<Planted>> byMark;
    private final Map<String, Listed> visible;
    private final Findings findings;

    /**
     * @param byMark what was put in
     * @param visible what the mailboxes show, by mailbox and item id
     */
    RecordAudit(
            TestDatabase database, Map<String, List<Planted>> byMark, Map<String, Listed> visible, Findings findings) {
        this.database = database;
        this.byMark = byMark;
        this.visible = visible;
        this.findings = findings;
    }

    private record RecordRow(UUID id, ItemKind kind, String mark, long version, boolean gone, Map<String, Object> row) {
        @Override
        public String toString() {
            return kind.label() + " " + id + " of " + mark + ", version " + version + (gone ? ", gone" : "");
        }
    }

    void check() {
        List<RecordRow> records = records();
        counts(records);
        links(records);
        contents(records);
    }

    private List<RecordRow> records() {
        List<RecordRow> records = new ArrayList<>();
        for (ItemKind kind : ItemKind.values()) {
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
}
