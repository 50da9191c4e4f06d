package org.exchangesync.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.FolderKey;
import org.exchangesync.sync.ParkedDelete;

/** Table {@code parked_delete}: items that left their folder and may turn up elsewhere. */
final class ParkedDeleteTable {
    private final Jdbc jdbc;

    ParkedDeleteTable(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    void park(Collection<ParkedDelete> deletes, Instant now) {
        byMailbox(deletes).forEach((mailbox, some) -> {
            Map<String, ParkedDelete> missing = new LinkedHashMap<>();
            some.forEach(delete -> missing.putIfAbsent(delete.itemId(), delete));
            missing.keySet().removeAll(parkedAmong(mailbox, missing.keySet()));
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

    int parkUnseen(FolderKey folder, ItemKind kind, int generation, Instant now) {
        return jdbc.update("""
                INSERT INTO parked_delete (mailbox, transport, item_id, folder, kind, parked_at)
                SELECT l.mailbox, l.transport, l.item_id, l.folder, CAST(? AS VARCHAR(20)), CAST(? AS TIMESTAMP WITH TIME ZONE)
                  FROM link l
                 WHERE l.mailbox = ? AND l.transport = ? AND l.folder = ? AND l.generation < ?
                   AND NOT EXISTS (SELECT 1 FROM parked_delete p
                                    WHERE p.mailbox = l.mailbox AND p.transport = l.transport
                                      AND p.item_id = l.item_id)
                 ORDER BY l.item_id
                """, kind.label(), now, folder.mailbox(), folder.transport(), folder.folder(), generation);
    }

    List<ParkedDelete> oldest(String mailbox, int limit) {
        return jdbc.query(
                "SELECT transport, item_id, folder, kind FROM parked_delete WHERE mailbox = ?"
                        + " ORDER BY parked_id LIMIT ?",
                row -> new ParkedDelete(
                        new FolderKey(mailbox, row.getString("transport"), row.getString("folder")),
                        ItemKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        row.getString("item_id")),
                mailbox,
                limit);
    }

    void unpark(String mailbox, Collection<ParkedDelete> deletes) {
        byMailbox(deletes)
                .forEach((at, some) -> jdbc.updateByKeys(
                        "DELETE FROM parked_delete WHERE COALESCE(mailbox, '') = ? AND COALESCE(transport, '') = ?"
                                + " AND item_id = ANY(?)",
                        itemIds(some),
                        mailbox,
                        at.transport()));
    }

    private Set<String> parkedAmong(FolderKey mailbox, Collection<String> itemIds) {
        return new HashSet<>(jdbc.queryByKeys(
                "SELECT item_id FROM parked_delete WHERE COALESCE(mailbox, '') = ? AND COALESCE(transport, '') = ?"
                        + " AND item_id = ANY(?)",
                row -> row.getString(1),
                itemIds,
                mailbox.mailbox(),
                mailbox.transport()));
    }

    /** By mailbox and transport: the folder of the keys is empty. */
    private static Map<FolderKey, List<ParkedDelete>> byMailbox(Collection<ParkedDelete> deletes) {
        Map<FolderKey, List<ParkedDelete>> byMailbox = new LinkedHashMap<>();
        deletes.forEach(delete -> byMailbox
                .computeIfAbsent(
                        new FolderKey(delete.folder().mailbox(), delete.folder().transport(), ""),
                        mailbox -> new ArrayList<>())
                .add(delete));
        return byMailbox;
    }

    private static Set<String> itemIds(List<ParkedDelete> deletes) {
        return deletes.stream().map(ParkedDelete::itemId).collect(Collectors.toSet());
    }
}
