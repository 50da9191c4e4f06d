package org.exchangesync.sandbox.item;

import java.util.ArrayList;
import java.util.List;
import org.exchangesync.sandbox.property.FieldPath;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Turns folders into the elements of an answer.
 *
 * <p>Source: <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/folder">Folder</a>.
 */
public final class FolderRenderer {
    private final Call call;

    public FolderRenderer(Call call) {
        this.call = call;
    }

    /** The element of a folder; call it inside {@code Mailbox.read}. */
    public Xml element(Folder folder, Shape shape) {
        List<Xml> children = new ArrayList<>();
        children.add(ComputedValues.folderId("FolderId", folder));
        add(children, shape, "ParentFolderId", false, parent(folder));
        add(children, shape, "FolderClass", false, text("FolderClass", folder.folderClass()));
        add(children, shape, "DisplayName", true, Xml.t("DisplayName", folder.displayName()));
        add(children, shape, "TotalCount", true, Xml.t("TotalCount", count(folder)));
        add(
                children,
                shape,
                "ChildFolderCount",
                true,
                Xml.t("ChildFolderCount", folder.mailbox().children(folder).size()));
        for (FieldPath path : shape.additional()) {
            if (path instanceof FieldPath.Extended extended) {
                folder.values()
                        .get(extended.key().key())
                        .map(stored -> Xml.t(
                                "ExtendedProperty",
                                extended.key().uri(),
                                stored.children().get(1)))
                        .ifPresent(children::add);
            }
        }
        add(children, shape, "EffectiveRights", false, rights());
        if (call.is2013()) {
            add(
                    children,
                    shape,
                    "DistinguishedFolderId",
                    false,
                    folder.wellKnown()
                            .map(w -> Xml.t("DistinguishedFolderId", w.id()))
                            .orElse(null));
        }
        if (folder.element().equals("Folder") || folder.element().equals("TasksFolder")) {
            add(children, shape, "UnreadCount", true, Xml.t("UnreadCount", unread(folder)));
        }
        return Xml.t(folder.element(), children);
    }

    private static void add(List<Xml> children, Shape shape, String name, boolean isDefault, Xml value) {
        boolean wanted = switch (shape.base()) {
            case ID_ONLY -> false;
            case DEFAULT -> isDefault;
            case ALL_PROPERTIES -> true;
        };
        if (value != null && (wanted || shape.names("folder:" + name))) {
            children.add(value);
        }
    }

    private static Xml parent(Folder folder) {
        return folder.mailbox()
                .folder(folder.parent())
                .map(p -> ComputedValues.folderId("ParentFolderId", p))
                .orElse(null);
    }

    private static Xml text(String name, String text) {
        return text == null ? null : Xml.t(name, text);
    }

    private static long count(Folder folder) {
        return folder.items().stream().filter(i -> !i.content().associated()).count();
    }

    private static long unread(Folder folder) {
        return folder.items().stream()
                .filter(i -> !i.content().associated())
                .map(StoredItem::values)
                .filter(v -> v.has("message:IsRead") && !v.bool("message:IsRead"))
                .count();
    }

    private static Xml rights() {
        return Xml.t(
                "EffectiveRights",
                Xml.t("CreateAssociated", true),
                Xml.t("CreateContents", true),
                Xml.t("CreateHierarchy", true),
                Xml.t("Delete", true),
                Xml.t("Modify", true),
                Xml.t("Read", true));
    }
}
