package org.exchangesync.transport;

import java.util.Locale;

/** The folders that every mailbox has, whatever its language calls them. */
public enum WellKnownFolder {
    INBOX,
    CALENDAR,
    CONTACTS,
    TASKS,
    DRAFTS,
    SENT_ITEMS,
    DELETED_ITEMS,
    OUTBOX,
    /** The root of the folders that the owner sees. */
    ROOT;

    /** The name in lower case without separators, such as {@code sentitems}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace("_", "");
    }
}
