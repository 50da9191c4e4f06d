package org.exchangesync.sandbox.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The folders that every mailbox has.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/distinguishedfolderid">
 * DistinguishedFolderId</a>.
 */
public enum WellKnown {
    ROOT(null, "", null),
    MSGFOLDERROOT(ROOT, "Top of Information Store", "IPF.Note"),
    INBOX(MSGFOLDERROOT, "Inbox", "IPF.Note"),
    DRAFTS(MSGFOLDERROOT, "Drafts", "IPF.Note"),
    SENTITEMS(MSGFOLDERROOT, "Sent Items", "IPF.Note"),
    OUTBOX(MSGFOLDERROOT, "Outbox", "IPF.Note"),
    DELETEDITEMS(MSGFOLDERROOT, "Deleted Items", "IPF.Note"),
    JUNKEMAIL(MSGFOLDERROOT, "Junk E-Mail", "IPF.Note"),
    CALENDAR(MSGFOLDERROOT, "Calendar", "IPF.Appointment"),
    CONTACTS(MSGFOLDERROOT, "Contacts", "IPF.Contact"),
    TASKS(MSGFOLDERROOT, "Tasks", "IPF.Task"),
    NOTES(MSGFOLDERROOT, "Notes", "IPF.StickyNote"),
    JOURNAL(MSGFOLDERROOT, "Journal", "IPF.Journal"),
    SEARCHFOLDERS(ROOT, "Finder", null),
    RECOVERABLEITEMSROOT(ROOT, "Recoverable Items", null),
    RECOVERABLEITEMSDELETIONS(RECOVERABLEITEMSROOT, "Deletions", null);

    private final WellKnown parent;
    private final String displayName;
    private final String folderClass;

    WellKnown(WellKnown parent, String displayName, String folderClass) {
        this.parent = parent;
        this.displayName = displayName;
        this.folderClass = folderClass;
    }

    /** The folder above, null for the root. */
    public WellKnown parent() {
        return parent;
    }

    public String displayName() {
        return displayName;
    }

    /** The class of its items, null where anything goes. */
    public String folderClass() {
        return folderClass;
    }

    /** The name on the wire. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The folder with that name on the wire. */
    public static Optional<WellKnown> of(String id) {
        return Arrays.stream(values()).filter(w -> w.id().equals(id)).findFirst();
    }
}
