package org.exchangesync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.exchangesync.item.ItemId;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.outgoing.OutgoingMail;
import org.exchangesync.sync.outgoing.OutgoingState;
import org.exchangesync.sync.outgoing.OutgoingStore.Due;
import org.exchangesync.sync.outgoing.OutgoingStore.Limits;
import org.exchangesync.sync.outgoing.OutgoingStore.Question;

/** Tables {@code outgoing_email} and {@code outgoing_hold}. */
final class OutgoingTable {
    /** When a mail is due that is not to be touched by itself. */
    static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    static final String SELECT = "SELECT o.*, e.subject, e.message_id FROM outgoing_email o"
            + " LEFT JOIN email e ON e.record_id = o.record_id";

    private static final Duration RATE = Duration.ofMinutes(1);

    private final Jdbc jdbc;
    private final Instant now;

    OutgoingTable(Jdbc jdbc, Instant now) {
        this.jdbc = jdbc;
        this.now = now;
    }

    Due due(String mailbox, String profile, Limits limits) {
        List<OutgoingMail> open = jdbc.query(
                SELECT + " WHERE o.mailbox = ? AND o.due_at <= ? AND (o.state IN ('SENDING', 'UNCERTAIN')"
                        + " OR o.state = 'FAILED' AND o.draft_id IS NOT NULL) ORDER BY o.begun_at, o.record_id LIMIT ?",
                OutgoingTable::mail,
                mailbox,
                now,
                limits.perCycle());
        List<OutgoingMail> begun =
                open.stream().filter(mail -> profile.equals(mail.profile())).toList();
        List<OutgoingMail> strangers =
                open.stream().filter(mail -> !profile.equals(mail.profile())).toList();
        int waiting = count(
                "SELECT COUNT(*) FROM outgoing_email WHERE mailbox = ? AND state = 'PENDING_SEND'"
                        + " AND due_at <= ? AND NOT released",
                mailbox,
                now);
        Question question = judge(mailbox, waiting, limits.guard());
        int tried = count(
                "SELECT COUNT(*) FROM outgoing_email WHERE mailbox = ? AND tried_at > ?", mailbox, now.minus(RATE));
        int room = Math.max(0, limits.perMinute() - tried);
        List<OutgoingMail> pending =
                room == 0 ? List.of() : pending(mailbox, question, Math.min(room, limits.perCycle()));
        if (room == 0 && waiting > 0) {
            putOff(mailbox);
        }
        return new Due(begun, pending, question, waiting, strangers);
    }

    private List<OutgoingMail> pending(String mailbox, Question question, int limit) {
        return jdbc.query(
                SELECT + " WHERE o.mailbox = ? AND o.state = 'PENDING_SEND' AND o.due_at <= ?"
                        + (question == Question.ASKED ? " AND o.released" : "")
                        + " ORDER BY o.created_at, o.record_id LIMIT ?",
                OutgoingTable::mail,
                mailbox,
                now,
                limit);
    }

    /** Until there is room: a mailbox is woken by what becomes due. */
    private void putOff(String mailbox) {
        Instant oldest = jdbc.query(
                        "SELECT MIN(tried_at) FROM outgoing_email WHERE mailbox = ? AND tried_at > ?",
                        row -> Jdbc.instant(row, 1),
                        mailbox,
                        now.minus(RATE))
                .get(0);
        jdbc.update(
                "UPDATE outgoing_email SET due_at = ? WHERE mailbox = ? AND state = 'PENDING_SEND' AND due_at <= ?",
                oldest == null ? now.plus(RATE) : oldest.plus(RATE),
                mailbox,
                now);
    }

    private int count(String sql, Object... parameters) {
        return jdbc.query(sql, row -> row.getInt(1), parameters).get(0);
    }

    private Question judge(String mailbox, int waiting, int guard) {
        if (waiting <= guard) {
            return jdbc.update("DELETE FROM outgoing_hold WHERE mailbox = ?", mailbox) > 0
                    ? Question.WITHDRAWN
                    : Question.NONE;
        }
        if (jdbc.update("UPDATE outgoing_hold SET pending = ? WHERE mailbox = ?", waiting, mailbox) == 0) {
            jdbc.update(
                    "INSERT INTO outgoing_hold (mailbox, pending, asked_at) VALUES (?, ?, ?)", mailbox, waiting, now);
        }
        return Question.ASKED;
    }

    Optional<OutgoingMail> get(UUID recordId) {
        return jdbc.query(SELECT + " WHERE o.record_id = ?", OutgoingTable::mail, recordId).stream()
                .findFirst();
    }

    /** Changes columns of a mail that is still as it was. */
    OutgoingMail change(OutgoingMail mail, String set, Object... values) {
        Object[] parameters = java.util.Arrays.copyOf(values, values.length + 3);
        parameters[values.length] = mail.recordId();
        parameters[values.length + 1] = mail.state();
        parameters[values.length + 2] = mail.attempts();
        int changed = jdbc.update(
                "UPDATE outgoing_email SET " + set + " WHERE record_id = ? AND state = ? AND attempts = ?", parameters);
        if (changed != 1) {
            throw new LostRaceException(
                    mail.describe() + " is no longer " + mail.state() + ": somebody decided about it meanwhile",
                    false,
                    null);
        }
        return get(mail.recordId()).orElseThrow();
    }

    static OutgoingMail mail(ResultSet row) throws SQLException {
        String draft = row.getString("draft_id");
        return new OutgoingMail(
                row.getObject("record_id", UUID.class),
                OutgoingState.valueOf(row.getString("state")),
                row.getString("mailbox"),
                row.getString("request_key"),
                row.getObject("answers_record_id", UUID.class),
                Jdbc.instant(row, "due_at"),
                row.getInt("attempts"),
                row.getString("profile"),
                row.getString("transport"),
                Jdbc.instant(row, "begun_at"),
                draft == null ? null : new ItemId(draft, row.getString("draft_change_key")),
                row.getBoolean("discard_drafts"),
                Jdbc.instant(row, "uncertain_since"),
                Jdbc.instant(row, "sent_at"),
                row.getString("sent_item_id"),
                row.getString("server_reply"),
                row.getString("last_code"),
                row.getString("last_reason"),
                Jdbc.instant(row, "created_at"),
                row.getString("subject"),
                row.getString("message_id"));
    }
}
