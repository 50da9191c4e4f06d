package org.exchangesync.sync;

import java.util.List;
import org.exchangesync.profile.Direction;

/**
 * Directions of mailboxes that are left alone, as operations staff sees and changes them; all others are enabled. Every
 * method is one transaction, and throws {@link StoreException} when the database can't be used.
 */
public interface DirectionStore {

    /** Those of one mailbox. */
    List<DirectionTrouble> of(String mailbox);

    /** Those of all mailboxes, by mailbox and direction. */
    List<DirectionTrouble> all();

    /**
     * Enables a direction, makes its mailbox due at once, closes its alert, and notes that in the audit.
     *
     * @param who does it
     * @return whether it was left alone before; otherwise nothing is noted
     */
    boolean enable(String mailbox, Direction direction, String who);

    /** Disables a direction because a person wants it so. */
    default void disable(String mailbox, Direction direction, String reason, String who) {
        disable(mailbox, direction, DirectionTrouble.BY_HAND, reason, who);
    }

    /**
     * Disables a direction until a person enables it, and notes that in the audit.
     *
     * @param code the response code, or our word for the cause
     * @param reason in words, for whoever asks later
     * @param who does it
     * @throws IllegalArgumentException if there is no such mailbox
     */
    void disable(String mailbox, Direction direction, String code, String reason, String who);
}
