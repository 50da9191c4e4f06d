package org.exchangesync.profile;

import java.util.Locale;
import org.exchangesync.item.ItemKind;

/**
 * What of a mailbox is switched on, left alone and disabled on its own, as administrators of Dynamics know it.
 *
 * @see <a href="https://learn.microsoft.com/en-us/power-platform/admin/set-up-server-side-synchronization-of-email-appointments-contacts-and-tasks">
 *     Incoming email, outgoing email, and appointments, contacts and tasks</a>
 */
public enum Direction {
    /** Mail that comes into the mailbox. */
    INCOMING,
    /** Mail that is sent from it. */
    OUTGOING,
    /** Its calendar, contacts and tasks. */
    APPOINTMENTS_CONTACTS_TASKS;

    /** The direction in which items of this kind come from a mailbox. */
    public static Direction of(ItemKind kind) {
        return kind == ItemKind.EMAIL ? INCOMING : APPOINTMENTS_CONTACTS_TASKS;
    }

    /** As people write it: {@code incoming}, {@code outgoing}, {@code appointments-contacts-tasks}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The direction of that label.
     *
     * @throws IllegalArgumentException with what is allowed
     */
    public static Direction ofLabel(String label) {
        for (Direction direction : values()) {
            if (direction.label().equals(label)) {
                return direction;
            }
        }
        throw new IllegalArgumentException(
                "'" + label + "' is no direction; allowed are incoming, outgoing and appointments-contacts-tasks");
    }
}
