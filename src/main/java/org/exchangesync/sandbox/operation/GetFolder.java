package org.exchangesync.sandbox.operation;

import java.util.List;
import org.exchangesync.sandbox.item.FolderRenderer;
import org.exchangesync.sandbox.item.FolderTargets;
import org.exchangesync.sandbox.item.Shape;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.Operation;
import org.exchangesync.sandbox.soap.Responses;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Shows folders.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/getfolder-operation">GetFolder</a>.
 */
final class GetFolder implements Operation {
    @Override
    public Xml execute(Call call) {
        Shape shape = Shape.of(call.body().child("FolderShape").orElseThrow());
        FolderRenderer renderer = new FolderRenderer(call);
        return Responses.each(
                call, "GetFolder", call.body().child("FolderIds").orElseThrow().children(), Xml.m("Folders"), id -> {
                    Folder folder = FolderTargets.of(call, id);
                    return List.of(Xml.m("Folders", folder.mailbox().read(() -> renderer.element(folder, shape))));
                });
    }
}
