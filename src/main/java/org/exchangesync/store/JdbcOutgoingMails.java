package org.exchangesync.store;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.exchangesync.sync.outgoing.OutgoingAlerts;
import org.exchangesync.sync.outgoing.OutgoingMail;
import org.exchangesync.sync.outgoing.OutgoingMails;
import org.exchangesync.sync.outgoing.OutgoingState;

/** What people do with mail on its way out. This class is threadsafe. */
final class JdbcOutgoingMails implements OutgoingMails {
    private final Transactions transactions;
    private final Clock clock;
    private final boolean publish;

    JdbcOutgoingMails(Transactions transactions, Clock clock, boolean publish) {
        this.publish = publish;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public List<OutgoingMail> find(Query query) {
        StringBuilder where = new StringBuilder();
        List<Object> values = new ArrayList<>();
        if (query.mailbox() != null) {
            where.append(" WHERE o.mailbox = ?");
            values.add(query.mailbox());
        }
        if (!query.states().isEmpty()) {
            where.append(where.isEmpty() ? " WHERE " : " AND ")
                    .append("o.state IN (")
                    .append(query.states().stream().map(state -> "?").collect(Collectors.joining(", ")))
                    .append(")");
            values.addAll(query.states());
        }
        values.add(query.limit());
        return transactions.run(jdbc -> jdbc.query(
                OutgoingTable.SELECT + where + " ORDER BY o.created_at DESC, o.record_id LIMIT ?",
                OutgoingTable::mail,
                values.toArray()));
    }

    @Override
    public Optional<OutgoingMail> get(UUID recordId) {
        return transactions.run(jdbc -> new OutgoingTable(jdbc, clock.instant()).get(recordId));
    }

    @Override
    public List<Refusal> refused(UUID recordId) {
        return transactions.run(jdbc -> jdbc.query(
                "SELECT address, reply, is_permanent FROM outgoing_refusal WHERE record_id = ? ORDER BY ordinal",
                row -> new Refusal(row.getString(1), row.getString(2), row.getBoolean(3)),
                recordId));
    }

    @Override
    public List<Report> reports(UUID recordId) {
        return transactions.run(jdbc -> jdbc.query(
                "SELECT o.*, r.received_at FROM outgoing_report o JOIN record r ON r.record_id = o.report_id"
                        + " WHERE o.record_id = ? ORDER BY r.received_at, o.report_id, o.ordinal",
                row -> new Report(
                        row.getObject("report_id", UUID.class),
                        Jdbc.instant(row, "received_at"),
                        row.getString("address"),
                        row.getString("action"),
                        row.getString("status"),
                        row.getString("diagnostic")),
                recordId));
    }

    @Override
    public List<Hold> holds() {
        return transactions.run(jdbc -> jdbc.query(
                "SELECT mailbox, pending, asked_at FROM outgoing_hold ORDER BY asked_at, mailbox",
                row -> new Hold(row.getString(1), row.getInt(2), Jdbc.instant(row, 3))));
    }

    @Override
    public OutgoingMail decide(UUID recordId, Decision decision, String details, String who) {
        return transactions.runDurably(jdbc -> {
            Instant now = clock.instant();
            OutgoingTable table = new OutgoingTable(jdbc, now);
            OutgoingMail mail = table.get(recordId)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "there is no outgoing mail " + recordId + "; 'outgoing list' shows those that there are"));
            if (!allows(jdbc, mail, decision)) {
                throw new IllegalArgumentException(refusal(mail, decision));
            }
            OutgoingMail after = switch (decision) {
                case SEND_AGAIN ->
                    table.change(
                            mail,
                            "state = 'PENDING_SEND', profile = NULL, transport = NULL, draft_id = NULL,"
                                    + " draft_change_key = NULL, uncertain_since = NULL, attempts = 0,"
                                    + " released = TRUE, due_at = ?",
                            now);
                case SENT -> table.change(mail, "state = 'SENT', sent_at = ?, uncertain_since = NULL", now);
                case CANCEL -> table.change(mail, "state = 'CANCELLED', uncertain_since = NULL");
            };
            tell(jdbc, mail, after);
            JdbcAlertStore.resolve(jdbc, mail.alertKey(), now);
            AuditTable.note(
                    jdbc,
                    now,
                    who,
                    act(decision),
                    "mail " + recordId,
                    mail.mailbox(),
                    "was " + mail.state() + (details == null ? "" : ": " + details));
            if (decision == Decision.SEND_AGAIN) {
                jdbc.update(JdbcMailboxSchedule.DUE_NOW, now, now, mail.mailbox());
            }
            return after;
        });
    }

    private static String act(Decision decision) {
        return switch (decision) {
            case SEND_AGAIN -> "mail-sent-again";
            case SENT -> "mail-told-sent";
            case CANCEL -> "mail-cancelled";
        };
    }

    private static boolean allows(Jdbc jdbc, OutgoingMail mail, Decision decision) {
        boolean undecided = mail.state() == OutgoingState.UNCERTAIN || isStranger(jdbc, mail);
        return switch (decision) {
            case SEND_AGAIN ->
                undecided || mail.state() == OutgoingState.FAILED || mail.state() == OutgoingState.CANCELLED;
            case SENT -> undecided;
            case CANCEL ->
                undecided
                        || mail.state() == OutgoingState.DRAFT
                        || mail.state() == OutgoingState.PENDING_SEND
                        || mail.state() == OutgoingState.FAILED;
        };
    }

    /** Begun on a profile that the mailbox doesn't have any more: nobody works on it. */
    private static boolean isStranger(Jdbc jdbc, OutgoingMail mail) {
        return mail.state() == OutgoingState.SENDING
                && !jdbc.query(
                                "SELECT profile FROM mailbox WHERE mailbox = ? AND active",
                                row -> row.getString(1),
                                mail.mailbox())
                        .contains(mail.profile());
    }

    private static String refusal(OutgoingMail mail, Decision decision) {
        String can = switch (mail.state()) {
            case DRAFT -> "it is a draft of the business system: it can be cancelled";
            case PENDING_SEND -> "it waits to be sent: it can be cancelled";
            case SENDING -> "it is being sent: wait until it is sent, failed or uncertain";
            case SENT -> "it was sent at " + mail.sentAt();
            case FAILED -> "it failed, so nobody got it: it can be sent again or cancelled";
            case UNCERTAIN -> "it is uncertain: say whether it was sent, or send it again";
            case CANCELLED -> "it was cancelled: it can be sent again";
        };
        return mail.describe() + " can't be "
                + switch (decision) {
                    case SEND_AGAIN -> "sent again";
                    case SENT -> "taken for sent";
                    case CANCEL -> "cancelled";
                }
                + ": " + can;
    }

    @Override
    public int release(String mailbox, String details, String who) {
        return all(
                mailbox,
                jdbc -> jdbc.update(
                        "UPDATE outgoing_email SET released = TRUE"
                                + " WHERE mailbox = ? AND state = 'PENDING_SEND' AND NOT released",
                        mailbox),
                "mails-released",
                details,
                who);
    }

    @Override
    public int cancelPending(String mailbox, String details, String who) {
        return all(mailbox, jdbc -> cancelPending(jdbc, mailbox), "mails-cancelled", details, who);
    }

    private int cancelPending(Jdbc jdbc, String mailbox) {
        List<OutgoingMail> pending = jdbc.query(
                OutgoingTable.SELECT + " WHERE o.mailbox = ? AND o.state = 'PENDING_SEND' ORDER BY o.created_at",
                OutgoingTable::mail,
                mailbox);
        OutgoingTable table = new OutgoingTable(jdbc, clock.instant());
        for (OutgoingMail mail : pending) {
            OutgoingMail after = table.change(mail, "state = 'CANCELLED'");
            tell(jdbc, mail, after);
        }
        return pending.size();
    }

    private void tell(Jdbc jdbc, OutgoingMail before, OutgoingMail after) {
        if (publish) {
            OutgoingNews.promise(jdbc, transactions.dialect(), before, after, clock.instant());
        }
    }

    private int all(String mailbox, ToIntFunction<Jdbc> change, String act, String details, String who) {
        return transactions.runDurably(jdbc -> {
            Instant now = clock.instant();
            int changed = change.applyAsInt(jdbc);
            int asked = jdbc.update("DELETE FROM outgoing_hold WHERE mailbox = ?", mailbox);
            if (changed + asked > 0) {
                JdbcAlertStore.resolve(jdbc, OutgoingAlerts.holdKey(mailbox), now);
                AuditTable.note(
                        jdbc,
                        now,
                        who,
                        act,
                        "mailbox " + mailbox,
                        mailbox,
                        changed + " mails" + (details == null ? "" : ": " + details));
                jdbc.update(JdbcMailboxSchedule.DUE_NOW, now, now, mailbox);
            }
            return changed;
        });
    }
}
