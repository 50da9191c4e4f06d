package org.exchangesync.sync;

import java.time.Instant;

/**
 * Why a folder is left out for a while, though its mailbox is well.
 *
 * @param failures how often in a row it could not be read
 * @param retryAt when it is tried again
 */
public record FolderTrouble(FolderKey folder, int failures, String code, String reason, Instant retryAt) {

    /** The key of the alert that a folder is left out. */
    static String alertKey(FolderKey folder) {
        return "folder " + folder.mailbox() + " " + folder.folder();
    }
}
