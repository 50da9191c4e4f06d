package org.exchangesync.store;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.exchangesync.failure.Fault;
import org.exchangesync.item.Content;
import org.exchangesync.sync.DeadLetter;
import org.exchangesync.sync.DeadLetters;
import org.exchangesync.sync.FolderKey;
import org.exchangesync.sync.RemoteAction;
import org.exchangesync.sync.audit.AuditEntry;
import org.exchangesync.sync.deadletter.LetterState;
import org.exchangesync.sync.deadletter.StoredLetter.Moved.Where;

/** Table {@code dead_letter} as the engine writes it: one row for each version of an item that could not be taken. */
final class DeadLetterTable implements DeadLetters {
    private static final String UNRESOLVED = "state IN ('OPEN', 'REPLAYING')";

    private final Jdbc jdbc;
    private final ContentTable contents;
    private final Instant now;
    private final AuditTable audit;

    DeadLetterTable(Jdbc jdbc, ContentTable contents, Instant now) {
        this.jdbc = jdbc;
        this.contents = contents;
        this.now = now;
        this.audit = new AuditTable(jdbc, now);
    }

    @Override
    public int put(List<DeadLetter> letters, boolean mirror) {
        contents.add(letters.stream()
                .flatMap(letter ->
                        Stream.concat(Stream.ofNullable(letter.kept().original()), letter.kept().attached().stream()))
                .toList());
        Map<String, DeadLetter> byKey = new LinkedHashMap<>();
        letters.forEach(letter -> byKey.put(letter.key().value(), letter));
        Set<String> known = new HashSet<>(jdbc.queryByKeys(
                "SELECT delivery_key FROM dead_letter WHERE delivery_key = ANY(?)",
                row -> row.getString(1),
                byKey.keySet()));
        List<Object[]> rows =
                byKey.values().stream().map(letter -> row(letter, mirror)).toList();
        again(rows.stream().filter(row -> known.contains(row[0])).toList());
        List<Object[]> fresh =
                rows.stream().filter(row -> !known.contains(row[0])).toList();
        jdbc.insert(Tables.DEAD_LETTER, fresh);
        refer(byKey);
        return fresh.size();
    }

    /** Repeats count up, and show the latest failure. */
    private void again(List<Object[]> rows) {
        jdbc.batch(
                """
                UPDATE dead_letter
                   SET folder = ?, title = COALESCE(?, title), original_sha256 = COALESCE(?, original_sha256),
                       item_json = COALESCE(?, item_json), message_id = COALESCE(?, message_id),
                       identity = COALESCE(?, identity), mailbox_properties = COALESCE(?, mailbox_properties),
                       route = ?, step = ?, code = ?, fault_class = ?, cause = ?, cure = ?, exception = ?, resume_json = ?,
                       attempts = attempts + 1, last_seen = ?,
                       record_id = CASE WHEN state IN ('REPLAYED', 'ARRIVED') THEN NULL ELSE record_id END,
                       resolved_at = CASE WHEN state = 'DISCARDED' THEN resolved_at ELSE NULL END,
                       resolved_by = CASE WHEN state = 'DISCARDED' THEN resolved_by ELSE NULL END,
                       resolution = CASE WHEN state = 'DISCARDED' THEN resolution ELSE NULL END,
                       state = CASE WHEN state IN ('DISCARDED', 'REPLAYING') THEN state ELSE 'OPEN' END
                 WHERE delivery_key = ?
                """,
                rows.stream()
                        .map(row -> Tables.DEAD_LETTER.values(
                                row,
                                "folder",
                                "title",
                                "original_sha256",
                                "item_json",
                                "message_id",
                                "identity",
                                "mailbox_properties",
                                "route",
                                "step",
                                "code",
                                "fault_class",
                                "cause",
                                "cure",
                                "exception",
                                "resume_json",
                                "last_seen",
                                "delivery_key"))
                        .toList());
    }

    /** Notes which contents the JSON of letters names. */
    private void refer(Map<String, DeadLetter> byKey) {
        byKey.forEach((key, letter) -> {
            for (Content content : new HashSet<>(letter.kept().attached())) {
                jdbc.update("""
                        INSERT INTO dead_letter_content (dead_letter_id, sha256)
                        SELECT l.dead_letter_id, CAST(? AS VARCHAR(64)) FROM dead_letter l
                         WHERE l.delivery_key = ?
                           AND NOT EXISTS (SELECT 1 FROM dead_letter_content c
                                            WHERE c.dead_letter_id = l.dead_letter_id AND c.sha256 = ?)
                        """, content.sha256(), key, content.sha256());
            }
        });
    }

