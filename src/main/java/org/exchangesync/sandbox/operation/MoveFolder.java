package org.exchangesync.sandbox.operation;

import java.util.List;
import org.exchangesync.sandbox.item.FolderRenderer;
import org.exchangesync.sandbox.item.FolderTargets;
import org.exchangesync.sandbox.item.Shape;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.Operation;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.soap.Responses;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.store.Mailbox;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Moves or copies folders; a moved folder keeps its id.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/movefolder-operation">
 * MoveFolder</a>.
 */
final class MoveFolder implements Operation {
    private final boolean copy;

    private MoveFolder(boolean copy) {
        this.copy = copy;
    }

    static MoveFolder moving() {
        return new MoveFolder(false);
    }

    static MoveFolder copying() {
        return new MoveFolder(true);
    }

    @Override
    public Xml execute(Call call) {
        return Responses.each(
                call,
                copy ? "CopyFolder" : "MoveFolder",
                call.body().child("FolderIds").orElseThrow().children(),
                Xml.m("Folders"),
                id -> {
                    Folder target = FolderTargets.in(
                            call, call.body().child("ToFolderId").orElseThrow(), "ErrorToFolderNotFound");
                    Folder folder = FolderTargets.of(call, id);
                    return folder.mailbox().write(() -> {
                        requirePossible(folder, target);
                        Folder arrived = copy ? copy(folder, target) : move(folder, target);
                        return List.of(Xml.m("Folders", new FolderRenderer(call).element(arrived, Shape.ID)));
                    });
                });
    }

    private void requirePossible(Folder folder, Folder target) {
        Mailbox mailbox = folder.mailbox();
        boolean inItself = folder == target || mailbox.descendants(folder).contains(target);
        boolean nameTaken =
                mailbox.children(target).stream().anyMatch(f -> f.displayName().equalsIgnoreCase(folder.displayName()));
        if (inItself || nameTaken || folder.wellKnown().isPresent()) {
            throw new ResponseError("ErrorMoveCopyFailed", "The move or copy operation failed.");
        }
    }

    private static Folder move(Folder folder, Folder target) {
        folder.mailbox().moveFolder(folder, target);
        return folder;
    }

    private static Folder copy(Folder folder, Folder target) {
        Mailbox mailbox = folder.mailbox();
        List<Folder> below = mailbox.children(folder);
        Folder made = mailbox.addFolder(target, folder.displayName(), folder.folderClass(), folder.values());
        List.copyOf(folder.items()).forEach(i -> mailbox.copy(i, made));
        below.forEach(child -> copy(child, made));
        return made;
    }
}
