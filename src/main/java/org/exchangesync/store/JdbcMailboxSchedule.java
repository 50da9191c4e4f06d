package org.exchangesync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.MailboxClaim;
import org.exchangesync.sync.MailboxSchedule;
import org.exchangesync.sync.StoreException;

/**
 * The schedule in table {@code mailbox}. Whoever has a claim's token in the row has the mailbox, also when the lease ran out
 * and nobody else came; so every step is a compare-and-set of the token. This class is threadsafe.
 */
final class JdbcMailboxSchedule implements MailboxSchedule {
    private static final int TRIES = 3;
    private static final String COLUMNS =
            "mailbox, profile, active, due_at, lease_until, last_started_at, last_success_at, failures,"
                    + " last_error_code, last_error";

    private final Transactions transactions;
    private final Clock clock;

    JdbcMailboxSchedule(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public void register(Map<String, String> profiles) {
        patiently(jdbc -> {
            Map<String, MailboxStatus> missing = new TreeMap<>();
            jdbc.query("SELECT " + COLUMNS + " FROM mailbox ORDER BY mailbox FOR UPDATE", JdbcMailboxSchedule::status)
                    .forEach(status -> missing.put(status.mailbox(), status));
            new TreeMap<>(profiles).forEach((mailbox, profile) -> {
                if (missing.remove(mailbox) == null) {
                    jdbc.update(
                            "INSERT INTO mailbox (mailbox, profile, active, due_at, claim_started, failures)"
                                    + " VALUES (?, ?, TRUE, ?, FALSE, 0)",
                            mailbox,
                            profile,
                            clock.instant());
                } else {
                    jdbc.update("UPDATE mailbox SET profile = ?, active = TRUE WHERE mailbox = ?", profile, mailbox);
                }
            });
            jdbc.updateByKeys("UPDATE mailbox SET active = FALSE WHERE mailbox = ANY(?)", missing.keySet());
            return null;
        });
    }

    @Override
    public List<MailboxClaim> claimDue(int limit, Instant asOf, Duration hold) {
        if (limit < 1) {
            return List.of();
        }
        return patiently(jdbc -> {
            Instant now = clock.instant();
            List<MailboxClaim> claims = new ArrayList<>(jdbc.query(
                    "SELECT mailbox, profile FROM mailbox WHERE active AND due_at <= ?"
                            + " AND (claim_token IS NULL OR lease_until <= ?)"
                            + " ORDER BY due_at, mailbox LIMIT ? FOR UPDATE SKIP LOCKED",
                    row -> new MailboxClaim(row.getString(1), row.getString(2), UUID.randomUUID()),
                    asOf,
                    now,
                    limit));
            jdbc.batch(
                    "UPDATE mailbox SET claim_token = ?, claim_started = FALSE, lease_until = ? WHERE mailbox = ?",
                    claims.stream()
                            .map(claim -> new Object[] {claim.token(), now.plus(hold), claim.mailbox()})
                            .toList());
            return claims;
        });
    }

    @Override
    public boolean start(MailboxClaim claim, Duration lease) {
        Instant now = clock.instant();
        return compareAndSet(
                "UPDATE mailbox SET claim_started = TRUE, last_started_at = ?, lease_until = ?"
                        + " WHERE mailbox = ? AND claim_token = ? AND NOT claim_started",
                now,
                now.plus(lease),
                claim.mailbox(),
                claim.token());
    }

    @Override
    public boolean renew(MailboxClaim claim, Duration lease) {
        return compareAndSet(
                "UPDATE mailbox SET lease_until = ? WHERE mailbox = ? AND claim_token = ? AND claim_started",
                clock.instant().plus(lease),
                claim.mailbox(),
                claim.token());
    }

    @Override
    public boolean succeeded(MailboxClaim claim, Instant nextDue) {
        return compareAndSet(
                "UPDATE mailbox SET claim_token = NULL, claim_started = FALSE, lease_until = NULL, due_at = ?,"
                        + " last_success_at = ?, failures = 0, last_error_code = NULL, last_error = NULL"
                        + " WHERE mailbox = ? AND claim_token = ?",
                nextDue,
                clock.instant(),
                claim.mailbox(),
                claim.token());
    }

    @Override
    public boolean failed(MailboxClaim claim, String code, String reason, Instant nextDue) {
        return compareAndSet(
                "UPDATE mailbox SET claim_token = NULL, claim_started = FALSE, lease_until = NULL, due_at = ?,"
                        + " failures = failures + 1, last_error_code = ?, last_error = ?"
                        + " WHERE mailbox = ? AND claim_token = ?",
                nextDue,
                StoredText.cut(StoredText.clean(code), 200),
                StoredText.cut(StoredText.clean(reason), 4000),
                claim.mailbox(),
                claim.token());
    }

    @Override
    public void release(MailboxClaim claim) {
        compareAndSet(
                "UPDATE mailbox SET claim_token = NULL, claim_started = FALSE, lease_until = NULL"
                        + " WHERE mailbox = ? AND claim_token = ? AND NOT claim_started",
                claim.mailbox(),
                claim.token());
    }

    @Override
    public void releaseAll() {
        patiently(jdbc ->
                jdbc.update("UPDATE mailbox SET claim_token = NULL, claim_started = FALSE, lease_until = NULL"));
    }

    @Override
    public Optional<MailboxStatus> status(String mailbox) {
        return transactions
                .run(jdbc -> jdbc.query(
                        "SELECT " + COLUMNS + " FROM mailbox WHERE mailbox = ?", JdbcMailboxSchedule::status, mailbox))
                .stream()
                .findFirst();
    }

    @Override
    public Collection<MailboxStatus> all() {
        return transactions.run(jdbc ->
                jdbc.query("SELECT " + COLUMNS + " FROM mailbox ORDER BY mailbox", JdbcMailboxSchedule::status));
    }

    private boolean compareAndSet(String sql, Object... parameters) {
        return patiently(jdbc -> jdbc.update(sql, parameters) == 1);
    }

    /** A row of the schedule is changed by few and for moments: whoever loses a race looks again. */
    private <T> T patiently(Function<Jdbc, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transactions.run(work);
            } catch (LostRaceException e) {
                if (attempt == TRIES) {
                    throw new StoreException(
                            "the schedule is being changed by others all the time: " + e.getMessage(), e);
                }
            }
        }
    }

    private static MailboxStatus status(ResultSet row) throws SQLException {
        return new MailboxStatus(
                row.getString("mailbox"),
                row.getString("profile"),
                row.getBoolean("active"),
                Jdbc.instant(row, "due_at"),
                Jdbc.instant(row, "lease_until"),
                Jdbc.instant(row, "last_started_at"),
                Jdbc.instant(row, "last_success_at"),
                row.getInt("failures"),
                row.getString("last_error_code"),
                row.getString("last_error"));
    }
}
