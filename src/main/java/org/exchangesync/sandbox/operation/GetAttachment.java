package org.exchangesync.sandbox.operation;

import java.util.List;
import org.exchangesync.sandbox.item.AttachmentElements;
import org.exchangesync.sandbox.item.AttachmentTargets;
import org.exchangesync.sandbox.item.Shape;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.Operation;
import org.exchangesync.sandbox.soap.Responses;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Gives attachments with their content.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/getattachment-operation">
 * GetAttachment</a>.
 */
final class GetAttachment implements Operation {
    @Override
    public Xml execute(Call call) {
        Shape asked = call.body().child("AttachmentShape").map(Shape::of).orElse(Shape.ID);
        // An attached item has no base shape of its own: all of it comes.
        Shape shape = new Shape(Shape.Base.ALL_PROPERTIES, asked.mimeContent(), asked.bodyType(), asked.additional());
        return Responses.each(
                call,
                "GetAttachment",
                call.body().child("AttachmentIds").orElseThrow().children(),
                Xml.m("Attachments"),
                id -> List.of(
                        Xml.m("Attachments", AttachmentElements.whole(call, AttachmentTargets.of(call, id), shape))));
    }
}
