package org.exchangesync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.DeleteHold;
import org.exchangesync.sync.FolderKey;
import org.exchangesync.sync.FolderLoss;
import org.exchangesync.sync.ParkedDelete;
import org.exchangesync.sync.ParkedDeletes;

/** Tables {@code parked_delete} and {@code delete_hold}: items that left their folder and may turn up elsewhere. */
final class ParkedDeleteTable implements ParkedDeletes {
    private static final String OF_FOLDER = " WHERE mailbox = ? AND transport = ? AND folder = ?";

    /** Links of older readings that the newest one was to see, and whose deletes aren't parked. */
    private static final String UNSEEN = """
              FROM link l
             WHERE l.mailbox = ? AND l.transport = ? AND l.folder = ? AND l.generation < ?
               AND (l.received_at IS NULL OR l.received_at >= CAST(? AS TIMESTAMP WITH TIME ZONE))
               AND NOT EXISTS (SELECT 1 FROM parked_delete p
                                WHERE p.mailbox = l.mailbox AND p.transport = l.transport AND p.item_id = l.item_id)
            """;

    private final Jdbc jdbc;
    private final Instant now;

    ParkedDeleteTable(Jdbc jdbc, Instant now) {
        this.jdbc = jdbc;
        this.now = now;
    }

    @Override
    public void park(Collection<ParkedDelete> deletes) {
        Map<FolderKey, Map<String, ParkedDelete>> byMailbox = new LinkedHashMap<>();
        deletes.forEach(delete -> byMailbox
                .computeIfAbsent(
                        new FolderKey(delete.folder().mailbox(), delete.folder().transport(), ""),
                        mailbox -> new LinkedHashMap<>())
                .putIfAbsent(delete.itemId(), delete));
        byMailbox.forEach((mailbox, missing) -> {
            List<String> ids = new ArrayList<>(missing.keySet());
            missing.keySet().removeAll(among(mailbox.mailbox(), mailbox.transport(), ids));
            jdbc.insert(
                    Tables.PARKED_DELETE,
                    missing.values().stream()
                            .map(delete -> Tables.PARKED_DELETE.fitted(
                                    mailbox.mailbox(),
                                    mailbox.transport(),
                                    delete.itemId(),
                                    delete.folder().folder(),
                                    delete.kind().label(),
                                    now))
                            .toList());
        });
    }

    @Override
    public int parkUnseen(FolderKey folder, ItemKind kind, int generation, Instant since) {
        return jdbc.update(
                """
                INSERT INTO parked_delete (mailbox, transport, item_id, folder, kind, parked_at)
                SELECT l.mailbox, l.transport, l.item_id, l.folder, CAST(? AS VARCHAR(20)), CAST(? AS TIMESTAMP WITH TIME ZONE)
                """ + UNSEEN + " ORDER BY l.item_id",
                kind.label(),
                now,
                folder.mailbox(),
                folder.transport(),
                folder.folder(),
                generation,
                since == null ? Instant.EPOCH : since);
    }

    @Override
    public Set<String> among(String mailbox, String transport, Collection<String> itemIds) {
        return new HashSet<>(jdbc.queryByKeys(
                "SELECT item_id FROM parked_delete WHERE COALESCE(mailbox, '') = ? AND COALESCE(transport, '') = ?"
                        + " AND item_id = ANY(?)",
                row -> row.getString(1),
                itemIds,
                mailbox,
                transport));
    }

    @Override
    public void unpark(String mailbox, String transport, Collection<String> itemIds) {
        jdbc.updateByKeys(
                "DELETE FROM parked_delete WHERE COALESCE(mailbox, '') = ? AND COALESCE(transport, '') = ?"
                        + " AND item_id = ANY(?)",
                itemIds,
                mailbox,
                transport);
    }

    @Override
    public FolderLoss loss(FolderKey folder, long upTo) {
        int records = count("""
                SELECT COUNT(DISTINCT l.record_id)
                  FROM parked_delete p
                  JOIN link l ON l.mailbox = p.mailbox AND l.transport = p.transport AND l.item_id = p.item_id
                 WHERE p.mailbox = ? AND p.transport = ? AND p.folder = ? AND NOT p.kept AND p.parked_id <= ?
                   AND NOT EXISTS (SELECT 1 FROM link o
                                    WHERE o.record_id = l.record_id
                                      AND NOT EXISTS (SELECT 1 FROM parked_delete q
                                                       WHERE q.mailbox = o.mailbox AND q.transport = o.transport
                                                         AND q.item_id = o.item_id))
                """, folder.mailbox(), folder.transport(), folder.folder(), upTo);
        int items = records == 0 ? 0 : count("SELECT COUNT(*) FROM link" + OF_FOLDER, names(folder));
        int kept =
                records == 0 ? 0 : count("SELECT COUNT(*) FROM parked_delete" + OF_FOLDER + " AND kept", names(folder));
        return new FolderLoss(records, items - kept);
    }

