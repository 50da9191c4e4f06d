package org.exchangesync.transport;

import java.util.Locale;
import java.util.Objects;

/**
 * A folder of a mailbox: one that every mailbox has, or any other by its id.
 *
 * @param wellKnown the folder every mailbox has, or null
 * @param id the transport's folder id, or null
 */
public record FolderRef(WellKnownFolder wellKnown, String id) {
    private static final String ID_PREFIX = "id:";

    public FolderRef {
        if ((wellKnown == null) == (id == null)) {
            throw new IllegalArgumentException("a folder is named by its well-known name or by its id, not both");
        }
    }

    /** One of the folders that every mailbox has. */
    public static FolderRef of(WellKnownFolder folder) {
        return new FolderRef(Objects.requireNonNull(folder), null);
    }

    /** A folder by the transport's id. */
    public static FolderRef ofId(String id) {
        return new FolderRef(null, Objects.requireNonNull(id));
    }

    /**
     * Reads the text form: {@code inbox}, {@code calendar}, … or {@code id:} and the folder's id.
     *
     * @throws IllegalArgumentException if the text is neither; the message lists what is allowed
     */
    public static FolderRef parse(String text) {
        if (text.startsWith(ID_PREFIX)) {
            return ofId(text.substring(ID_PREFIX.length()));
        }
        String wanted = text.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
        for (WellKnownFolder folder : WellKnownFolder.values()) {
            if (folder.label().equals(wanted)) {
                return of(folder);
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no folder: use inbox, calendar, contacts, tasks, drafts, "
                + "sentitems, deleteditems, outbox, root, or id:<folder id>");
    }

    /** The text form that {@link #parse} reads. */
    @Override
    public String toString() {
        return wellKnown != null ? wellKnown.label() : ID_PREFIX + id;
    }
}
