package org.exchangesync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.exchangesync.sync.FolderKey;
import org.exchangesync.sync.Link;

/** Table {@code link}: under which item ids a record is found. */
final class LinkTable {
    private static final String COLUMNS =
            "mailbox, transport, item_id, record_id, folder, change_key, is_read, received_at, generation,"
                    + " received_for";

    private final Jdbc jdbc;

    LinkTable(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    Map<String, Link> of(String mailbox, String transport, Collection<String> itemIds) {
        Map<String, Link> links = new HashMap<>();
        jdbc.queryByKeys(
                        "SELECT " + COLUMNS
                                + " FROM link WHERE COALESCE(mailbox, '') = ? AND COALESCE(transport, '') = ?"
                                + " AND item_id = ANY(?)",
                        LinkTable::link,
                        itemIds,
                        mailbox,
                        transport)
                .forEach(link -> links.put(link.itemId(), link));
        return links;
    }

    Map<UUID, List<Link>> of(Collection<UUID> records) {
        Map<UUID, List<Link>> links = new HashMap<>();
        jdbc.queryByKeys(
                        "SELECT " + COLUMNS + " FROM link WHERE record_id = ANY(?)"
                                + " ORDER BY mailbox, transport, item_id",
                        LinkTable::link,
                        records)
                .forEach(link -> links.computeIfAbsent(link.recordId(), id -> new ArrayList<>())
                        .add(link));
        return links;
    }

    /** Inserts or replaces. */
    void put(Collection<Link> links) {
        Map<FolderKey, Map<String, Link>> byMailbox = new LinkedHashMap<>();
        links.forEach(link -> byMailbox
                .computeIfAbsent(
                        new FolderKey(link.folder().mailbox(), link.folder().transport(), ""),
                        mailbox -> new LinkedHashMap<>())
                .put(link.itemId(), link));
        byMailbox.forEach((mailbox, byItem) -> {
            remove(mailbox.mailbox(), mailbox.transport(), byItem.keySet());
            jdbc.insert(
                    Tables.LINK, byItem.values().stream().map(LinkTable::row).toList());
        });
    }

    void remove(String mailbox, String transport, Collection<String> itemIds) {
        jdbc.updateByKeys(
                "DELETE FROM link WHERE COALESCE(mailbox, '') = ? AND COALESCE(transport, '') = ? AND item_id = ANY(?)",
                itemIds,
                mailbox,
                transport);
    }

    /** Removes links of other transports; returns their records. */
    List<UUID> removeOthers(String mailbox, String transport, int limit) {
        List<Link> links = jdbc.query(
                "SELECT " + COLUMNS + " FROM link WHERE mailbox = ? AND transport <> ? LIMIT ?",
                LinkTable::link,
                mailbox,
                transport,
                limit);
        links.stream()
                .collect(Collectors.groupingBy(
                        link -> link.folder().transport(), Collectors.mapping(Link::itemId, Collectors.toList())))
                .forEach((other, items) -> remove(mailbox, other, items));
        return links.stream().map(Link::recordId).toList();
    }

    private static Object[] row(Link link) {
        return Tables.LINK.fitted(
                link.folder().mailbox(),
                link.folder().transport(),
                link.itemId(),
                link.recordId(),
                link.folder().folder(),
                link.changeKey(),
                link.read(),
                link.receivedAt(),
                link.generation(),
                link.receivedFor());
    }

    private static Link link(ResultSet row) throws SQLException {
        return new Link(
                row.getObject("record_id", UUID.class),
                new FolderKey(row.getString("mailbox"), row.getString("transport"), row.getString("folder")),
                row.getString("item_id"),
                row.getString("change_key"),
                row.getObject("is_read", Boolean.class),
                Jdbc.instant(row, "received_at"),
                row.getInt("generation"),
                row.getString("received_for"));
    }
}
