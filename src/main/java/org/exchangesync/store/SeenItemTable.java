package org.exchangesync.store;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.exchangesync.sync.FolderKey;

/** Table {@code seen_item}: what committed pages saw, for transports whose servers keep no state. */
final class SeenItemTable {
    private static final String OF_FOLDER = " FROM seen_item WHERE mailbox = ? AND transport = ? AND folder = ?";
    /** Written so that H2 looks in the index of the items; see {@link Jdbc#queryByKeys}. */
    private static final String OF_ITEMS = " FROM seen_item WHERE COALESCE(mailbox, '') = ?"
            + " AND COALESCE(transport, '') = ? AND COALESCE(folder, '') = ? AND item_id = ANY(?)";

    private final Jdbc jdbc;

    SeenItemTable(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    Set<String> among(FolderKey folder, Collection<String> ids) {
        return new LinkedHashSet<>(jdbc.queryByKeys(
                "SELECT item_id" + OF_ITEMS,
                row -> row.getString("item_id"),
                ids,
                folder.mailbox(),
                folder.transport(),
                folder.folder()));
    }

    List<String> all(FolderKey folder) {
        return jdbc.query(
                "SELECT item_id" + OF_FOLDER,
                row -> row.getString("item_id"),
                folder.mailbox(),
                folder.transport(),
                folder.folder());
    }

    long count(FolderKey folder) {
        return jdbc.query(
                        "SELECT COUNT(*) AS items" + OF_FOLDER,
                        row -> row.getLong("items"),
                        folder.mailbox(),
                        folder.transport(),
                        folder.folder())
                .get(0);
    }

    /** Puts rows in, each once. */
    void put(FolderKey folder, Collection<String> ids) {
        remove(folder, ids);
        jdbc.insert(
                Tables.SEEN_ITEM,
                new LinkedHashSet<>(ids)
                        .stream()
                                .map(id -> Tables.SEEN_ITEM.fitted(
                                        folder.mailbox(), folder.transport(), folder.folder(), id))
                                .toList());
    }

    void remove(FolderKey folder, Collection<String> ids) {
        jdbc.updateByKeys("DELETE" + OF_ITEMS, ids, folder.mailbox(), folder.transport(), folder.folder());
    }

    void removeAll(FolderKey folder) {
        jdbc.update("DELETE" + OF_FOLDER, folder.mailbox(), folder.transport(), folder.folder());
    }
}
