package org.exchangesync.sandbox.operation;

import java.util.List;
import org.exchangesync.sandbox.item.AttachmentTargets;
import org.exchangesync.sandbox.item.ItemUpdates;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.Operation;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.soap.Responses;
import org.exchangesync.sandbox.store.StoredAttachment;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Takes attachments off their items.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/deleteattachment-operation">
 * DeleteAttachment</a>.
 */
final class DeleteAttachment implements Operation {
    @Override
    public Xml execute(Call call) {
        return Responses.each(
                call,
                "DeleteAttachment",
                call.body().child("AttachmentIds").orElseThrow().children(),
                null,
                id -> {
                    AttachmentTargets.Target target = AttachmentTargets.of(call, id);
                    if (target.isNested()) {
                        throw new ResponseError(
                                "ErrorCannotDeleteObject", "An attachment of an attached item cannot be deleted.");
                    }
                    StoredItem updated = target.root()
                            .mailbox()
                            .update(target.root().number(), content -> {
                                List<StoredAttachment> left = content.attachments().stream()
                                        .filter(a -> a.number()
                                                != target.attachment().number())
                                        .toList();
                                return ItemUpdates.detached(content).withAttachments(left);
                            })
                            .orElseThrow(ResponseError::itemNotFound);
                    return List.of(Xml.m("RootItemId")
                            .with("RootItemId", updated.id())
                            .with("RootItemChangeKey", updated.changeKey()));
                });
    }
}
