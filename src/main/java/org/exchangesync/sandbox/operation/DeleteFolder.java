package org.exchangesync.sandbox.operation;

import java.util.List;
import org.exchangesync.sandbox.item.FolderTargets;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.Operation;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.soap.Responses;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.store.Mailbox;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.store.WellKnown;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Deletes folders, or with EmptyFolder what is in them.
 *
 * <p>Sources: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/deletefolder-operation">
 * DeleteFolder</a>, <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/emptyfolder-operation">
 * EmptyFolder</a>.
 */
final class DeleteFolder implements Operation {
    private final boolean emptying;

    private DeleteFolder(boolean emptying) {
        this.emptying = emptying;
    }

    static DeleteFolder deleting() {
        return new DeleteFolder(false);
    }

    static DeleteFolder emptying() {
        return new DeleteFolder(true);
    }

    @Override
    public Xml execute(Call call) {
        Xml request = call.body();
        String type = request.attribute("DeleteType");
        boolean subFolders = "true".equals(request.attribute("DeleteSubFolders"));
        return Responses.each(
                call,
                emptying ? "EmptyFolder" : "DeleteFolder",
                request.child("FolderIds").orElseThrow().children(),
                null,
                id -> {
                    Folder folder = FolderTargets.of(call, id);
                    return folder.mailbox().write(() -> {
                        if (emptying) {
                            empty(folder, type, subFolders);
                        } else {
                            delete(folder, type);
                        }
                        return List.of();
                    });
                });
    }

    private static void delete(Folder folder, String type) {
        if (folder.wellKnown().isPresent()) {
            throw new ResponseError("ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be deleted.");
        }
        Mailbox mailbox = folder.mailbox();
        if (type.equals("MoveToDeletedItems")) {
            mailbox.moveFolder(folder, mailbox.folder(WellKnown.DELETEDITEMS));
        } else {
            mailbox.removeFolder(folder);
        }
    }

    private static void empty(Folder folder, String type, boolean subFolders) {
        Mailbox mailbox = folder.mailbox();
        for (StoredItem item : List.copyOf(folder.items())) {
            if (type.equals("MoveToDeletedItems")) {
                mailbox.move(item, mailbox.folder(WellKnown.DELETEDITEMS));
            } else {
                mailbox.remove(item);
            }
        }
        if (subFolders) {
            mailbox.children(folder).stream()
                    .filter(f -> f.wellKnown().isEmpty())
                    .forEach(f -> delete(f, type));
        }
    }
}
