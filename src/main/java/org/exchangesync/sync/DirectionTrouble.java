package org.exchangesync.sync;

import java.time.Instant;
import java.util.Objects;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.profile.Direction;

/**
 * Why a direction of a mailbox is left alone.
 *
 * @param failures how often it failed in a row
 * @param retryAt when it is tried again; null where only a person can enable it
 * @param faultClass what is broken
 * @param code the response code, or our word for the cause
 * @param reason in words
 * @param since when it began
 * @param failedAt when it failed last
 */
public record DirectionTrouble(
        String mailbox,
        Direction direction,
        State state,
        int failures,
        Instant retryAt,
        FaultClass faultClass,
        String code,
        String reason,
        Instant since,
        Instant failedAt) {
    /** The code of what a person switched off. */
    public static final String BY_HAND = "DisabledByHand";

    public DirectionTrouble {
        Objects.requireNonNull(mailbox, "mailbox");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(faultClass, "faultClass");
    }

    /** How it is left alone. */
    public enum State {
        /** For a while. */
        POSTPONED,
        /** Until a person enables it, or until a single try finds that the trouble has passed. */
        DISABLED
    }

    /** Whether it is not to be tried now. */
    public boolean restsAt(Instant now) {
        return retryAt == null || retryAt.isAfter(now);
    }

    /** The key of its alert. */
    public String alertKey() {
        return alertKey(mailbox, direction);
    }

    /** The key of the alert that a direction of a mailbox is disabled. */
    public static String alertKey(String mailbox, Direction direction) {
        return "mailbox " + mailbox + " " + direction.label();
    }
}
