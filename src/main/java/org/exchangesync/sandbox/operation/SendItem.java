package org.exchangesync.sandbox.operation;

import java.util.List;
import java.util.Optional;
import org.exchangesync.sandbox.item.ChangeKeyCheck;
import org.exchangesync.sandbox.item.FolderTargets;
import org.exchangesync.sandbox.item.ItemTargets;
import org.exchangesync.sandbox.item.Postman;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.Operation;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.soap.Responses;
import org.exchangesync.sandbox.soap.SoapFault;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.store.WellKnown;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Sends messages that were saved before.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/senditem-operation">SendItem</a>.
 */
final class SendItem implements Operation {
    @Override
    public Xml execute(Call call) {
        Xml request = call.body();
        boolean save = "true".equals(request.attribute("SaveItemToFolder"))
                || "1".equals(request.attribute("SaveItemToFolder"));
        Optional<Xml> where = request.child("SavedItemFolderId");
        if (!save && where.isPresent()) {
            throw new SoapFault(
                    "ErrorInvalidSendItemSaveSettings", "A folder to save to goes with SaveItemToFolder=true only.");
        }
        return Responses.each(
                call, "SendItem", request.child("ItemIds").orElseThrow().children(), null, id -> {
                    StoredItem item = ItemTargets.of(call, id).item();
                    ChangeKeyCheck.require(id, item, false);
                    if (!item.type().isMessage()) {
                        throw new ResponseError("ErrorInvalidItemForOperationSendItem", "Only messages can be sent.");
                    }
                    Folder sent = where.map(w -> FolderTargets.in(call, w, "ErrorSavedItemFolderNotFound"))
                            .orElse(item.mailbox().folder(WellKnown.SENTITEMS));
                    new Postman(call).sendDraft(item, save ? Optional.of(sent) : Optional.empty());
                    return List.of();
                });
    }
}