    @Override
    public List<ParkedDelete> oldest(FolderKey folder, long upTo, int limit) {
        return jdbc.query(
                "SELECT item_id, kind FROM parked_delete" + OF_FOLDER
                        + " AND NOT kept AND parked_id <= ? ORDER BY parked_id LIMIT ?",
                row -> new ParkedDelete(folder, kind(row.getString("kind")), row.getString("item_id")),
                folder.mailbox(),
                folder.transport(),
                folder.folder(),
                upTo,
                limit);
    }

    @Override
    public Optional<DeleteHold> hold(FolderKey folder) {
        return jdbc.query("SELECT * FROM delete_hold" + OF_FOLDER, ParkedDeleteTable::hold, names(folder)).stream()
                .findFirst();
    }

    /** A row of {@code delete_hold}. */
    static DeleteHold hold(ResultSet row) throws SQLException {
        return new DeleteHold(
                new FolderKey(row.getString("mailbox"), row.getString("transport"), row.getString("folder")),
                row.getLong("up_to"),
                new FolderLoss(row.getInt("records"), row.getInt("items")),
                answer(row.getString("answer")));
    }

    @Override
    public void hold(DeleteHold hold) {
        FolderKey folder = hold.folder();
        int changed = jdbc.update(
                "UPDATE delete_hold SET up_to = ?, records = ?, items = ?" + OF_FOLDER + " AND answer IS NULL",
                hold.upTo(),
                hold.loss().records(),
                hold.loss().items(),
                folder.mailbox(),
                folder.transport(),
                folder.folder());
        if (changed == 0 && hold(folder).isEmpty()) {
            jdbc.update(
                    "INSERT INTO delete_hold (mailbox, transport, folder, up_to, records, items, asked_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    folder.mailbox(),
                    folder.transport(),
                    folder.folder(),
                    hold.upTo(),
                    hold.loss().records(),
                    hold.loss().items(),
                    now);
        }
    }

    @Override
    public void release(FolderKey folder) {
        jdbc.update("DELETE FROM delete_hold" + OF_FOLDER, names(folder));
    }

    @Override
    public void keep(FolderKey folder, long upTo) {
        jdbc.update(
                "UPDATE parked_delete SET kept = TRUE" + OF_FOLDER + " AND parked_id <= ?",
                folder.mailbox(),
                folder.transport(),
                folder.folder(),
                upTo);
    }

    /** Whether {@link #parkUnseen} would park anything. */
    boolean hasUnseen(FolderKey folder, int generation, Instant since) {
        return !jdbc.query(
                        "SELECT 1 " + UNSEEN + " LIMIT 1",
                        row -> 1,
                        folder.mailbox(),
                        folder.transport(),
                        folder.folder(),
                        generation,
                        since == null ? Instant.EPOCH : since)
                .isEmpty();
    }

    /** The folders of a mailbox with deletes that are to be settled, and what they hold. */
    Map<FolderKey, ItemKind> folders(String mailbox) {
        Map<FolderKey, ItemKind> folders = new HashMap<>();
        jdbc.query(
                        "SELECT DISTINCT transport, folder, kind FROM parked_delete WHERE mailbox = ? AND NOT kept",
                        row -> Map.entry(
                                new FolderKey(mailbox, row.getString("transport"), row.getString("folder")),
                                kind(row.getString("kind"))),
                        mailbox)
                .forEach(folder -> folders.put(folder.getKey(), folder.getValue()));
        return folders;
    }

    /** The number of a mailbox's latest parked delete, 0 for none. */
    long last(String mailbox) {
        return jdbc.query(
                        "SELECT COALESCE(MAX(parked_id), 0) FROM parked_delete WHERE mailbox = ?",
                        row -> row.getLong(1),
                        mailbox)
                .get(0);
    }

    private int count(String sql, Object... parameters) {
        return jdbc.query(sql, row -> row.getInt(1), parameters).get(0);
    }

    private static Object[] names(FolderKey folder) {
        return new Object[] {folder.mailbox(), folder.transport(), folder.folder()};
    }

    private static ItemKind kind(String label) {
        return ItemKind.valueOf(label.toUpperCase(Locale.ROOT));
    }

    private static DeleteHold.Answer answer(String word) {
        return word == null || word.isBlank()
                ? null
                : DeleteHold.Answer.valueOf(word.strip().toUpperCase(Locale.ROOT));
    }

    /** Forgets what waits of other transports. */
    void removeOthers(String mailbox, String transport) {
        jdbc.update("DELETE FROM parked_delete WHERE mailbox = ? AND transport <> ?", mailbox, transport);
    }
}
