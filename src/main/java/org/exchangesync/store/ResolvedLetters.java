package org.exchangesync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.exchangesync.sync.LetterKeys;
import org.exchangesync.sync.ResolvedLetter;

/** The rows of table {@code dead_letter} that decide about items which are read again. */
final class ResolvedLetters {
    private static final String SELECT =
            "SELECT dead_letter_id, delivery_key, identity, moved_item_id, record_id, resolution FROM dead_letter WHERE ";

    private ResolvedLetters() {}

    static List<ResolvedLetter> of(Jdbc jdbc, String mailbox, Supplier<LetterKeys> wanted) {
        boolean any = !jdbc.query(
                        "SELECT 1 FROM dead_letter WHERE mailbox = ? AND state IN ('REPLAYED', 'DISCARDED') LIMIT 1",
                        row -> 1,
                        mailbox)
                .isEmpty();
        if (!any) {
            return List.of(); // nearly always
        }
        LetterKeys keys = wanted.get();
        List<ResolvedLetter> letters = new ArrayList<>(jdbc.queryByKeys(
                SELECT + "COALESCE(state, '') IN ('REPLAYED', 'DISCARDED') AND delivery_key = ANY(?)",
                ResolvedLetters::letter,
                keys.deliveryKeys()));
        letters.addAll(jdbc.queryByKeys(
                SELECT + "COALESCE(mailbox, '') = ? AND COALESCE(state, '') = 'REPLAYED' AND identity = ANY(?)",
                ResolvedLetters::letter,
                keys.identities(),
                mailbox));
        letters.addAll(jdbc.queryByKeys(
                SELECT + "COALESCE(mailbox, '') = ? AND COALESCE(state, '') = 'REPLAYED' AND moved_item_id = ANY(?)",
                ResolvedLetters::letter,
                keys.itemIds(),
                mailbox));
        return letters;
    }

    private static ResolvedLetter letter(ResultSet row) throws SQLException {
        return new ResolvedLetter(
                row.getLong("dead_letter_id"),
                row.getString("delivery_key"),
                row.getString("identity"),
                row.getString("moved_item_id"),
                row.getObject("record_id", UUID.class),
                row.getString("resolution"));
    }
}
