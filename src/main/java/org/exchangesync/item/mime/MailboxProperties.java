package org.exchangesync.item.mime;

import java.time.Instant;
import java.util.List;
import org.exchangesync.item.Importance;
import org.exchangesync.item.Sensitivity;

/**
 * What the mailbox knows of a mail and its bytes don't.
 *
 * @param receivedAt when the mailbox got it, or null
 * @param importance the owner's view of it, or null for what the header says
 * @param sensitivity likewise
 * @param categories as the owner set them
 * @param conversationIndex Base64, or null for what the header says
 * @param syncKey see {@link org.exchangesync.item.Item#syncKey()}
 */
public record MailboxProperties(
        Instant receivedAt,
        Importance importance,
        Sensitivity sensitivity,
        List<String> categories,
        String conversationIndex,
        String syncKey) {
    public MailboxProperties {
        categories = List.copyOf(categories);
    }

    /** Nothing but the time of receipt is known. */
    public static MailboxProperties received(Instant receivedAt) {
        return new MailboxProperties(receivedAt, null, null, List.of(), null, null);
    }
}
