package org.exchangesync.sync;

import java.util.List;
import java.util.Objects;
import org.exchangesync.failure.Fault;
import org.exchangesync.item.Content;
import org.exchangesync.item.DeliveryKey;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.profile.Direction;

/**
 * An item that could not be taken, with all that is needed to understand and repeat it.
 *
 * @param key this version of this item in this mailbox; a repeat counts up the attempts of the same row
 * @param profile the profile's name
 * @param folder where the item was
 * @param kind what it is
 * @param itemId its address and version
 * @param title one line to recognise it by, or null
 * @param kept the item itself, as far as it could be had
 * @param failure why it was not taken
 */
public record DeadLetter(
        DeliveryKey key,
        String profile,
        FolderKey folder,
        ItemKind kind,
        ItemId itemId,
        String title,
        Kept kept,
        Failure failure) {

    /** Which of the mailbox's directions it belongs to. */
    public Direction direction() {
        return Direction.of(kind);
    }

    /**
     * The item.
     *
     * @param original the bytes as the server holds them, or null
     * @param itemJson the canonical item as JSON where there is no original, or null
     * @param mailboxProperties what the mailbox knows of a mail and its bytes don't tell, as JSON, or null
     * @param messageId of a mail, or null
     * @param identity by which its record would be recognised, or null
     * @param attached contents that the JSON names by their digests
     */
    public record Kept(
            Content original,
            String itemJson,
            String mailboxProperties,
            String messageId,
            String identity,
            List<Content> attached) {
        /** Nothing could be had. */
        public static final Kept NOTHING = new Kept(null, null, null, null, null, List.of());

        public Kept {
            attached = List.copyOf(attached);
        }
    }

    /**
     * What went wrong.
     *
     * @param fault code, class, cause and cure
     * @param route the route in which it failed, or null
     * @param step the step of the route, or null
     * @param exception the chain of exceptions as text, or null
     * @param resumeJson the message as it was at that step, as JSON, or null where it could not be kept
     */
    public record Failure(Fault fault, String route, String step, String exception, String resumeJson) {
        public Failure {
            Objects.requireNonNull(fault, "fault");
        }
    }
}
