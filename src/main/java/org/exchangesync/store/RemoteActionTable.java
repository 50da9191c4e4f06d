package org.exchangesync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.exchangesync.failure.RetryLadder;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.FolderKey;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.RemoteAction;

/**
 * Table {@code remote_action}: what is owed to mailboxes. An action that is owed later for the same item supersedes an
 * earlier one of another type.
 */
final class RemoteActionTable {
    static final String OWED = "OWED";
    static final String DONE = "DONE";
    static final String FAILED = "FAILED";
    static final String SUPERSEDED = "SUPERSEDED";

    private final Jdbc jdbc;

    RemoteActionTable(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    void owe(List<RemoteAction> actions, Instant now) {
        for (RemoteAction action : actions) {
            jdbc.update(
                    "UPDATE remote_action SET state = ?, finished_at = ?"
                            + " WHERE mailbox = ? AND transport = ? AND item_id = ? AND state = ? AND type <> ?",
                    SUPERSEDED,
                    now,
                    action.folder().mailbox(),
                    action.folder().transport(),
                    action.itemId().id(),
                    OWED,
                    action.type());
            if (!owed(action)) {
                jdbc.insert(Tables.REMOTE_ACTION, List.<Object[]>of(row(action, now)));
            }
        }
    }

    List<RemoteAction> due(String mailbox, String transport, int limit, Instant now) {
        return jdbc.query("""
                SELECT a.* FROM remote_action a
                 WHERE a.mailbox = ? AND a.transport = ? AND a.state = 'OWED' AND a.due_at <= ?
                   AND NOT EXISTS (SELECT 1 FROM remote_action b
                                    WHERE b.mailbox = a.mailbox AND b.transport = a.transport AND b.item_id = a.item_id
                                      AND b.state = 'OWED' AND b.action_id < a.action_id)
                 ORDER BY a.action_id
                 LIMIT ?
                """, RemoteActionTable::action, mailbox, transport, now, limit);
    }

    void done(RemoteAction action, String newId, Instant now) {
        finish(
                "UPDATE remote_action SET state = 'DONE', attempts = attempts + 1, finished_at = ?, new_item_id = ?"
                        + " WHERE action_id = ? AND state = 'OWED'",
                action,
                now,
                newId,
                action.id());
        if (newId != null) {
            // what is owed after a move is owed to the item where it is now
            jdbc.update(
                    "UPDATE remote_action SET item_id = ?, change_key = NULL"
                            + " WHERE mailbox = ? AND transport = ? AND item_id = ? AND state = 'OWED'",
                    newId,
                    action.folder().mailbox(),
                    action.folder().transport(),
                    action.itemId().id());
        }
    }

    void failed(RemoteAction action, String code, String reason, boolean giveUp, RetryLadder retries, Instant now) {
        finish(
                "UPDATE remote_action SET state = ?, attempts = attempts + 1, finished_at = ?, due_at = ?,"
                        + " last_code = ?, last_reason = ? WHERE action_id = ? AND state = 'OWED'",
                action,
                giveUp ? FAILED : OWED,
                giveUp ? now : null,
                retries.next(action.attempts() + 1, now),
                StoredText.cut(StoredText.clean(code), 200),
                StoredText.cut(StoredText.clean(reason), 4000),
                action.id());
    }

    void withdraw(FolderKey folder, Collection<String> itemIds, RemoteAction.Type type, Instant now) {
        jdbc.updateByKeys(
                "UPDATE remote_action SET state = 'SUPERSEDED', finished_at = ? WHERE COALESCE(mailbox, '') = ?"
                        + " AND COALESCE(transport, '') = ? AND COALESCE(state, '') = 'OWED' AND type = ? AND item_id = ANY(?)",
                itemIds,
                now,
                folder.mailbox(),
                folder.transport(),
                type);
    }

    List<String> postpone(FolderKey folder, RemoteAction.Type type, String code, String reason, Instant until) {
        String owed = " WHERE mailbox = ? AND transport = ? AND state = 'OWED' AND type = ?";
        List<String> items = jdbc.query(
                "SELECT item_id FROM remote_action" + owed,
                row -> row.getString(1),
                folder.mailbox(),
                folder.transport(),
                type);
        jdbc.update(
                "UPDATE remote_action SET due_at = ?, last_code = ?, last_reason = ?" + owed,
                until,
                StoredText.cut(StoredText.clean(code), 200),
                StoredText.cut(StoredText.clean(reason), 4000),
                folder.mailbox(),
                folder.transport(),
                type);
        return items;
    }

    private void finish(String sql, RemoteAction action, Object... parameters) {
        if (jdbc.update(sql, parameters) != 1) {
            throw new LostRaceException(
                    "action " + action.id() + " on " + action.folder().mailbox() + " is no longer owed", false, null);
        }
    }

    private boolean owed(RemoteAction action) {
        return !jdbc.query(
                        "SELECT 1 FROM remote_action WHERE mailbox = ? AND transport = ? AND item_id = ? AND state = ?"
                                + " AND type = ?",
                        row -> 1,
                        action.folder().mailbox(),
                        action.folder().transport(),
                        action.itemId().id(),
                        OWED,
                        action.type())
                .isEmpty();
    }

    private static Object[] row(RemoteAction action, Instant now) {
        return Tables.REMOTE_ACTION.fitted(
                action.folder().mailbox(),
                action.folder().transport(),
                action.folder().folder(),
                action.kind().label(),
                action.itemId().id(),
                action.itemId().changeKey(),
                action.type().name(),
                action.messageId(),
                OWED,
                0,
                now,
                now);
    }

    private static RemoteAction action(ResultSet row) throws SQLException {
        return new RemoteAction(
                row.getLong("action_id"),
                new FolderKey(row.getString("mailbox"), row.getString("transport"), row.getString("folder")),
                ItemKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                new ItemId(row.getString("item_id"), row.getString("change_key")),
                RemoteAction.Type.valueOf(row.getString("type")),
                row.getString("message_id"),
                row.getInt("attempts"));
    }
}
