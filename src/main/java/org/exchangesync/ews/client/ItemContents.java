package org.exchangesync.ews.client;

import java.util.Optional;
import org.exchangesync.ews.client.types.FileAttachmentType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.item.Content;

/** Gives the bytes that belong to the items of an answer; they are not in the generated objects themselves. */
public interface ItemContents {

    /**
     * The item's MIME; empty where the answer has none. Belongs to the caller from now on, who closes it.
     *
     * @throws EwsFault {@code ErrorMimeContentInvalidBase64String} if it is damaged, {@code LimitExceeded} if it is too
     *     large; other items are not affected
     */
    Optional<Content> mimeContent(ItemType item);

    /**
     * The attachment's bytes; empty where the answer has none. Belongs to the caller from now on, who closes it.
     *
     * @throws EwsFault as for {@link #mimeContent}
     */
    Optional<Content> fileContent(FileAttachmentType attachment);

    /** Contents of objects that hold their Base64 text themselves: what one makes for requests, and in tests. */
    static ItemContents inObjects() {
        return new ContentsByText(CutContents::inline);
    }
}
