package org.exchangesync.sandbox.operation;

import java.util.ArrayList;
import java.util.List;
import org.exchangesync.sandbox.item.AttachmentElements;
import org.exchangesync.sandbox.item.ItemParser;
import org.exchangesync.sandbox.item.ItemTargets;
import org.exchangesync.sandbox.item.ItemUpdates;
import org.exchangesync.sandbox.item.ItemView;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.Operation;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.soap.Responses;
import org.exchangesync.sandbox.store.StoredAttachment;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Attaches files and items to an item.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/createattachment-operation">
 * CreateAttachment</a>.
 */
final class CreateAttachment implements Operation {
    @Override
    public Xml execute(Call call) {
        Xml parent = call.body().child("ParentItemId").orElseThrow().named("ItemId");
        ItemParser parser = new ItemParser(call);
        return Responses.each(
                call,
                "CreateAttachment",
                call.body().child("Attachments").orElseThrow().children(),
                Xml.m("Attachments"),
                asked -> {
                    ItemView view = ItemTargets.of(call, parent);
                    StoredItem item = view.item();
                    StoredItem updated = item.mailbox()
                            .update(item.number(), content -> {
                                List<StoredAttachment> all = new ArrayList<>(content.attachments());
                                all.add(parser.attachment(asked, next(all)));
                                return ItemUpdates.detached(content).withAttachments(all);
                            })
                            .orElseThrow(ResponseError::itemNotFound);
                    List<StoredAttachment> all = updated.content().attachments();
                    return List.of(Xml.m("Attachments", AttachmentElements.created(updated, all.get(all.size() - 1))));
                });
    }

    private static int next(List<StoredAttachment> all) {
        return 1 + all.stream().mapToInt(StoredAttachment::number).max().orElse(0);
    }
}
