package org.exchangesync.sync.deadletter;

import java.time.Instant;
import java.util.UUID;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.profile.Direction;
import org.exchangesync.sync.FolderKey;

/**
 * A dead letter as it stands in the database, without its contents.
 *
 * @param id the number by which people call it
 * @param deliveryKey this version of this item in this mailbox; unique
 * @param profile the profile's name
 * @param direction which of the mailbox's directions it belongs to
 * @param folder where the item was
 * @param kind what it is
 * @param itemId its address and version there
 * @param title one line to recognise it by, or null
 * @param messageId of a mail, or null
 * @param state how far it is
 * @param failure why
 * @param kept what there is to replay
 * @param replay what was asked for and what came of it
 * @param moved where a mail is now
 * @param resolution how it ended, or null
 */
public record StoredLetter(
        long id,
        String deliveryKey,
        String profile,
        Direction direction,
        FolderKey folder,
        ItemKind kind,
        ItemId itemId,
        String title,
        String messageId,
        LetterState state,
        Failure failure,
        Kept kept,
        Replay replay,
        Moved moved,
        Resolution resolution) {

    /** The mailbox's address. */
    public String mailbox() {
        return folder.mailbox();
    }

    /**
     * The latest failure.
     *
     * @param route in which it failed, or null
     * @param step the step of the route, or null
     * @param code of the server, or our word
     * @param cause in words
     * @param cure what to do about it, or null
     * @param attempts how often it was tried
     */
    public record Failure(
            String route,
            String step,
            String code,
            FaultClass faultClass,
            String cause,
            String cure,
            int attempts,
            Instant firstSeen,
            Instant lastSeen) {}

    /**
     * What was kept.
     *
     * @param originalSha256 of the bytes as the server held them, or null
     * @param originalSize their number, or null
     * @param item whether the item stands here as JSON
     * @param described whether what the mailbox knows of it was kept: then it could be read
     * @param resumable whether the message at the step that refused it was kept
     * @param editedBy who gave it another content, or null
     */
    public record Kept(
            String originalSha256,
            Long originalSize,
            boolean item,
            boolean described,
            boolean resumable,
            String editedBy,
            Instant editedAt,
            boolean editedJson,
            String editedSha256) {

        /** Whether an item can be made of it, without asking the mailbox. */
        public boolean hasContent() {
            return originalSha256 != null || item || isEdited();
        }

        /** Whether somebody gave it another content, which wins. */
        public boolean isEdited() {
            return editedAt != null;
        }
    }

    /**
     * The last request for a replay and the last result.
     *
     * @param requestedBy or null if it was never asked for
     * @param dueAt not tried before, or null
     * @param waits how often it had to wait for something that was away, since it was asked for
     * @param lastResult what the last try came to, in words, or null
     */
    public record Replay(
            String requestedBy,
            Instant requestedAt,
            ReplayOptions options,
            Instant dueAt,
            int waits,
            Instant lastAt,
            String lastResult) {}

    /**
     * Where the mail of the letter is.
     *
     * @param where or null if it was never to be moved, or not yet
     * @param reason why it was not moved, or null
     * @param itemId its id where it is now, or null
     */
    public record Moved(Where where, String reason, String itemId) {
        /** What became of the move. */
        public enum Where {
            /** In Undeliverable. */
            MOVED,
            /** Where it was, because it could not be moved. */
            NOT_MOVED,
            /** In the Inbox again. */
            MOVED_BACK
        }
    }

    /**
     * How it ended.
     *
     * @param by a person, or {@code engine}
     * @param text in words
     * @param recordId the record that the item is now, or null
     */
    public record Resolution(Instant at, String by, String text, UUID recordId) {}
}
