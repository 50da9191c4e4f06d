package org.exchangesync.transport;

import org.exchangesync.item.ItemKind;

/** Which folder and which kind belong together where a message or an endpoint names only one of them. */
final class DefaultFolders {
    private DefaultFolders() {}

    /** Where items of a kind are found; the inbox where no kind is given. */
    static FolderRef whereItemsAre(ItemKind kind) {
        return FolderRef.of(
                kind == null
                        ? WellKnownFolder.INBOX
                        : switch (kind) {
                            case EMAIL -> WellKnownFolder.INBOX;
                            case APPOINTMENT -> WellKnownFolder.CALENDAR;
                            case CONTACT -> WellKnownFolder.CONTACTS;
                            case TASK -> WellKnownFolder.TASKS;
                        });
    }

    /** Where items of a kind are made: a mail that doesn't come from outside is a draft. */
    static FolderRef whereItemsAreMade(ItemKind kind) {
        return kind == ItemKind.EMAIL ? FolderRef.of(WellKnownFolder.DRAFTS) : whereItemsAre(kind);
    }

    /** What a folder holds; mail where the folder doesn't say. */
    static ItemKind kindIn(FolderRef folder) {
        if (folder == null || folder.wellKnown() == null) {
            return ItemKind.EMAIL;
        }
        return switch (folder.wellKnown()) {
            case CALENDAR -> ItemKind.APPOINTMENT;
            case CONTACTS -> ItemKind.CONTACT;
            case TASKS -> ItemKind.TASK;
            default -> ItemKind.EMAIL;
        };
    }
}
