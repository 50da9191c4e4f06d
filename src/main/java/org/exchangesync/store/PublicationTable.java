package org.exchangesync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.exchangesync.failure.RetryLadder;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.Publication;
import org.exchangesync.sync.PublishedChange;
import org.exchangesync.sync.publication.PublicationClaim;

/**
 * Table {@code publication}: committed changes that other systems don't know yet. A record's rows are numbered while its row
 * is locked, so their numbers are in the order of the commits.
 *
 * <p>A claim writes its token and moves {@code due_at} to its end: so a row whose publisher died is due again by itself, and
 * one index finds all that can be claimed.
 */
final class PublicationTable {
    private final Jdbc jdbc;
    private final Dialect dialect;

    PublicationTable(Jdbc jdbc, Dialect dialect) {
        this.jdbc = jdbc;
        this.dialect = dialect;
    }

    private record Head(long id, long bytes) {}

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

    /**
     * Claims what is due. Those that were put off stand behind those that were not: what can't arrive doesn't keep the rest
     * from being tried.
     *
     * <p>That a row is its record's oldest can't change before the row goes, so it is enough to see once more that nobody has
     * claimed it.
     */
    List<Publication> claim(UUID token, int limit, long bytes, Instant now, Instant until) {
        List<Head> heads =
                jdbc.query("""
                SELECT p.publication_id, COALESCE(OCTET_LENGTH(p.payload), 0) FROM publication p
                 WHERE p.due_at <= ?
                   AND NOT EXISTS (SELECT 1 FROM publication q
                                    WHERE q.record_id = p.record_id AND q.publication_id < p.publication_id)
                 ORDER BY p.due_at, p.publication_id
                 LIMIT ?
                """ + dialect.skipLocked(), row -> new Head(row.getLong(1), row.getLong(2)), now, limit);
        List<Long> ids = fitting(heads, bytes);
        jdbc.updateByKeys(
                "UPDATE publication SET claim_token = ?, due_at = ? WHERE due_at <= ? AND publication_id = ANY(?)",
                ids,
                token,
                until,
                now);
        List<Publication> claimed = new ArrayList<>(jdbc.queryByKeys(
                "SELECT * FROM publication WHERE claim_token = ? AND publication_id = ANY(?)",
                PublicationTable::publication,
                ids,
                token));
        claimed.sort(Comparator.comparingInt(publication -> ids.indexOf(publication.id())));
        return claimed;
    }

    /** The first of them that are together not larger than that, and at least one. */
    private static List<Long> fitting(List<Head> heads, long bytes) {
        List<Long> ids = new ArrayList<>();
        long left = bytes;
        for (Head head : heads) {
            left -= head.bytes();
            if (left < 0 && !ids.isEmpty()) {
                break;
            }
            ids.add(head.id());
        }
        return ids;
    }

    boolean renew(PublicationClaim claim, Instant until) {
        List<Long> ids = ids(claim.publications());
        return jdbc.updateByKeys(
                        "UPDATE publication SET due_at = ? WHERE claim_token = ? AND publication_id = ANY(?)",
                        ids,
                        until,
                        claim.token())
                == ids.size();
    }

    /** Whether all of them were still there and claimed by this token. */
    boolean arrived(UUID token, Collection<Publication> arrived) {
        return jdbc.updateByKeys(
                        "DELETE FROM publication WHERE claim_token = ? AND publication_id = ANY(?)",
                        ids(arrived),
                        token)
                == arrived.size();
    }

    void refused(UUID token, Map<Publication, String> refused, RetryLadder retries, Instant now) {
        jdbc.batch(
                "UPDATE publication SET claim_token = NULL, attempts = ?, due_at = ?, last_reason = ?"
                        + " WHERE publication_id = ? AND claim_token = ?",
                refused.entrySet().stream()
                        .map(entry -> new Object[] {
                            entry.getKey().attempts() + 1,
                            retries.next(entry.getKey().attempts() + 1, now),
                            StoredText.cut(StoredText.clean(entry.getValue()), 4000),
                            entry.getKey().id(),
                            token
                        })
                        .toList());
    }

    void postpone(UUID token, Collection<Publication> postponed, Instant until) {
        jdbc.updateByKeys(
                "UPDATE publication SET claim_token = NULL, due_at = ? WHERE claim_token = ? AND publication_id = ANY(?)",
                ids(postponed),
                until,
                token);
    }

    /** Gives back what is left of a claim. */
    void release(PublicationClaim claim, Instant now) {
        postpone(claim.token(), claim.publications(), now);
    }

    int releaseAll(Instant now) {
        return jdbc.update("UPDATE publication SET claim_token = NULL, due_at = ? WHERE claim_token IS NOT NULL", now);
    }

    private static List<Long> ids(Collection<Publication> publications) {
        return publications.stream().map(Publication::id).toList();
    }

    private static Publication publication(ResultSet row) throws SQLException {
        return new Publication(
                row.getLong("publication_id"),
                row.getObject("record_id", UUID.class),
                row.getLong("version"),
                ItemKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                PublishedChange.valueOf(row.getString("change_type")),
                row.getString("mailbox"),
                row.getString("payload"),
                Jdbc.instant(row, "created_at"),
                row.getInt("attempts"));
    }
}
