package org.exchangesync.sandbox.operation;

import java.util.ArrayList;
import java.util.List;
import org.exchangesync.sandbox.item.FolderRenderer;
import org.exchangesync.sandbox.item.FolderTargets;
import org.exchangesync.sandbox.item.Shape;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.Operation;
import org.exchangesync.sandbox.soap.Responses;
import org.exchangesync.sandbox.store.EwsId;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.store.WellKnown;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Tells which folders came, changed or went since a state.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/syncfolderhierarchy-operation">
 * SyncFolderHierarchy</a>.
 */
final class SyncFolderHierarchy implements Operation {
    @Override
    public Xml execute(Call call) {
        Shape shape = Shape.of(call.body().child("FolderShape").orElseThrow());
        return Responses.one(call, "SyncFolderHierarchy", null, () -> {
            Folder root = call.body()
                    .child("SyncFolderId")
                    .map(id -> FolderTargets.in(call, id, "ErrorSyncFolderNotFound"))
                    .orElseGet(() -> call.mailbox().folder(WellKnown.MSGFOLDERROOT));
            SyncState expected =
                    SyncState.initial('H', call.store().guid(), root.mailbox().states(), root.number());
            SyncState state = call.body()
                    .textOf("SyncState")
                    .filter(s -> !s.isEmpty())
                    .map(s -> SyncState.decode(s, expected))
                    .orElse(expected);
            return root.mailbox().read(() -> answer(call, root, shape, state));
        });
    }

    private static List<Xml> answer(Call call, Folder root, Shape shape, SyncState state) {
        FolderRenderer renderer = new FolderRenderer(call);
        List<Xml> changes = new ArrayList<>();
        for (Folder folder : root.mailbox().descendants(root)) {
            if (folder.changed() > state.low()) {
                String kind = folder.created() > state.low() ? "Create" : "Update";
                changes.add(Xml.t(kind, renderer.element(folder, shape)));
            }
        }
        for (long gone : root.mailbox().foldersRemovedAfter(state.low())) {
            if (gone <= state.low()) {
                EwsId id = new EwsId(EwsId.Kind.FOLDER, root.mailbox().guid(), gone, 0, 0);
                changes.add(Xml.t("Delete", Xml.t("FolderId").with("Id", id.encode())));
            }
        }
        long now = root.mailbox().lastChange();
        SyncState next = new SyncState('H', state.store(), state.mailbox(), state.folder(), now, now, 0);
        return List.of(
                Xml.m("SyncState", next.encode()), Xml.m("IncludesLastFolderInRange", true), Xml.m("Changes", changes));
    }
}
