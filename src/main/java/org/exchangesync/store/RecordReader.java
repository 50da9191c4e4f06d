package org.exchangesync.store;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.exchangesync.item.ItemKind;

/**
 * What operations, summaries and tests want to know. All methods throw {@link org.exchangesync.sync.StoreException} when the
 * database can't be used. This class is threadsafe.
 */
public final class RecordReader {
    private final Transactions transactions;

    RecordReader(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A dead letter as it stands in a list.
     *
     * @param originalSha256 under which {@link #copyContent} finds the original, or null
     */
    public record DeadLetterRow(
            long id,
            String deliveryKey,
            String mailbox,
            String folder,
            ItemKind kind,
            String itemId,
            String title,
            String code,
            String cause,
            int attempts,
            Instant firstSeen,
            Instant lastSeen,
            String originalSha256) {}

    /** How many records there are that are not gone, by kind. */
    public Map<ItemKind, Long> records() {
        Map<ItemKind, Long> counts = new EnumMap<>(ItemKind.class);
        transactions.run(jdbc -> jdbc.query(
                "SELECT kind, COUNT(*) FROM record WHERE gone_at IS NULL GROUP BY kind",
                row -> counts.put(kind(row.getString(1)), row.getLong(2))));
        return counts;
    }

    /** How many items are linked to records, by mailbox and kind. */
    public Map<String, Map<ItemKind, Long>> links() {
        Map<String, Map<ItemKind, Long>> counts = new TreeMap<>();
        transactions.run(jdbc -> jdbc.query(
                "SELECT l.mailbox, r.kind, COUNT(*) FROM link l JOIN record r ON r.record_id = l.record_id"
                        + " GROUP BY l.mailbox, r.kind",
                row -> counts.computeIfAbsent(row.getString(1), mailbox -> new EnumMap<>(ItemKind.class))
                        .put(kind(row.getString(2)), row.getLong(3))));
        return counts;
    }

    /** The open dead letters, the latest failure first. */
    public List<DeadLetterRow> deadLetters(int limit) {
        return transactions.run(jdbc -> jdbc.query(
                "SELECT * FROM dead_letter WHERE state = 'OPEN' ORDER BY last_seen DESC, dead_letter_id DESC LIMIT ?",
                row -> new DeadLetterRow(
                        row.getLong("dead_letter_id"),
                        row.getString("delivery_key"),
                        row.getString("mailbox"),
                        row.getString("folder"),
                        kind(row.getString("kind")),
                        row.getString("item_id"),
                        row.getString("title"),
                        row.getString("code"),
                        row.getString("cause"),
                        row.getInt("attempts"),
                        Jdbc.instant(row, "first_seen"),
                        Jdbc.instant(row, "last_seen"),
                        row.getString("original_sha256")),
                limit));
    }

    /**
     * Copies a content (an original, an attachment, a long text in UTF-8) without holding it in memory.
     *
     * @return false if there is none with this digest
     * @throws UncheckedIOException if the target can't be written
     */
    public boolean copyContent(String sha256, OutputStream target) {
        return transactions.run(jdbc -> {
            try {
                return transactions.dialect().copyContent(jdbc, sha256, target);
            } catch (SQLException e) {
                throw SqlFaults.of("read content " + sha256, e);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot copy content " + sha256, e);
            }
        });
    }

    private static ItemKind kind(String label) {
        return ItemKind.valueOf(label.toUpperCase(Locale.ROOT));
    }
}
