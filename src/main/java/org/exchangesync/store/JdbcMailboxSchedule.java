package org.exchangesync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.exchangesync.profile.Direction;
import org.exchangesync.sync.CycleResult;
import org.exchangesync.sync.DirectionTrouble;
import org.exchangesync.sync.MailboxClaim;
import org.exchangesync.sync.MailboxSchedule;
import org.exchangesync.sync.outgoing.OutgoingState;

/**
 * The schedule in table {@code mailbox}. Whoever has a claim's token in the row has the mailbox, also when the lease ran out
 * and nobody else came; so every step is a compare-and-set of the token. This class is threadsafe.
 */
final class JdbcMailboxSchedule implements MailboxSchedule {
    private static final String COLUMNS =
            "mailbox, profile, active, due_at, lease_until, last_started_at, last_success_at, fell_back_at";

    /** Parameters: now, now, mailbox. */
    static final String DUE_NOW = "UPDATE mailbox SET due_at = CASE WHEN due_at < ? THEN due_at ELSE ? END,"
            + " asked_for = TRUE WHERE mailbox = ?";

    private static final String DUE = "SELECT mailbox, profile FROM mailbox WHERE active AND due_at <= ?"
            + " AND (claim_token IS NULL OR lease_until <= ?)";
    private static final String USABLE =
            "NOT EXISTS (SELECT 1 FROM profile_breaker b WHERE b.profile = mailbox.profile)";

    private static final String DUE_BY_FALLBACK =
            "SELECT mailbox, fallback_profile FROM mailbox WHERE active AND due_at <= ?"
                    + " AND (claim_token IS NULL OR lease_until <= ?) AND fallback_profile IS NOT NULL"
                    + " AND EXISTS (SELECT 1 FROM profile_breaker b WHERE b.profile = mailbox.profile AND b.opened_at <= ?)";
    private static final String FALLBACK_USABLE =
            "NOT EXISTS (SELECT 1 FROM profile_breaker b WHERE b.profile = mailbox.fallback_profile)";
    private static final String OLDEST = " ORDER BY due_at, mailbox LIMIT ? FOR UPDATE SKIP LOCKED";

    /** Parameters: as of, the three states, as of, now. */
    private static final String SENDERS = "SELECT DISTINCT m.mailbox FROM outgoing_email o"
            + " JOIN mailbox m ON m.mailbox = o.mailbox"
            + " WHERE o.due_at <= ? AND o.state IN (?, ?, ?) AND m.active AND m.due_at > ?"
            + " AND (m.last_started_at IS NULL OR m.last_started_at < o.due_at)"
            + " AND NOT EXISTS (SELECT 1 FROM mailbox_direction d WHERE d.mailbox = m.mailbox"
            + " AND d.direction = 'OUTGOING' AND (d.retry_at IS NULL OR d.retry_at > ?))";

    /** When a mailbox is due that only a person can bring back. */
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private final Transactions transactions;
    private final Clock clock;

