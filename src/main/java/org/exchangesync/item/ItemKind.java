package org.exchangesync.item;

import java.util.Locale;

/** The four kinds of items that are kept in step. */
public enum ItemKind {
    EMAIL,
    APPOINTMENT,
    CONTACT,
    TASK;

    /** The kind's name as it stands in routes, tables and summaries: {@code email}, {@code appointment}, … */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
