package org.exchangesync.store;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Deletes dead letters that were resolved long ago, and the contents that nothing refers to any more. */
final class LetterCleaning {
    private static final String UNUSED = """
            DELETE FROM content WHERE sha256 = ANY(?)
               AND NOT EXISTS (SELECT 1 FROM email e WHERE e.original_sha256 = content.sha256)
               AND NOT EXISTS (SELECT 1 FROM attachment a WHERE a.content_sha256 = content.sha256)
               AND NOT EXISTS (SELECT 1 FROM long_value v WHERE v.content_sha256 = content.sha256)
               AND NOT EXISTS (SELECT 1 FROM dead_letter l WHERE l.original_sha256 = content.sha256)
               AND NOT EXISTS (SELECT 1 FROM dead_letter l WHERE l.edited_sha256 = content.sha256)
               AND NOT EXISTS (SELECT 1 FROM dead_letter_content d WHERE d.sha256 = content.sha256)
            """;

    private final Jdbc jdbc;
    private final Dialect dialect;

    LetterCleaning(Jdbc jdbc, Dialect dialect) {
        this.jdbc = jdbc;
        this.dialect = dialect;
    }

    /**
     * @param before when they were resolved
     * @return how many letters were deleted
     */
    int run(Instant before, int limit) {
        // Whoever writes contents that others may share holds the row of its mailbox: nobody does so now.
        jdbc.query("SELECT mailbox FROM mailbox ORDER BY mailbox" + dialect.lock(), row -> row.getString(1));
        List<Long> ids = jdbc.query(
                "SELECT dead_letter_id FROM dead_letter WHERE resolved_at < ?"
                        + " AND state IN ('REPLAYED', 'ARRIVED', 'DISCARDED') ORDER BY resolved_at LIMIT ?",
                row -> row.getLong(1),
                before,
                limit);
        if (ids.isEmpty()) {
            return 0;
        }
        Set<String> contents = contents(ids);
        jdbc.updateByKeys("DELETE FROM dead_letter_content WHERE dead_letter_id = ANY(?)", ids);
        int deleted = jdbc.updateByKeys("DELETE FROM dead_letter WHERE dead_letter_id = ANY(?)", ids);
        unused(contents);
        return deleted;
    }

    /** Deletes those of the contents that nothing refers to; the caller keeps others from referring to them meanwhile. */
    void unused(Set<String> contents) {
        if (!contents.isEmpty()) {
            jdbc.updateByKeys(UNUSED, contents);
        }
    }

    private Set<String> contents(List<Long> ids) {
        Set<String> contents = new HashSet<>();
        for (String sql : List.of(
                "SELECT original_sha256 FROM dead_letter WHERE original_sha256 IS NOT NULL AND dead_letter_id = ANY(?)",
                "SELECT edited_sha256 FROM dead_letter WHERE edited_sha256 IS NOT NULL AND dead_letter_id = ANY(?)",
                "SELECT sha256 FROM dead_letter_content WHERE dead_letter_id = ANY(?)")) {
            contents.addAll(jdbc.queryByKeys(sql, row -> row.getString(1), ids));
        }
        return contents;
    }
}
