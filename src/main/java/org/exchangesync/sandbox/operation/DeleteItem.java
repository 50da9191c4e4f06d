package org.exchangesync.sandbox.operation;

import java.util.List;
import java.util.Optional;
import org.exchangesync.sandbox.item.ItemTargets;
import org.exchangesync.sandbox.item.ItemView;
import org.exchangesync.sandbox.item.Meetings;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.Operation;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.soap.Responses;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.store.Mailbox;
import org.exchangesync.sandbox.store.Series;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.store.WellKnown;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Deletes items: for good, into the recoverable items, or into Deleted Items, where they get a new id.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/deleteitem-operation">
 * DeleteItem</a>.
 */
final class DeleteItem implements Operation {
    @Override
    public Xml execute(Call call) {
        Xml request = call.body();
        String type = request.attribute("DeleteType");
        Optional<String> cancellations = Optional.ofNullable(request.attribute("SendMeetingCancellations"));
        boolean taskOccurrences = request.attribute("AffectedTaskOccurrences") != null;
        return Responses.each(
                call, "DeleteItem", request.child("ItemIds").orElseThrow().children(), null, id -> {
                    ItemView view = ItemTargets.of(call, id);
                    require(view, cancellations, taskOccurrences);
                    if (view.type() == ItemType.CALENDAR_ITEM
                            && !cancellations.orElse("").equals("SendToNone")) {
                        new Meetings(call).cancel(view);
                    }
                    return view.item().mailbox().write(() -> {
                        if (view.item().mailbox().item(view.item().number()).isEmpty()) {
                            throw ResponseError.itemNotFound(); // somebody else has just deleted or moved it
                        }
                        delete(view, type);
                        return List.of();
                    });
                });
    }

    private static void require(ItemView view, Optional<String> cancellations, boolean taskOccurrences) {
        if (view.type() == ItemType.CALENDAR_ITEM && cancellations.isEmpty()) {
            throw new ResponseError(
                    "ErrorSendMeetingCancellationsRequired",
                    "SendMeetingCancellations attribute is required for Calendar items.");
        }
        if (view.type() == ItemType.TASK && !taskOccurrences) {
            throw new ResponseError(
                    "ErrorAffectedTaskOccurrencesRequired",
                    "AffectedTaskOccurrences attribute is required for Task items.");
        }
    }

    private static void delete(ItemView view, String type) {
        StoredItem item = view.item();
        Mailbox mailbox = item.mailbox();
        if (view.occurrence() != null) {
            mailbox.update(item.number(), content -> {
                Series series = content.series() == null ? Series.REGULAR : content.series();
                return content.withSeries(series.without(view.occurrence()));
            });
            return;
        }
        switch (type) {
            case "HardDelete" -> mailbox.remove(item);
            case "SoftDelete" -> move(item, WellKnown.RECOVERABLEITEMSDELETIONS);
            default -> move(item, WellKnown.DELETEDITEMS);
        }
    }

    private static void move(StoredItem item, WellKnown where) {
        Folder target = item.mailbox().folder(where);
        if (item.folder() == target.number()) {
            item.mailbox().remove(item);
        } else {
            item.mailbox().move(item, target);
        }
    }
}
