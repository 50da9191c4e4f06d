package org.exchangesync.sandbox.operation;

import java.util.List;
import org.exchangesync.sandbox.item.ChangeKeyCheck;
import org.exchangesync.sandbox.item.FolderRenderer;
import org.exchangesync.sandbox.item.FolderTargets;
import org.exchangesync.sandbox.item.FolderValues;
import org.exchangesync.sandbox.item.Shape;
import org.exchangesync.sandbox.property.FieldPath;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.Operation;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.soap.Responses;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Renames folders and changes their extended properties.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/updatefolder-operation">
 * UpdateFolder</a>.
 */
final class UpdateFolder implements Operation {
    @Override
    public Xml execute(Call call) {
        return Responses.each(
                call,
                "UpdateFolder",
                call.body().child("FolderChanges").orElseThrow().children(),
                Xml.m("Folders"),
                change -> {
                    Xml id = change.children().get(0);
                    Folder folder = FolderTargets.of(call, id);
                    if (id.name().equals("FolderId")) {
                        ChangeKeyCheck.requirePresent(id);
                    }
                    return folder.mailbox().write(() -> {
                        update(folder, change.child("Updates").orElseThrow());
                        return List.of(Xml.m("Folders", new FolderRenderer(call).element(folder, Shape.ID)));
                    });
                });
    }

    private static void update(Folder folder, Xml updates) {
        String name = folder.displayName();
        Values.Builder values = folder.values().change();
        for (Xml update : updates.children()) {
            FieldPath path = Shape.path(update.children().get(0));
            boolean set = update.name().equals("SetFolderField");
            if (path instanceof FieldPath.Extended extended) {
                values.remove(extended.key().key());
                if (set) {
                    values.putAll(FolderValues.extended(update.children().get(1)));
                }
            } else if (set
                    && path instanceof FieldPath.Field field
                    && field.uri().equals("folder:DisplayName")) {
                name = rename(
                        folder, update.children().get(1).textOf("DisplayName").orElse(""));
            } else {
                throw new ResponseError(
                        "ErrorInvalidPropertySet",
                        "Set action is invalid for property.",
                        List.of(update.children().get(0)));
            }
        }
        folder.mailbox().updateFolder(folder, name, values.done());
    }

    private static String rename(Folder folder, String name) {
        if (folder.wellKnown().isPresent()) {
            throw new ResponseError(
                    "ErrorFolderSaveFailed",
                    "The folder save operation failed: a distinguished folder keeps its name.");
        }
        Folder parent = folder.mailbox().folder(folder.parent()).orElseThrow(ResponseError::folderNotFound);
        if (!name.equalsIgnoreCase(folder.displayName())) {
            FolderValues.requireFree(parent, name);
        }
        return name;
    }
}
