package org.exchangesync.sync;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.exchangesync.item.Email;
import org.exchangesync.item.Importance;
import org.exchangesync.item.Item;
import org.exchangesync.item.Sensitivity;
import org.exchangesync.item.mime.MailboxProperties;

/**
 * What the mailbox knows of an item and its bytes or its JSON don't tell: kept beside them with a dead letter.
 *
 * @param receivedAt of a mail, as the following ones
 * @param syncKey our own key on the item, or null
 * @param read the read flag, or null where unknown
 */
public record KeptProperties(
        Instant receivedAt,
        Importance importance,
        Sensitivity sensitivity,
        List<String> categories,
        String conversationIndex,
        String syncKey,
        Boolean read) {
    /** Nothing is known. */
    public static final KeptProperties NOTHING = new KeptProperties(null, null, null, List.of(), null, null, null);

    public KeptProperties {
        categories = categories == null ? List.of() : List.copyOf(categories);
    }

    static KeptProperties of(Item item, Boolean read) {
        return item instanceof Email email
                ? new KeptProperties(
                        email.receivedAt(),
                        email.importance(),
                        email.sensitivity(),
                        email.categories(),
                        email.conversationIndex(),
                        email.syncKey(),
                        read)
                : new KeptProperties(null, null, null, List.of(), null, item.syncKey(), read);
    }

    /** In the words of the parser. */
    public MailboxProperties properties() {
        return new MailboxProperties(receivedAt, importance, sensitivity, categories, conversationIndex, syncKey);
    }

    String write() {
        return ItemJson.text(this);
    }

    /**
     * What {@link #write} wrote; null gives {@link #NOTHING}.
     *
     * @throws IOException if it is something else
     */
    public static KeptProperties read(String json) throws IOException {
        return json == null ? NOTHING : ItemJson.reader().readValue(json, KeptProperties.class);
    }
}
