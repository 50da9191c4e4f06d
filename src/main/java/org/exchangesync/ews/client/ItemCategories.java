package org.exchangesync.ews.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.exchangesync.ews.client.mapping.ItemMapper;
import org.exchangesync.ews.client.mapping.Shapes;
import org.exchangesync.ews.client.messages.GetItem;
import org.exchangesync.ews.client.messages.GetItemResponseMessageType;
import org.exchangesync.ews.client.messages.UpdateItem;
import org.exchangesync.ews.client.messages.UpdateItemResponseMessageType;
import org.exchangesync.ews.client.types.ItemChangeType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfItemChangeDescriptionsType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfItemChangesType;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.TransportException;

/**
 * Changes the categories of an item and nothing else. They are one property that is written as a whole, so those that are
 * there are read before, and kept.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/categories-ex15websvcsotherref">
 *     Categories</a>
 */
final class ItemCategories {
    private final EwsCalls client;

    ItemCategories(EwsCalls client) {
        this.client = client;
    }

    ItemId change(MailboxRef mailbox, ItemKind kind, ItemId id, Collection<String> added, Collection<String> removed) {
        ItemType current = read(mailbox, id);
        ItemId version = Targets.named(current.getItemId());
        List<String> before = ItemMapper.categories(current);
        List<String> after = new ArrayList<>(before);
        after.removeIf(name -> removed.stream().anyMatch(name::equalsIgnoreCase));
        added.stream()
                .filter(name -> after.stream().noneMatch(name::equalsIgnoreCase))
                .forEach(after::add);
        return after.equals(before) ? version : write(mailbox, kind, version, after);
    }

    private ItemType read(MailboxRef mailbox, ItemId id) {
        GetItem request = new GetItem();
        request.setItemShape(Shapes.categories());
        request.setItemIds(Targets.items(List.of(ItemId.of(id.id()))));
        try (EwsAnswers<GetItemResponseMessageType> answers = client.getItem(mailbox, request)) {
            GetItemResponseMessageType answer = answers.only();
            List<ItemType> items =
                    answer.getItems() == null ? List.of() : answer.getItems().getItem();
            if (items.isEmpty()
                    || items.get(0) == null
                    || Targets.named(items.get(0).getItemId()) == null) {
                throw new TransportException(
                        TransportException.BAD_ANSWER,
                        "The server does not tell item " + id.id() + " of " + mailbox.address()
                                + " whose categories were asked for.",
                        null);
            }
            return items.get(0);
        }
    }

    private ItemId write(MailboxRef mailbox, ItemKind kind, ItemId version, List<String> categories) {
        ItemChangeType change = new ItemChangeType();
        change.setItemId(Targets.item(version));
        change.setUpdates(new NonEmptyArrayOfItemChangeDescriptionsType());
        change.getUpdates().getChange().add(ItemMapper.categories(kind, categories));
        UpdateItem request = new UpdateItem();
        request.setConflictResolution("AutoResolve");
        request.setMessageDisposition("SaveOnly");
        request.setSendMeetingInvitationsOrCancellations("SendToNone");
        request.setItemChanges(new NonEmptyArrayOfItemChangesType());
        request.getItemChanges().getItemChange().add(change);
        try (EwsAnswers<UpdateItemResponseMessageType> answers =
                client.call(mailbox, EwsOperation.UPDATE_ITEM, request)) {
            return ItemWriter.onlyId(mailbox, answers.only());
        }
    }
}
