package org.exchangesync.sandbox.operation;

import java.util.List;
import org.exchangesync.sandbox.item.FolderRenderer;
import org.exchangesync.sandbox.item.FolderTargets;
import org.exchangesync.sandbox.item.FolderValues;
import org.exchangesync.sandbox.item.Shape;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.Operation;
import org.exchangesync.sandbox.soap.Responses;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Makes folders; a name that its parent already has under it is refused.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/createfolder-operation">
 * CreateFolder</a>.
 */
final class CreateFolder implements Operation {
    @Override
    public Xml execute(Call call) {
        FolderRenderer renderer = new FolderRenderer(call);
        Xml parentId = call.body().child("ParentFolderId").orElseThrow();
        return Responses.each(
                call,
                "CreateFolder",
                call.body().child("Folders").orElseThrow().children(),
                Xml.m("Folders"),
                asked -> {
                    Folder parent = FolderTargets.in(call, parentId, "ErrorParentFolderNotFound");
                    return parent.mailbox().write(() -> {
                        String name = asked.textOf("DisplayName").orElse("");
                        FolderValues.requireFree(parent, name);
                        Folder made = parent.mailbox()
                                .addFolder(parent, name, FolderValues.folderClass(asked), FolderValues.extended(asked));
                        return List.of(Xml.m("Folders", renderer.element(made, Shape.ID)));
                    });
                });
    }
}
