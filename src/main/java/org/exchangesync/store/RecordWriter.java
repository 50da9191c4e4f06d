package org.exchangesync.store;

import java.sql.Savepoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.RecordHead;
import org.exchangesync.sync.RecordWrite;
import org.exchangesync.sync.RowFailure;

/**
 * Writes records with all their rows in batches under a savepoint. When a batch is refused, its halves are tried, and so on:
 * one bad record of 512 costs 18 small batches, not 512.
 */
final class RecordWriter {
    private final Jdbc jdbc;
    private final ContentTable contents;
    private final Instant now;
    private final Set<String> inserted = new HashSet<>();

    RecordWriter(Jdbc jdbc, ContentTable contents, Instant now) {
        this.jdbc = jdbc;
        this.contents = contents;
        this.now = now;
    }

    List<RowFailure> write(List<RecordWrite> writes) {
        writes.forEach(this::refuseDouble);
        List<RowFailure> failures = new ArrayList<>();
        List<RecordRows> records = new ArrayList<>();
        for (RecordWrite write : writes) {
            records.add(RecordRows.of(write));
        }
        contents.add(
                records.stream().flatMap(record -> record.contents().stream()).toList());
        records.sort(inOrderOfLocks());
        write(records, failures);
        return failures;
    }

    private void write(List<RecordRows> records, List<RowFailure> failures) {
        if (records.isEmpty()) {
            return;
        }
        Savepoint before = jdbc.savepoint();
        try {
            writeAll(records);
            jdbc.release(before);
        } catch (RowRefusedException refused) {
            jdbc.rollback(before);
            if (records.size() == 1) {
                failures.add(new RowFailure(records.get(0).write(), refused));
            } else {
                int half = records.size() / 2;
                write(records.subList(0, half), failures);
                write(records.subList(half, records.size()), failures);
            }
        }
    }

    private void writeAll(List<RecordRows> records) {
        update(records.stream().filter(record -> !record.write().isInsert()).toList());
        jdbc.insert(
                Tables.RECORD,
                records.stream()
                        .filter(record -> record.write().isInsert())
                        .map(record -> record.record(now))
                        .toList());
        for (Table table : tables(records)) {
            jdbc.insert(
                    table,
                    records.stream()
                            .flatMap(record -> record.of(table).stream())
                            .toList());
        }
    }

    private void update(List<RecordRows> records) {
        if (records.isEmpty()) {
            return;
        }
        int[] changed = jdbc.batch("""
                UPDATE record
                   SET identity = ?, content_digest = ?, source_mailbox = ?, received_at = ?, version = ?, warning = ?,
                       updated_at = ?, gone_at = ?
                 WHERE record_id = ? AND kind = ? AND version = ?
                """, records.stream().map(this::updateRow).toList());
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] != 1) {
                RecordHead head = records.get(i).write().head();
                throw new LostRaceException(
                        "record " + head.id() + " is no longer at version " + (head.version() - 1), false, null);
            }
        }
        List<UUID> ids = records.stream().map(RecordRows::id).toList();
        for (Table table : tables(records)) {
            jdbc.updateByKeys("DELETE FROM " + table.name() + " WHERE record_id = ANY(?)", ids);
        }
    }

    private Object[] updateRow(RecordRows record) {
        Object[] row = Tables.RECORD.values(
                record.record(now),
                "identity",
                "content_digest",
                "source_mailbox",
                "received_at",
                "version",
                "warning",
                "updated_at",
                "gone_at",
                "record_id",
                "kind",
                "version");
        row[row.length - 1] = record.write().head().version() - 1;
        return row;
    }

    /** Two new records of one identity in one transaction are a mistake of the caller, which no repetition would mend. */
    private void refuseDouble(RecordWrite write) {
        RecordHead head = write.head();
        if (write.isInsert() && !inserted.add(head.kind().label() + ' ' + head.identity())) {
            throw new IllegalArgumentException("two new " + head.kind().label() + " records of one transaction have the"
                    + " identity '" + head.identity() + "'. Make them one record with two links.");
        }
    }

    private static Set<Table> tables(Collection<RecordRows> records) {
        Set<Table> tables = new LinkedHashSet<>();
        Set<ItemKind> kinds = new LinkedHashSet<>();
        records.forEach(record -> kinds.add(record.write().head().kind()));
        kinds.forEach(kind -> tables.addAll(Tables.of(kind)));
        return tables;
    }

    /** Records that are there by their ids, as they are locked elsewhere; new ones by what others may insert likewise. */
    private static Comparator<RecordRows> inOrderOfLocks() {
        return Comparator.comparing((RecordRows record) -> record.write().isInsert())
                .thenComparing(record ->
                        record.write().isInsert() ? record.write().head().identity() : "")
                .thenComparing(RecordRows::id, RecordTable.BY_ID);
    }
}
