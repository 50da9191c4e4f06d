package org.exchangesync.store;

import java.util.Optional;
import org.exchangesync.sync.FolderKey;
import org.exchangesync.sync.FolderTrouble;

/** Table {@code folder_trouble}: folders that are left out for a while. */
final class FolderTroubleTable {
    private static final String OF_FOLDER = " WHERE mailbox = ? AND transport = ? AND folder = ?";

    private final Jdbc jdbc;

    FolderTroubleTable(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    Optional<FolderTrouble> of(FolderKey folder) {
        return jdbc
                .query(
                        "SELECT failures, code, reason, retry_at FROM folder_trouble" + OF_FOLDER,
                        row -> new FolderTrouble(
                                folder,
                                row.getInt("failures"),
                                row.getString("code"),
                                row.getString("reason"),
                                Jdbc.instant(row, "retry_at")),
                        folder.mailbox(),
                        folder.transport(),
                        folder.folder())
                .stream()
                .findFirst();
    }

    void put(FolderTrouble trouble) {
        remove(trouble.folder());
        jdbc.update(
                "INSERT INTO folder_trouble (mailbox, transport, folder, failures, code, reason, retry_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                trouble.folder().mailbox(),
                trouble.folder().transport(),
                trouble.folder().folder(),
                trouble.failures(),
                StoredText.cut(StoredText.clean(trouble.code()), 200),
                StoredText.cut(StoredText.clean(trouble.reason()), 4000),
                trouble.retryAt());
    }

    void remove(FolderKey folder) {
        jdbc.update("DELETE FROM folder_trouble" + OF_FOLDER, folder.mailbox(), folder.transport(), folder.folder());
    }
}
