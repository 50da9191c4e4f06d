package org.exchangesync.sandbox.item;

import java.util.Optional;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.store.EwsId;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.store.StoredAttachment;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Finds the attachments that a request names, also those of attached items: their id holds one number for each level, ten
 * bits wide.
 */
public final class AttachmentTargets {
    private static final int LEVEL_BITS = 10;
    private static final int LEVEL_MASK = (1 << LEVEL_BITS) - 1;

    /**
     * An attachment and where it is.
     *
     * @param root the stored item that it is somewhere in
     * @param path the numbers of the attachments that lead to it
     */
    public record Target(StoredItem root, long path, StoredAttachment attachment) {
        /** Whether it belongs to an attached item. */
        public boolean isNested() {
            return path > LEVEL_MASK;
        }
    }

    private AttachmentTargets() {}

    /**
     * The attachment of an AttachmentId element.
     *
     * @throws ResponseError when there is none, or it is not the caller's
     */
    public static Target of(Call call, Xml element) {
        EwsId id = EwsId.decode(Optional.ofNullable(element.attribute("Id")).orElse(""))
                .filter(i -> i.kind() == EwsId.Kind.ATTACHMENT)
                .orElseThrow(() -> new ResponseError("ErrorInvalidAttachmentId", "The attachment ID is not valid."));
        StoredItem root = ItemTargets.stored(call, id);
        ItemContent content = root.content();
        StoredAttachment found = null;
        for (long path = id.detail(); path > 0; path >>= LEVEL_BITS) {
            long number = path & LEVEL_MASK;
            if (content == null) {
                throw ResponseError.itemNotFound();
            }
            found = content.attachments().stream()
                    .filter(a -> a.number() == number)
                    .findFirst()
                    .orElseThrow(ResponseError::itemNotFound);
            content = found.item();
        }
        if (found == null) {
            throw ResponseError.itemNotFound();
        }
        return new Target(root, id.detail(), found);
    }

    /** The path of an attachment of something that is itself at a path, 0 for a stored item. */
    static long below(long path, int number) {
        int level = 0;
        for (long left = path; left > 0; left >>= LEVEL_BITS) {
            level++;
        }
        return path | (long) number << level * LEVEL_BITS;
    }
}
