package org.exchangesync.sandbox.item;

import java.util.ArrayList;
import java.util.List;
import org.exchangesync.sandbox.property.DateTimes;
import org.exchangesync.sandbox.store.StoredAttachment;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.xml.Xml;

/**
 * The FileAttachment and ItemAttachment elements.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/fileattachment">FileAttachment</a>.
 */
public final class AttachmentElements {
    private AttachmentElements() {}

    /** An attachment without its content, as items list it. */
    public static Xml describe(StoredItem item, StoredAttachment attachment) {
        List<Xml> parts = new ArrayList<>();
        parts.add(Xml.t("AttachmentId").with("Id", ComputedValues.attachmentId(item, attachment.number())));
        parts.add(Xml.t("Name", attachment.name()));
        add(parts, "ContentType", attachment.contentType());
        add(parts, "ContentId", attachment.contentId());
        add(parts, "ContentLocation", attachment.contentLocation());
        parts.add(Xml.t("Size", attachment.size()));
        parts.add(Xml.t("LastModifiedTime", DateTimes.format(modified(item, attachment))));
        parts.add(Xml.t("IsInline", attachment.inline()));
        if (attachment.content() != null) {
            parts.add(Xml.t("IsContactPhoto", false));
        }
        return Xml.t(attachment.content() != null ? "FileAttachment" : "ItemAttachment", parts);
    }

    private static java.time.Instant modified(StoredItem item, StoredAttachment attachment) {
        return attachment.modified().equals(java.time.Instant.EPOCH)
                ? item.values().instant("item:DateTimeCreated").orElse(attachment.modified())
                : attachment.modified();
    }

    private static void add(List<Xml> parts, String name, String text) {
        if (text != null) {
            parts.add(Xml.t(name, text));
        }
    }
}
