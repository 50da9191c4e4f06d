package org.exchangesync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.exchangesync.failure.RetryLadder;
import org.exchangesync.item.ChangeType;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.Publication;

/**
 * Table {@code publication}: committed changes that other systems don't know yet. A record's rows are numbered while its row
 * is locked, so their numbers are in the order of the commits.
 */
final class PublicationTable {
    private final Jdbc jdbc;

    PublicationTable(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    void promise(List<Publication> publications, Instant now) {
        jdbc.insert(
                Tables.PUBLICATION,
                publications.stream()
                        .map(publication -> Tables.PUBLICATION.fitted(
                                publication.recordId(),
                                publication.version(),
                                publication.kind().label(),
                                publication.change().name(),
                                publication.mailbox(),
                                publication.payload(),
                                0,
                                now,
                                now))
                        .toList());
    }

    List<Publication> due(int limit, Instant now) {
        return jdbc.query("""
                SELECT p.* FROM publication p
                 WHERE p.due_at <= ?
                   AND NOT EXISTS (SELECT 1 FROM publication q
                                    WHERE q.record_id = p.record_id AND q.publication_id < p.publication_id)
                 ORDER BY p.publication_id
                 LIMIT ?
                """, PublicationTable::publication, now, limit);
    }

    /** Nothing happens if another process told it too: receivers know repeats by the key. */
    void published(Publication publication) {
        jdbc.update("DELETE FROM publication WHERE publication_id = ?", publication.id());
    }

    void failed(Publication publication, String reason, RetryLadder retries, Instant now) {
        jdbc.query(
                        "SELECT attempts FROM publication WHERE publication_id = ? FOR UPDATE",
                        row -> row.getInt(1),
                        publication.id())
                .forEach(attempts -> jdbc.update(
                        "UPDATE publication SET attempts = ?, due_at = ?, last_reason = ? WHERE publication_id = ?",
                        attempts + 1,
                        retries.next(attempts + 1, now),
                        StoredText.cut(StoredText.clean(reason), 4000),
                        publication.id()));
    }

    private static Publication publication(ResultSet row) throws SQLException {
        return new Publication(
                row.getLong("publication_id"),
                row.getObject("record_id", UUID.class),
                row.getLong("version"),
                ItemKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                ChangeType.valueOf(row.getString("change_type")),
                row.getString("mailbox"),
                row.getString("payload"));
    }
}
