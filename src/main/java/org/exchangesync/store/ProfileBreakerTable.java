package org.exchangesync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.failure.ProfileBreaker;

/** Table {@code profile_breaker}: profiles that can't be used. */
final class ProfileBreakerTable {
    private static final String SELECT =
            "SELECT profile, fault_class, code, reason, failures, opened_at, retry_at FROM profile_breaker";

    private final Jdbc jdbc;

    ProfileBreakerTable(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    List<ProfileBreaker> all() {
        return jdbc.query(SELECT + " ORDER BY profile", ProfileBreakerTable::breaker);
    }

    private static ProfileBreaker breaker(ResultSet row) throws SQLException {
        return new ProfileBreaker(
                row.getString("profile"),
                FaultClass.valueOf(row.getString("fault_class")),
                row.getString("code"),
                row.getString("reason"),
                row.getInt("failures"),
                Jdbc.instant(row, "opened_at"),
                Jdbc.instant(row, "retry_at"));
    }

    boolean put(ProfileBreaker breaker) {
        boolean open = remove(breaker.profile());
        jdbc.insert(
                Tables.PROFILE_BREAKER,
                List.<Object[]>of(Tables.PROFILE_BREAKER.fitted(
                        breaker.profile(),
                        breaker.faultClass(),
                        breaker.code(),
                        breaker.reason(),
                        breaker.failures(),
                        breaker.openedAt(),
                        breaker.retryAt())));
        return !open;
    }

    boolean remove(String profile) {
        return jdbc.update("DELETE FROM profile_breaker WHERE profile = ?", profile) > 0;
    }

    /**
     * The profiles of which a mailbox may try now; nobody else may until {@code hold} is over.
     *
     * @param column the column of {@code mailbox} that names the profile
     */
    List<String> takeProbes(String column, Instant now, Duration hold) {
        return jdbc
                .query(
                        "SELECT profile FROM profile_breaker WHERE retry_at <= ?"
                                + " AND EXISTS (SELECT 1 FROM mailbox m WHERE m." + column
                                + " = profile_breaker.profile AND m.active) ORDER BY profile",
                        row -> row.getString(1),
                        now)
                .stream()
                .filter(profile -> jdbc.update(
                                "UPDATE profile_breaker SET retry_at = ? WHERE profile = ? AND retry_at <= ?",
                                now.plus(hold),
                                profile,
                                now)
                        == 1)
                .toList();
    }

    boolean tryAt(String profile, Instant now) {
        return jdbc.update("UPDATE profile_breaker SET retry_at = ? WHERE profile = ?", now, profile) == 1;
    }

    void tryAt(Instant now) {
        jdbc.update("UPDATE profile_breaker SET retry_at = ?", now);
    }
}
