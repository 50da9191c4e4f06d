package org.exchangesync.sandbox.operation;

import java.util.List;
import org.exchangesync.sandbox.item.ItemRenderer;
import org.exchangesync.sandbox.item.ItemTargets;
import org.exchangesync.sandbox.item.Shape;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.Operation;
import org.exchangesync.sandbox.soap.Responses;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Shows items.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/getitem-operation">GetItem</a>.
 */
final class GetItem implements Operation {
    @Override
    public Xml execute(Call call) {
        Shape shape = Shape.of(call.body().child("ItemShape").orElseThrow());
        ItemRenderer renderer = new ItemRenderer(call);
        return Responses.each(
                call,
                "GetItem",
                call.body().child("ItemIds").orElseThrow().children(),
                Xml.m("Items"),
                id -> List.of(Xml.m("Items", renderer.whole(ItemTargets.of(call, id), shape))));
    }
}
