package org.exchangesync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.exchangesync.item.EmailIdentity;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.OwnMail;
import org.exchangesync.sync.RecordHead;

/** Table {@code record}: heads, locks, and what changes without the content. Rows are locked in the order of their ids. */
final class RecordTable {
    /** The order in which both databases sort ids: by bytes, not by signed numbers as {@link UUID#compareTo} does. */
    static final Comparator<UUID> BY_ID = Comparator.comparing(UUID::getMostSignificantBits, Long::compareUnsigned)
            .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

    private static final String HEAD =
            "r.record_id, r.kind, r.identity, r.content_digest, r.source_mailbox, r.received_at, r.version, r.gone_at";

    private final Jdbc jdbc;
    private final Dialect dialect;

    RecordTable(Jdbc jdbc, Dialect dialect) {
        this.jdbc = jdbc;
        this.dialect = dialect;
    }

    Map<UUID, RecordHead> locked(Collection<UUID> ids) {
        TreeSet<UUID> sorted = new TreeSet<>(BY_ID);
        sorted.addAll(ids);
        Map<UUID, RecordHead> heads = new LinkedHashMap<>();
        jdbc.queryByKeys(
                        "SELECT " + HEAD + " FROM record r WHERE r.record_id = ANY(?) ORDER BY r.record_id"
                                + dialect.lock(),
                        RecordTable::head,
                        sorted)
                .forEach(head -> heads.put(head.id(), head));
        return heads;
    }

    Map<String, RecordHead> lockedByIdentity(ItemKind kind, Collection<String> identities) {
        Map<String, String> askedByStored = new HashMap<>();
        identities.forEach(identity -> askedByStored.put(StoredText.key(identity, Tables.IDENTITY_LENGTH), identity));
        List<UUID> ids = withIdentities(kind, askedByStored.keySet());
        Map<String, RecordHead> found = new LinkedHashMap<>();
        for (RecordHead head : locked(ids).values()) {
            // until the lock was given, somebody may have changed the identity
            String asked = askedByStored.get(head.identity());
            if (asked != null) {
                found.put(asked, head);
            }
        }
        return found;
    }

    Set<String> knownMessageIds(Collection<String> messageIds) {
        Map<String, String> askedByStored = new HashMap<>();
        messageIds.forEach(messageId -> askedByStored.put(EmailRows.messageKey(messageId), messageId));
        return jdbc
                .queryByKeys(
                        "SELECT DISTINCT message_key FROM email WHERE message_key = ANY(?)",
                        row -> row.getString(1),
                        askedByStored.keySet())
                .stream()
                .map(askedByStored::get)
                .collect(Collectors.toSet());
    }

    Map<String, List<RecordHead>> orphansByDigest(String mailbox, ItemKind kind, Collection<String> digests) {
        List<UUID> equal = withDigests(kind, digests);
        Set<UUID> orphans = new LinkedHashSet<>(
                inOrder(equal, jdbc.queryByKeys("""
                SELECT l.record_id
                  FROM link l
                 WHERE COALESCE(l.mailbox, '') = ?
                   AND EXISTS (SELECT 1 FROM parked_delete p
                                WHERE p.mailbox = l.mailbox AND p.transport = l.transport AND p.item_id = l.item_id)
                   AND l.record_id = ANY(?)
                """, row -> row.getObject(1, UUID.class), equal, mailbox)));
        orphans.addAll(inOrder(equal, jdbc.queryByKeys("""
                SELECT record_id FROM record
                 WHERE COALESCE(source_mailbox, '') = ? AND gone_at IS NOT NULL AND record_id = ANY(?)
                """, row -> row.getObject(1, UUID.class), equal, mailbox)));
        List<UUID> ids = List.copyOf(orphans);
        Map<UUID, RecordHead> heads = locked(ids);
        Map<String, List<RecordHead>> found = new LinkedHashMap<>();
        ids.stream()
                .map(heads::get)
                .filter(head -> head != null && digests.contains(head.contentDigest()))
                .forEach(head -> found.computeIfAbsent(head.contentDigest(), digest -> new ArrayList<>())
                        .add(head));
        return found;
    }

    private static List<UUID> inOrder(List<UUID> all, List<UUID> some) {
        Set<UUID> wanted = Set.copyOf(some);
        return all.stream().filter(wanted::contains).toList();
    }

