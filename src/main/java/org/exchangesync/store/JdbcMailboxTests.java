package org.exchangesync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.exchangesync.check.MailboxTests;
import org.exchangesync.profile.Direction;

/** Tests of mailboxes in tables {@code mailbox_test_request} and {@code mailbox_test}. Threadsafe. */
final class JdbcMailboxTests implements MailboxTests {
    private static final int LONGEST_DETAIL = 4000;
    private static final String MINE = " WHERE mailbox = ? AND claim_token = ?";

    private final Transactions transactions;
    private final Clock clock;

    JdbcMailboxTests(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public void request(Collection<String> mailboxes, Wish wish, String who) {
        transactions.runPatiently(jdbc -> {
            Instant now = clock.instant();
            for (String mailbox : new TreeSet<>(mailboxes)) {
                if (jdbc.update(
                                "UPDATE mailbox_test_request SET due_at = ?, attempts = 0, take_over = ?,"
                                        + " send_mail = ?, requested_by = ? WHERE mailbox = ?",
                                now,
                                wish.takeOver(),
                                wish.send(),
                                who,
                                mailbox)
                        == 0) {
                    jdbc.update(
                            "INSERT INTO mailbox_test_request (mailbox, take_over, send_mail, requested_at, requested_by,"
                                    + " attempts, due_at) VALUES (?, ?, ?, ?, ?, 0, ?)",
                            mailbox,
                            wish.takeOver(),
                            wish.send(),
                            now,
                            who,
                            now);
                }
                AuditTable.note(jdbc, now, who, "test-requested", "mailbox " + mailbox, mailbox, wish.describe());
            }
            return null;
        });
    }

    @Override
    public List<Claim> claimDue(int limit, Duration hold) {
        return transactions.runPatiently(jdbc -> {
            Instant now = clock.instant();
            List<Claim> due = jdbc.query(
                    "SELECT mailbox, attempts, take_over, send_mail, requested_by, requested_at"
                            + " FROM mailbox_test_request WHERE due_at <= ?"
                            + " AND (claim_until IS NULL OR claim_until <= ?) ORDER BY due_at, mailbox LIMIT ?"
                            + transactions.dialect().skipLocked(),
                    row -> new Claim(
                            row.getString("mailbox"),
                            UUID.randomUUID().toString(),
                            row.getInt("attempts"),
                            new Wish(row.getBoolean("take_over"), row.getBoolean("send_mail")),
                            row.getString("requested_by"),
                            Jdbc.instant(row, "requested_at")),
                    now,
                    now,
                    limit);
            for (Claim claim : due) {
                jdbc.update(
                        "UPDATE mailbox_test_request SET claim_token = ?, claim_until = ? WHERE mailbox = ?",
                        claim.token(),
                        now.plus(hold),
                        claim.mailbox());
            }
            return due;
        });
    }

    @Override
    public boolean finished(Claim claim, List<Outcome> outcomes) {
        return transactions.runPatiently(jdbc -> {
            boolean mine = jdbc.update("DELETE FROM mailbox_test_request" + MINE, claim.mailbox(), claim.token()) == 1;
            if (mine) {
                keep(jdbc, claim.mailbox(), outcomes);
            }
            return mine;
        });
    }

    @Override
    public boolean postponed(Claim claim, List<Outcome> outcomes, Instant dueAt) {
        return transactions.runPatiently(jdbc -> {
            boolean mine = jdbc.update(
                            "UPDATE mailbox_test_request SET attempts = attempts + 1, due_at = ?, claim_token = NULL,"
                                    + " claim_until = NULL" + MINE,
                            dueAt,
                            claim.mailbox(),
                            claim.token())
                    == 1;
            if (mine) {
                keep(jdbc, claim.mailbox(), outcomes);
            }
            return mine;
        });
    }

    private void keep(Jdbc jdbc, String mailbox, List<Outcome> outcomes) {
        Instant now = clock.instant();
        jdbc.update("DELETE FROM mailbox_test WHERE mailbox = ?", mailbox);
        for (Outcome outcome : outcomes) {
            jdbc.update(
                    "INSERT INTO mailbox_test (mailbox, direction, result, code, detail, tested_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    mailbox,
                    outcome.direction().name(),
                    outcome.status().name(),
                    outcome.code(),
                    outcome.detail() == null
                            ? null
                            : StoredText.cut(StoredText.clean(outcome.detail()), LONGEST_DETAIL),
                    now);
        }
    }

    @Override
    public List<Tested> results() {
        return transactions.run(jdbc -> jdbc.query(
                "SELECT mailbox, direction, result, code, detail, tested_at FROM mailbox_test"
                        + " ORDER BY mailbox, direction",
                JdbcMailboxTests::tested));
    }

    @Override
    public boolean isEnabled(String mailbox) {
        return transactions.run(jdbc -> !jdbc.query(
                        "SELECT 1 FROM mailbox_test WHERE mailbox = ? AND result = 'SUCCESS'",
                        row -> row.getInt(1),
                        mailbox)
                .isEmpty());
    }

    private static Tested tested(ResultSet row) throws SQLException {
        return new Tested(
                row.getString("mailbox"),
                Direction.valueOf(row.getString("direction")),
                Status.valueOf(row.getString("result")),
                row.getString("code"),
                row.getString("detail"),
                Jdbc.instant(row, "tested_at"));
    }

    @Override
    public List<Waiting> waiting() {
        Instant now = clock.instant();
        return transactions.run(jdbc -> jdbc.query(
                "SELECT mailbox, attempts, due_at, claim_until FROM mailbox_test_request ORDER BY mailbox", row -> {
                    Instant until = Jdbc.instant(row, "claim_until");
                    return new Waiting(
                            row.getString("mailbox"),
                            row.getInt("attempts"),
                            Jdbc.instant(row, "due_at"),
                            until != null && until.isAfter(now));
                }));
    }
}
