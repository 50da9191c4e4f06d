package org.exchangesync.profile;

import java.util.Objects;

/**
 * Whose mailbox it is in the business system.
 *
 * @param type a person's or a queue's; queues have no appointments, contacts and tasks
 * @param name by which the business system knows the user or queue, or null
 */
public record Regarding(Type type, String name) {
    public Regarding {
        Objects.requireNonNull(type, "type");
    }

    /** What stands behind a mailbox. */
    public enum Type {
        USER("user"),
        QUEUE("queue");

        private final String label;

        Type(String label) {
            this.label = label;
        }

        /** The word for it in configuration files. */
        public String label() {
            return label;
        }
    }
}