    /** Records of these contents, oldest first. */
    List<UUID> withDigests(ItemKind kind, Collection<String> digests) {
        return jdbc.queryByKeys(
                "SELECT record_id FROM record WHERE COALESCE(kind, '') = ? AND content_digest = ANY(?)"
                        + " ORDER BY created_at, record_id",
                row -> row.getObject(1, UUID.class),
                digests,
                kind.label());
    }

    /** Records of these identities. */
    List<UUID> withIdentities(ItemKind kind, Collection<String> stored) {
        return jdbc.queryByKeys(
                "SELECT record_id FROM record WHERE COALESCE(kind, '') = ? AND identity = ANY(?)",
                row -> row.getObject(1, UUID.class),
                stored,
                kind.label());
    }

    void receivedEarlier(Map<UUID, Instant> receivedAt) {
        jdbc.batch(
                "UPDATE record SET received_at = ? WHERE record_id = ? AND (received_at IS NULL OR received_at > ?)",
                receivedAt.keySet().stream()
                        .sorted(BY_ID)
                        .map(id -> new Object[] {receivedAt.get(id), id, receivedAt.get(id)})
                        .toList());
    }

    /** Locks the records, so that nobody finds them without links meanwhile, and takes back that they are gone. */
    List<OwnMail> ownMail(Collection<String> messageIds, Collection<UUID> ids) {
        String select = "SELECT o.record_id, o.mailbox, e.message_id, e.sent_at FROM email e"
                + " JOIN outgoing_email o ON o.record_id = e.record_id WHERE o.begun_at IS NOT NULL AND ";
        List<Sent> sent = new ArrayList<>(
                jdbc.queryByKeys(select + "e.message_key = ANY(?)", RecordTable::sent, keys(messageIds)));
        sent.addAll(jdbc.queryByKeys(select + "o.record_id = ANY(?)", RecordTable::sent, ids));
        Map<UUID, RecordHead> heads =
                locked(sent.stream().map(Sent::record).distinct().toList());
        return sent.stream()
                .filter(mail -> heads.containsKey(mail.record()))
                .map(mail -> new OwnMail(
                        heads.get(mail.record()),
                        mail.mailbox(),
                        EmailIdentity.normalise(mail.messageId()),
                        mail.sentAt()))
                .toList();
    }

    private record Sent(UUID record, String mailbox, String messageId, Instant sentAt) {}

    private static Sent sent(ResultSet row) throws SQLException {
        return new Sent(row.getObject(1, UUID.class), row.getString(2), row.getString(3), Jdbc.instant(row, 4));
    }

    private static List<String> keys(Collection<String> messageIds) {
        return messageIds.stream().map(EmailRows::messageKey).toList();
    }

    void notGone(Collection<UUID> ids) {
        List<UUID> gone = locked(ids).values().stream()
                .filter(RecordHead::gone)
                .map(RecordHead::id)
                .toList();
        jdbc.updateByKeys("UPDATE record SET gone_at = NULL WHERE record_id = ANY(?)", gone);
    }

    List<RecordHead> markGone(Collection<UUID> ids, Instant now) {
        // locked first, looked for links afterwards: a link that somebody committed meanwhile is seen
        List<UUID> there = locked(ids).values().stream()
                .filter(head -> !head.gone())
                .map(RecordHead::id)
                .toList();
        List<UUID> gone = jdbc.queryByKeys(
                "SELECT r.record_id FROM record r WHERE NOT EXISTS"
                        + " (SELECT 1 FROM link l WHERE l.record_id = r.record_id) AND r.record_id = ANY(?)",
                row -> row.getObject(1, UUID.class),
                there);
        jdbc.updateByKeys(
                "UPDATE record SET gone_at = ?, updated_at = ?, version = version + 1 WHERE record_id = ANY(?)",
                gone,
                now,
                now);
        return List.copyOf(locked(gone).values());
    }

    private static RecordHead head(ResultSet row) throws SQLException {
        return new RecordHead(
                row.getObject("record_id", UUID.class),
                ItemKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("identity"),
                row.getString("content_digest"),
                row.getString("source_mailbox"),
                Jdbc.instant(row, "received_at"),
                row.getLong("version"),
                row.getObject("gone_at") != null);
    }
}
