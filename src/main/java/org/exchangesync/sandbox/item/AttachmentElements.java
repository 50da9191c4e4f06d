package org.exchangesync.sandbox.item;

import java.util.ArrayList;
import java.util.List;
import org.exchangesync.sandbox.property.DateTimes;
import org.exchangesync.sandbox.soap.Call;
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
    static Xml describe(StoredItem item, StoredAttachment attachment, long parentPath) {
        List<Xml> parts = description(item, attachment, AttachmentTargets.below(parentPath, attachment.number()));
        return Xml.t(attachment.content() != null ? "FileAttachment" : "ItemAttachment", parts);
    }

    /** What CreateAttachment answers: the id, and the new change key of the item. */
    public static Xml created(StoredItem item, StoredAttachment attachment) {
        Xml id = Xml.t("AttachmentId")
                .with("Id", ComputedValues.attachmentId(item, attachment.number()))
                .with("RootItemId", item.id())
                .with("RootItemChangeKey", item.changeKey());
        return Xml.t(attachment.content() != null ? "FileAttachment" : "ItemAttachment", id);
    }

    /** An attachment with its content. */
    public static Xml whole(Call call, AttachmentTargets.Target target, Shape shape) {
        StoredAttachment attachment = target.attachment();
        List<Xml> parts = description(target.root(), attachment, target.path());
        if (attachment.content() != null) {
            parts.add(Xml.base64("Content", attachment.content()));
            return Xml.t("FileAttachment", parts);
        }
        StoredItem root = target.root();
        StoredItem nested = new StoredItem(
                root.mailbox(), root.folder(), root.number(), root.created(), root.changed(), 0, attachment.item());
        Xml item = new ItemRenderer(call).whole(ItemView.of(nested), shape);
        parts.add(item.withChildren(item.children().stream()
                .filter(c -> !c.name().equals("ItemId") && !c.name().equals("ParentFolderId"))
                .map(c -> c.name().equals("Attachments") ? inside(nested, target.path()) : c)
                .toList()));
        return Xml.t("ItemAttachment", parts);
    }

    private static Xml inside(StoredItem nested, long path) {
        return Xml.t(
                "Attachments",
                nested.content().attachments().stream()
                        .map(a -> describe(nested, a, path))
                        .toList());
    }

    private static List<Xml> description(StoredItem item, StoredAttachment attachment, long path) {
        List<Xml> parts = new ArrayList<>();
        parts.add(Xml.t("AttachmentId").with("Id", ComputedValues.attachmentId(item, path)));
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
        return parts;
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
