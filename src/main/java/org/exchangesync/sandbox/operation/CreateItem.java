package org.exchangesync.sandbox.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.exchangesync.sandbox.item.FolderTargets;
import org.exchangesync.sandbox.item.ItemParser;
import org.exchangesync.sandbox.item.ItemRenderer;
import org.exchangesync.sandbox.item.ItemRules;
import org.exchangesync.sandbox.item.ItemView;
import org.exchangesync.sandbox.item.Meetings;
import org.exchangesync.sandbox.item.NewItems;
import org.exchangesync.sandbox.item.Postman;
import org.exchangesync.sandbox.item.ResponseObjects;
import org.exchangesync.sandbox.item.Shape;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.Operation;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.soap.Responses;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.store.WellKnown;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Makes items, from properties or from MIME, and sends what is to be sent.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/createitem-operation">
 * CreateItem</a>.
 */
final class CreateItem implements Operation {
    @Override
    public Xml execute(Call call) {
        Xml request = call.body();
        return Responses.each(
                call, "CreateItem", request.child("Items").orElseThrow().children(), Xml.m("Items"), asked -> {
                    List<Xml> made = new ArrayList<>();
                    for (StoredItem item : create(call, asked)) {
                        made.add(new ItemRenderer(call).listed(ItemView.of(item), Shape.ID));
                    }
                    return List.of(Xml.m("Items", made));
                });
    }

    private static List<StoredItem> create(Call call, Xml asked) {
        Optional<String> disposition = Optional.ofNullable(call.body().attribute("MessageDisposition"));
        Optional<String> invitations = Optional.ofNullable(call.body().attribute("SendMeetingInvitations"));
        if (ResponseObjects.isOne(asked)) {
            return new ResponseObjects(call).create(asked, required(disposition), target(call));
        }
        ItemContent content = new ItemParser(call).parse(asked);
        ItemRules.check(content);
        if (content.type().isMessage()) {
            return message(call, content, required(disposition));
        }
        if (content.type() == ItemType.CALENDAR_ITEM && invitations.isEmpty()) {
            throw new ResponseError(
                    "ErrorSendMeetingInvitationsRequired",
                    "SendMeetingInvitations attribute is required for Calendar items.");
        }
        Folder folder = target(call)
                .orElseGet(() -> call.mailbox()
                        .find(ItemRules.defaultFolder(content.type()))
                        .orElseThrow(ResponseError::folderNotFound));
        ItemRules.requireFits(content.type(), folder);
        ItemContent whole = content.type() == ItemType.CALENDAR_ITEM ? Meetings.organized(call, content) : content;
        StoredItem item = folder.mailbox()
                .add(folder, NewItems.created(whole, call.actor(), call.clock().instant()));
        if (content.type() == ItemType.CALENDAR_ITEM && !invitations.get().equals("SendToNone")) {
            return List.of(new Meetings(call).invite(item, invitations.get().endsWith("SaveCopy")));
        }
        return List.of(item);
    }

    private static String required(Optional<String> disposition) {
        return disposition.orElseThrow(() -> new ResponseError(
                "ErrorMessageDispositionRequired", "MessageDisposition attribute is required for e-mail messages."));
    }

    private static List<StoredItem> message(Call call, ItemContent content, String disposition) {
        Postman postman = new Postman(call);
        return switch (disposition) {
            case "SendOnly" -> {
                postman.send(content);
                yield List.of();
            }
            case "SendAndSaveCopy" -> {
                Folder folder = target(call).orElseGet(() -> call.mailbox().folder(WellKnown.SENTITEMS));
                postman.sendAndSave(content, folder);
                yield List.of();
            }
            default -> {
                Folder folder = target(call).orElseGet(() -> call.mailbox().folder(WellKnown.DRAFTS));
                ItemContent draft = content.withValues(content.values()
                        .change()
                        .putIfAbsent("item:IsDraft", true)
                        .done());
                yield List.of(folder.mailbox()
                        .add(
                                folder,
                                NewItems.created(
                                        draft, call.actor(), call.clock().instant())));
            }
        };
    }

    private static Optional<Folder> target(Call call) {
        return call.body()
                .child("SavedItemFolderId")
                .map(id -> FolderTargets.in(call, id, "ErrorSavedItemFolderNotFound"));
    }
}
