package org.exchangesync.sync;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.exchangesync.item.Email;
import org.exchangesync.item.Importance;
import org.exchangesync.item.Sensitivity;
import org.exchangesync.item.mime.MailboxProperties;

/**
 * What the mailbox knows of a mail and its bytes don't tell: kept beside the bytes of a dead letter.
 *
 * @param read the read flag, or null where unknown
 */
public record KeptMail(
        Instant receivedAt,
        Importance importance,
        Sensitivity sensitivity,
        List<String> categories,
        String conversationIndex,
        String syncKey,
        Boolean read) {
    /** Nothing is known. */
    public static final KeptMail NOTHING = new KeptMail(null, null, null, List.of(), null, null, null);

    public KeptMail {
        categories = categories == null ? List.of() : List.copyOf(categories);
    }

    static KeptMail of(Email email, Boolean read) {
        return new KeptMail(
                email.receivedAt(),
                email.importance(),
                email.sensitivity(),
                email.categories(),
                email.conversationIndex(),
                email.syncKey(),
                read);
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
    public static KeptMail read(String json) throws IOException {
        return json == null ? NOTHING : ItemJson.reader().readValue(json, KeptMail.class);
    }
}