    JdbcMailboxSchedule(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public void register(Map<String, String> profiles, Map<String, String> fallbacks) {
        transactions.runPatiently(jdbc -> {
            Map<String, MailboxStatus> missing = new TreeMap<>();
            jdbc.query("SELECT " + COLUMNS + " FROM mailbox ORDER BY mailbox FOR UPDATE", JdbcMailboxSchedule::status)
                    .forEach(status -> missing.put(status.mailbox(), status));
            new TreeMap<>(profiles).forEach((mailbox, profile) -> {
                if (missing.remove(mailbox) == null) {
                    jdbc.update(
                            "INSERT INTO mailbox (mailbox, profile, active, due_at, claim_started)"
                                    + " VALUES (?, ?, TRUE, ?, FALSE)",
                            mailbox,
                            profile,
                            clock.instant());
                } else {
                    jdbc.update("UPDATE mailbox SET profile = ?, active = TRUE WHERE mailbox = ?", profile, mailbox);
                }
                jdbc.update(
                        "UPDATE mailbox SET fallback_profile = ? WHERE mailbox = ?", fallbacks.get(mailbox), mailbox);
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
        return transactions.runPatiently(jdbc -> {
            Instant now = clock.instant();
            wakeSenders(jdbc, asOf, now);
            ProfileBreakerTable breakers = new ProfileBreakerTable(jdbc);
            List<MailboxClaim> claims = new ArrayList<>();
            for (String profile : breakers.takeProbes("profile", now, hold)) {
                claims.addAll(jdbc.query(
                        DUE + " AND profile = ?" + OLDEST, row -> claim(row, true, false), asOf, now, profile, 1));
            }
            if (claims.size() < limit) {
                claims.addAll(jdbc.query(
                        DUE + " AND " + USABLE + OLDEST,
                        row -> claim(row, false, false),
                        asOf,
                        now,
                        limit - claims.size()));
            }
            return held(jdbc, claims, now.plus(hold));
        });
    }

    @Override
    public List<MailboxClaim> claimFallback(int limit, Instant asOf, Instant brokenBefore, Duration hold) {
        if (limit < 1) {
            return List.of();
        }
        return transactions.runPatiently(jdbc -> {
            if (jdbc.query("SELECT 1 FROM profile_breaker WHERE opened_at <= ? LIMIT 1", row -> 1, brokenBefore)
                    .isEmpty()) {
                return List.of();
            }
            Instant now = clock.instant();
            List<MailboxClaim> claims = new ArrayList<>();
            for (String profile : new ProfileBreakerTable(jdbc).takeProbes("fallback_profile", now, hold)) {
                claims.addAll(jdbc.query(
                        DUE_BY_FALLBACK + " AND fallback_profile = ?" + OLDEST,
                        row -> claim(row, true, true),
                        asOf,
                        now,
                        brokenBefore,
                        profile,
                        1));
            }
            if (claims.size() < limit) {
                claims.addAll(jdbc.query(
                        DUE_BY_FALLBACK + " AND " + FALLBACK_USABLE + OLDEST,
                        row -> claim(row, false, true),
                        asOf,
                        now,
                        brokenBefore,
                        limit - claims.size()));
            }
            return held(jdbc, claims, now.plus(hold));
        });
    }

    private static List<MailboxClaim> held(Jdbc jdbc, List<MailboxClaim> claims, Instant until) {
        jdbc.batch(
                "UPDATE mailbox SET claim_token = ?, claim_started = FALSE, lease_until = ? WHERE mailbox = ?",
                claims.stream()
                        .map(claim -> new Object[] {claim.token(), until, claim.mailbox()})
                        .toList());
        return claims;
    }

    /** A mail that became due since its mailbox was worked on makes the mailbox due, whatever its interval. */
    private static void wakeSenders(Jdbc jdbc, Instant asOf, Instant now) {
        List<String> senders = jdbc.query(
                SENDERS,
                row -> row.getString(1),
                asOf,
                OutgoingState.PENDING_SEND,
                OutgoingState.SENDING,
                OutgoingState.UNCERTAIN,
                asOf,
                now);
        jdbc.updateByKeys("UPDATE mailbox SET due_at = ? WHERE mailbox = ANY(?)", senders, asOf);
    }

    private static MailboxClaim claim(ResultSet row, boolean probe, boolean fallback) throws SQLException {
        return new MailboxClaim(row.getString(1), row.getString(2), UUID.randomUUID(), probe, fallback);
    }

    @Override
    public boolean start(MailboxClaim claim, Duration lease) {
        Instant now = clock.instant();
        String usable = claim.probe() ? "" : " AND " + (claim.fallback() ? FALLBACK_USABLE : USABLE);
        return compareAndSet(
                "UPDATE mailbox SET claim_started = TRUE, asked_for = FALSE, last_started_at = ?, lease_until = ?,"
                        + " fell_back_at = CASE WHEN ? THEN COALESCE(fell_back_at, ?) ELSE fell_back_at END"
                        + " WHERE mailbox = ? AND claim_token = ? AND NOT claim_started" + usable,
                now,
                now.plus(lease),
                claim.fallback(),
                now,
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
    public boolean ended(MailboxClaim claim, CycleResult result) {
        Instant now = clock.instant();
        return transactions.runPatiently(jdbc -> {
            boolean held = jdbc.update(
                            "UPDATE mailbox SET claim_token = NULL, claim_started = FALSE, lease_until = NULL,"
                                    + " last_success_at = CASE WHEN ? THEN ? ELSE last_success_at END"
                                    + " WHERE mailbox = ? AND claim_token = ?",
                            result.successful(),
                            now,
                            claim.mailbox(),
                            claim.token())
                    == 1;
            if (held) {
                DirectionTable directions = new DirectionTable(jdbc);
                result.after()
                        .forEach((direction, trouble) -> directions.replace(
                                claim.mailbox(), direction, result.before().get(direction), trouble.orElse(null)));
                if (claim.fallback()) {
                    jdbc.update("UPDATE mailbox SET due_at = ? WHERE mailbox = ?", result.nextPoll(), claim.mailbox());
                    return true;
                }
                jdbc.update(
                        "UPDATE mailbox SET due_at = CASE WHEN asked_for THEN ? ELSE ? END WHERE mailbox = ?",
                        now,
                        earlier(due(result, directions.of(claim.mailbox())), waiting(jdbc, claim.mailbox(), result)),
                        claim.mailbox());
            }
            return held;
        });
    }

    /** What waits to be replayed or done keeps also a mailbox due whose directions are left alone. */
    private static Instant waiting(Jdbc jdbc, String mailbox, CycleResult result) {
        return jdbc.query(
                        "SELECT MIN(at) FROM ("
                                + "SELECT MIN(replay_due_at) AS at FROM dead_letter WHERE mailbox = ? AND state = 'REPLAYING'"
                                + " UNION ALL SELECT MIN(due_at) FROM remote_action WHERE mailbox = ? AND state = 'OWED') w",
                        row -> Optional.ofNullable(Jdbc.instant(row, 1)),
                        mailbox,
                        mailbox)
                .get(0)
                .map(at -> at.isAfter(result.nextPoll()) ? at : result.nextPoll())
                .orElse(NEVER);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    /** The first of its directions decides. */
    private static Instant due(CycleResult result, List<DirectionTrouble> troubles) {
        Map<Direction, Instant> due = new EnumMap<>(Direction.class);
        result.configured().forEach(direction -> due.put(direction, result.nextPoll()));
        troubles.forEach(trouble -> due.computeIfPresent(
                trouble.direction(), (direction, poll) -> trouble.retryAt() == null ? NEVER : trouble.retryAt()));
        return due.values().stream().min(Comparator.naturalOrder()).orElse(NEVER);
    }

    @Override
    public void returned(MailboxClaim claim) {
        compareAndSet(
                "UPDATE mailbox SET fell_back_at = NULL WHERE mailbox = ? AND claim_token = ?",
                claim.mailbox(),
                claim.token());
    }

    @Override
    public void dueNow(String mailbox) {
        transactions.runPatiently(jdbc -> jdbc.update(DUE_NOW, clock.instant(), clock.instant(), mailbox));
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
        transactions.runPatiently(jdbc ->
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
        return transactions.runPatiently(jdbc -> jdbc.update(sql, parameters) == 1);
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
                Jdbc.instant(row, "fell_back_at"));
    }
}
