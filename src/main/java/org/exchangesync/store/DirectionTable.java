package org.exchangesync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.profile.Direction;
import org.exchangesync.sync.DirectionTrouble;
import org.exchangesync.sync.DirectionTrouble.State;

/** Table {@code mailbox_direction}: directions that are left alone. */
final class DirectionTable {
    private static final String SELECT =
            "SELECT mailbox, direction, state, failures, retry_at, fault_class, code, reason,"
                    + " since, failed_at FROM mailbox_direction";
    private static final String OF_DIRECTION = " WHERE mailbox = ? AND direction = ?";

    private final Jdbc jdbc;

    DirectionTable(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    List<DirectionTrouble> of(String mailbox) {
        return jdbc.query(SELECT + " WHERE mailbox = ? ORDER BY direction", DirectionTable::trouble, mailbox);
    }

    List<DirectionTrouble> all() {
        return jdbc.query(SELECT + " ORDER BY mailbox, direction", DirectionTable::trouble);
    }

    private static DirectionTrouble trouble(ResultSet row) throws SQLException {
        return new DirectionTrouble(
                row.getString("mailbox"),
                Direction.valueOf(row.getString("direction")),
                State.valueOf(row.getString("state")),
                row.getInt("failures"),
                Jdbc.instant(row, "retry_at"),
                FaultClass.valueOf(row.getString("fault_class")),
                row.getString("code"),
                row.getString("reason"),
                Jdbc.instant(row, "since"),
                Jdbc.instant(row, "failed_at"));
    }

    /** Puts a row in the place of the one that was there; what somebody else put there meanwhile stays. */
    void replace(String mailbox, Direction direction, DirectionTrouble before, DirectionTrouble after) {
        if (before != null) {
            jdbc.update(
                    "DELETE FROM mailbox_direction" + OF_DIRECTION + " AND failed_at = ?",
                    mailbox,
                    direction,
                    before.failedAt());
        }
        if (after != null && of(mailbox).stream().noneMatch(other -> other.direction() == direction)) {
            insert(after);
        }
    }

    private void insert(DirectionTrouble trouble) {
        jdbc.insert(
                Tables.MAILBOX_DIRECTION,
                List.<Object[]>of(Tables.MAILBOX_DIRECTION.fitted(
                        trouble.mailbox(),
                        trouble.direction(),
                        trouble.state(),
                        trouble.failures(),
                        trouble.retryAt(),
                        trouble.faultClass(),
                        trouble.code(),
                        trouble.reason(),
                        trouble.since(),
                        trouble.failedAt())));
    }

    /** Whatever was there, this is it now. */
    void put(DirectionTrouble trouble) {
        remove(trouble.mailbox(), trouble.direction());
        insert(trouble);
    }

    boolean remove(String mailbox, Direction direction) {
        return jdbc.update("DELETE FROM mailbox_direction" + OF_DIRECTION, mailbox, direction) > 0;
    }
}