    private Object[] row(DeadLetter letter, boolean mirror) {
        DeadLetter.Kept kept = letter.kept();
        Fault fault = letter.failure().fault();
        return Tables.DEAD_LETTER.fitted(
                letter.key().value(),
                letter.profile(),
                letter.folder().mailbox(),
                letter.folder().transport(),
                letter.folder().folder(),
                letter.kind().label(),
                letter.itemId().id(),
                letter.itemId().changeKey(),
                letter.title(),
                kept.original() == null ? null : kept.original().sha256(),
                kept.itemJson(),
                letter.failure().route(),
                letter.failure().step(),
                fault.code(),
                fault.message(),
                letter.failure().exception(),
                1,
                LetterState.OPEN.name(),
                now,
                now,
                letter.direction().name(),
                fault.faultClass().name(),
                fault.advice().cure(),
                kept.messageId(),
                key(kept.identity()),
                kept.mailboxProperties(),
                letter.failure().resumeJson(),
                mirror ? now : null);
    }

    private static String key(String identity) {
        return identity == null ? null : StoredText.key(identity, Tables.IDENTITY_LENGTH);
    }

    @Override
    public int arrived(FolderKey folder, Collection<Arrival> arrivals, long before) {
        if (arrivals.isEmpty() || !hasUnresolved(folder.mailbox())) {
            return 0; // nearly always
        }
        Map<String, UUID> byItem = new LinkedHashMap<>();
        Map<String, UUID> byIdentity = new LinkedHashMap<>();
        for (Arrival arrival : arrivals) {
            byItem.put(arrival.itemId(), arrival.recordId());
            if (arrival.identity() != null) {
                byIdentity.put(key(arrival.identity()), arrival.recordId());
            }
        }
        Map<Long, UUID> settled = new LinkedHashMap<>();
        jdbc.queryByKeys(
                "SELECT dead_letter_id, item_id FROM dead_letter WHERE COALESCE(mailbox, '') = ?"
                        + " AND COALESCE(transport, '') = ? AND " + UNRESOLVED
                        + " AND dead_letter_id < ? AND item_id = ANY(?)",
                row -> settled.put(row.getLong(1), byItem.get(row.getString(2))),
                byItem.keySet(),
                folder.mailbox(),
                folder.transport(),
                before);
        jdbc.queryByKeys(
                "SELECT dead_letter_id, identity FROM dead_letter WHERE COALESCE(mailbox, '') = ? AND " + UNRESOLVED
                        + " AND identity = ANY(?)",
                row -> settled.putIfAbsent(row.getLong(1), byIdentity.get(row.getString(2))),
                byIdentity.keySet(),
                folder.mailbox());
        settled.forEach((id, record) ->
                resolve(id, LetterState.ARRIVED, record, "the item was stored when it came again", false));
        if (!settled.isEmpty()) {
            // what was stored stays where it is
            new RemoteActionTable(jdbc).withdraw(folder, byItem.keySet(), RemoteAction.Type.MOVE_TO_UNDELIVERABLE, now);
        }
        audit.flush();
        return settled.size();
    }

    @Override
    public boolean isReplaying(long id) {
        return jdbc.query(
                        "SELECT state FROM dead_letter WHERE dead_letter_id = ? FOR UPDATE",
                        row -> row.getString(1),
                        id)
                .contains(LetterState.REPLAYING.name());
    }

    private boolean hasUnresolved(String mailbox) {
        return !jdbc.query(
                        "SELECT 1 FROM dead_letter WHERE mailbox = ? AND " + UNRESOLVED + " LIMIT 1", row -> 1, mailbox)
                .isEmpty();
    }

    @Override
    public void moved(FolderKey folder, String itemId, String newId) {
        where(folder, itemId, Where.MOVED, null, newId);
    }

    @Override
    public void notMoved(FolderKey folder, Collection<String> itemIds, String reason) {
        itemIds.forEach(itemId -> where(folder, itemId, Where.NOT_MOVED, reason, null));
    }

