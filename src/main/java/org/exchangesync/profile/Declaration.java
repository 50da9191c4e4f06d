package org.exchangesync.profile;

import java.util.Objects;

/**
 * A profile, a mailbox or settings as somebody declared them.
 *
 * @param kind what it is
 * @param name of the profile, or the address of the mailbox
 * @param json the fields as they were written, as a JSON object; references to secrets, never secrets
 * @param source who declares it: {@link #API}, or the name of a file
 */
public record Declaration(Kind kind, String name, String json, String source) {
    /** What was declared by a person through the command line or the API. */
    public static final String API = "api";

    public Declaration {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(json, "json");
        Objects.requireNonNull(source, "source");
    }

    /** What can be declared. */
    public enum Kind {
        /** What holds for all; there is one. */
        SETTINGS("settings"),
        /** What mailboxes have that don't say otherwise; there is one. */
        DEFAULTS("defaults"),
        PROFILE("profile"),
        MAILBOX("mailbox");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** For messages. */
        public String label() {
            return label;
        }
    }
}
