package org.exchangesync.transport;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A folder of a mailbox: one that every mailbox has, one that is found below it by the names on the way, or any by its id.
 *
 * @param wellKnown the folder every mailbox has, at which the way begins, or null
 * @param below the display names from there on, outermost first; empty for the well-known folder itself
 * @param id the transport's folder id, or null
 */
public record FolderRef(WellKnownFolder wellKnown, List<String> below, String id) {
    private static final String ID_PREFIX = "id:";
    private static final String SLASH = "%2F";

    public FolderRef {
        below = List.copyOf(below);
        if ((wellKnown == null) == (id == null) || wellKnown == null && !below.isEmpty()) {
            throw new IllegalArgumentException("a folder is named by a well-known one or by its id, not both");
        }
        if (below.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a folder on the way has no name");
        }
    }

    /** One of the folders that every mailbox has. */
    public static FolderRef of(WellKnownFolder folder) {
        return new FolderRef(Objects.requireNonNull(folder), List.of(), null);
    }

    /** The folder that is found from a well-known one by the names on the way, outermost first. */
    public static FolderRef below(WellKnownFolder folder, String... names) {
        return new FolderRef(Objects.requireNonNull(folder), List.of(names), null);
    }

    /** A folder by the transport's id. */
    public static FolderRef ofId(String id) {
        return new FolderRef(null, List.of(), Objects.requireNonNull(id));
    }

    /** Whether it has to be found by names before a server can be asked for it. */
    public boolean isPath() {
        return !below.isEmpty();
    }

    /**
     * Reads the text form: {@code inbox}, {@code calendar}, …, {@code inbox/Projects/2026}, or {@code id:} and the folder's
     * id. A slash within a name is written {@code %2F}.
     *
     * @throws IllegalArgumentException if the text is none of them; the message lists what is allowed
     */
    public static FolderRef parse(String text) {
        if (text.startsWith(ID_PREFIX)) {
            return ofId(text.substring(ID_PREFIX.length()));
        }
        List<String> names = List.of(text.split("/", -1));
        String wanted =
                names.get(0).strip().toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
        for (WellKnownFolder folder : WellKnownFolder.values()) {
            if (folder.label().equals(wanted)) {
                return new FolderRef(
                        folder, names.stream().skip(1).map(FolderRef::decoded).toList(), null);
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no folder: use inbox, calendar, contacts, tasks, drafts, "
                + "sentitems, deleteditems, outbox, root, one below them such as inbox/Projects, or id:<folder id>");
    }

    private static String decoded(String name) {
        return name.strip().replace(SLASH, "/").replace("%25", "%");
    }

    private static String encoded(String name) {
        return name.replace("%", "%25").replace("/", SLASH);
    }

    /** The text form that {@link #parse} reads. */
    @Override
    public String toString() {
        if (id != null) {
            return ID_PREFIX + id;
        }
        return isPath()
                ? below.stream().map(FolderRef::encoded).collect(Collectors.joining("/", wellKnown.label() + "/", ""))
                : wellKnown.label();
    }
}