    private void where(FolderKey folder, String itemId, Where where, String reason, String newId) {
        jdbc.update(
                "UPDATE dead_letter SET moved = ?, moved_reason = ?, moved_item_id = ?"
                        + " WHERE item_id = ? AND mailbox = ? AND transport = ?",
                where,
                StoredText.cut(StoredText.clean(reason), 4000),
                newId,
                itemId,
                folder.mailbox(),
                folder.transport());
    }

    @Override
    public void movedBack(FolderKey folder, String itemId, String newId) {
        jdbc.update(
                "UPDATE dead_letter SET moved = ?, moved_reason = NULL, moved_item_id = ?"
                        + " WHERE moved_item_id = ? AND mailbox = ? AND transport = ? AND moved = ?",
                Where.MOVED_BACK,
                newId,
                itemId,
                folder.mailbox(),
                folder.transport(),
                Where.MOVED);
    }

    @Override
    public void replayed(long id, UUID recordId, String result) {
        resolve(id, LetterState.REPLAYED, recordId, result, true);
        audit.flush();
    }

    @Override
    public void replayArrived(long id, UUID recordId, String result) {
        resolve(id, LetterState.ARRIVED, recordId, result, true);
        audit.flush();
    }

    @Override
    public void replayEnded(long id, boolean discard, String result) {
        if (discard) {
            resolve(id, LetterState.DISCARDED, null, result, true);
        } else {
            jdbc.update(
                    "UPDATE dead_letter SET state = 'OPEN', last_replay_at = ?, last_replay_result = ?"
                            + " WHERE dead_letter_id = ?",
                    now,
                    cut(result),
                    id);
            tell(id, "replay-failed", result);
        }
        audit.flush();
    }

    private void resolve(long id, LetterState state, UUID recordId, String text, boolean replayed) {
        jdbc.update(
                "UPDATE dead_letter SET state = ?, record_id = ?, resolved_at = ?, resolved_by = ?, resolution = ?,"
                        + " last_replay_at = CASE WHEN ? THEN CAST(? AS TIMESTAMP WITH TIME ZONE) ELSE last_replay_at END,"
                        + " last_replay_result = CASE WHEN ? THEN CAST(? AS VARCHAR(4000)) ELSE last_replay_result END"
                        + " WHERE dead_letter_id = ?",
                state,
                recordId,
                now,
                AuditEntry.ENGINE,
                cut(text),
                replayed,
                now,
                replayed,
                cut(text),
                id);
        tell(id, state.name().toLowerCase(java.util.Locale.ROOT), text);
    }

    @Override
    public void replayFailed(long id, DeadLetter.Failure failure, String result) {
        Fault fault = failure.fault();
        jdbc.update(
                """
                UPDATE dead_letter
                   SET state = 'OPEN', attempts = attempts + 1, last_seen = ?, route = ?, step = ?, code = ?,
                       fault_class = ?, cause = ?, cure = ?, exception = ?, resume_json = COALESCE(?, resume_json),
                       last_replay_at = ?, last_replay_result = ?
                 WHERE dead_letter_id = ?
                """,
                now,
                StoredText.cut(StoredText.clean(failure.route()), 200),
                StoredText.cut(StoredText.clean(failure.step()), 200),
                StoredText.cut(StoredText.clean(fault.code()), 200),
                fault.faultClass(),
                StoredText.clean(fault.message()),
                StoredText.cut(StoredText.clean(fault.advice().cure()), 2000),
                StoredText.clean(failure.exception()),
                StoredText.clean(failure.resumeJson()),
                now,
                cut(result),
                id);
        tell(id, "replay-failed", result);
        audit.flush();
    }

    @Override
    public void replayWaits(long id, String why, Instant dueAt) {
        jdbc.update(
                "UPDATE dead_letter SET replay_waits = replay_waits + 1, replay_due_at = ?, last_replay_at = ?,"
                        + " last_replay_result = ? WHERE dead_letter_id = ? AND state = 'REPLAYING'",
                dueAt,
                now,
                cut(why),
                id);
    }

    private void tell(long id, String act, String details) {
        String mailbox =
                jdbc
                        .query("SELECT mailbox FROM dead_letter WHERE dead_letter_id = ?", row -> row.getString(1), id)
                        .stream()
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
        audit.add(AuditEntry.ENGINE, act, AuditEntry.letter(id), mailbox, details);
    }

    private static String cut(String text) {
        return StoredText.cut(StoredText.clean(text), 4000);
    }
}
