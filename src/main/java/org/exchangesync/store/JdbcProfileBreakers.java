package org.exchangesync.store;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.exchangesync.failure.ProfileBreaker;
import org.exchangesync.failure.ProfileBreakers;

/** Breakers of profiles, and what mailboxes of a profile have in common. This class is threadsafe. */
final class JdbcProfileBreakers implements ProfileBreakers {
    private static final String ALIKE = " FROM mailbox_direction d JOIN mailbox m ON m.mailbox = d.mailbox"
            + " WHERE m.active AND m.profile = ? AND d.code = ?";

    private final Transactions transactions;
    private final Clock clock;

    JdbcProfileBreakers(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public Optional<ProfileBreaker> of(String profile) {
        return all().stream()
                .filter(breaker -> breaker.profile().equals(profile))
                .findFirst();
    }

    @Override
    public List<ProfileBreaker> all() {
        return transactions.run(jdbc -> new ProfileBreakerTable(jdbc).all());
    }

    @Override
    public boolean open(ProfileBreaker breaker) {
        return transactions.runPatiently(jdbc -> new ProfileBreakerTable(jdbc).put(breaker));
    }

    @Override
    public boolean close(String profile) {
        return transactions.runPatiently(jdbc -> new ProfileBreakerTable(jdbc).remove(profile));
    }

    @Override
    public boolean close(String profile, String who) {
        return transactions.runPatiently(jdbc -> {
            Instant now = clock.instant();
            boolean open = new ProfileBreakerTable(jdbc).remove(profile);
            if (open) {
                JdbcAlertStore.resolve(jdbc, ProfileBreaker.alertKey(profile), now);
                AuditTable.note(jdbc, now, who, "resumed", "profile " + profile, null, "all mailboxes at once");
            }
            return open;
        });
    }

    @Override
    public boolean tryNow(String profile, String who) {
        return transactions.runPatiently(jdbc -> {
            Instant now = clock.instant();
            boolean open = new ProfileBreakerTable(jdbc).tryAt(profile, now);
            if (open) {
                AuditTable.note(jdbc, now, who, "resumed", "profile " + profile, null, "one mailbox tries");
            }
            return open;
        });
    }

    @Override
    public void tryNow() {
        transactions.runPatiently(jdbc -> {
            new ProfileBreakerTable(jdbc).tryAt(clock.instant());
            return null;
        });
    }

    @Override
    public int failingAlike(String profile, String code, Instant since) {
        return transactions.run(jdbc -> jdbc.query(
                        "SELECT COUNT(DISTINCT d.mailbox)" + ALIKE + " AND d.failed_at >= ?",
                        row -> row.getInt(1),
                        profile,
                        code,
                        since)
                .get(0));
    }

    @Override
    public int tried(String profile, Instant since) {
        return transactions.run(jdbc -> jdbc.query(
                        "SELECT COUNT(*) FROM mailbox WHERE active AND profile = ? AND last_started_at >= ?",
                        row -> row.getInt(1),
                        profile,
                        since)
                .get(0));
    }

    @Override
    public List<String> forgive(String profile, String code) {
        return transactions.runPatiently(jdbc -> {
            List<String> mailboxes = jdbc.query(
                    "SELECT DISTINCT d.mailbox" + ALIKE + " ORDER BY d.mailbox",
                    row -> row.getString(1),
                    profile,
                    code);
            for (String mailbox : mailboxes) {
                jdbc.update("UPDATE mailbox SET due_at = ? WHERE mailbox = ?", clock.instant(), mailbox);
                jdbc.update("DELETE FROM mailbox_direction WHERE mailbox = ? AND code = ?", mailbox, code);
            }
            return mailboxes;
        });
    }
}
