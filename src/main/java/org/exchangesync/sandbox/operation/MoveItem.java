package org.exchangesync.sandbox.operation;

import java.util.List;
import org.exchangesync.sandbox.item.FolderTargets;
import org.exchangesync.sandbox.item.ItemRenderer;
import org.exchangesync.sandbox.item.ItemTargets;
import org.exchangesync.sandbox.item.ItemView;
import org.exchangesync.sandbox.item.Shape;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.Operation;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.soap.Responses;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Moves or copies items; what arrives has a new id.
 *
 * <p>Sources: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/moveitem-operation">MoveItem</a>, <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/copyitem-operation">CopyItem</a>.
 */
final class MoveItem implements Operation {
    private final boolean copy;

    private MoveItem(boolean copy) {
        this.copy = copy;
    }

    static MoveItem moving() {
        return new MoveItem(false);
    }

    static MoveItem copying() {
        return new MoveItem(true);
    }

    @Override
    public Xml execute(Call call) {
        Xml request = call.body();
        boolean newIds = !request.textOf("ReturnNewItemIds").orElse("true").equals("false");
        return Responses.each(
                call,
                copy ? "CopyItem" : "MoveItem",
                request.child("ItemIds").orElseThrow().children(),
                Xml.m("Items"),
                id -> {
                    Folder target =
                            FolderTargets.in(call, request.child("ToFolderId").orElseThrow(), "ErrorToFolderNotFound");
                    StoredItem arrived = target.mailbox().write(() -> transfer(stored(call, id), target));
                    Xml shown = new ItemRenderer(call).listed(ItemView.of(arrived), Shape.ID);
                    return List.of(newIds ? Xml.m("Items", shown) : Xml.m("Items"));
                });
    }

    private static StoredItem stored(Call call, Xml id) {
        ItemView view = ItemTargets.of(call, id);
        if (view.occurrence() != null) {
            throw new ResponseError(
                    "ErrorCalendarCannotMoveOrCopyOccurrence", "An occurrence cannot be moved or copied.");
        }
        return view.item();
    }

    private StoredItem transfer(StoredItem item, Folder target) {
        return copy ? target.mailbox().copy(item, target) : target.mailbox().move(item, target);
    }
}
