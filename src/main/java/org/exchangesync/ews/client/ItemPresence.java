package org.exchangesync.ews.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.exchangesync.ews.client.mapping.Shapes;
import org.exchangesync.ews.client.messages.GetItem;
import org.exchangesync.ews.client.messages.GetItemResponseMessageType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.item.ItemId;
import org.exchangesync.transport.MailboxRef;

/**
 * Asks whether items are still there under their ids, without reading them. An item gets another id when it moves.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/getitem-operation">GetItem</a>
 */
final class ItemPresence {
    private static final int BATCH = 100;

    private final EwsCalls client;

    ItemPresence(EwsCalls client) {
        this.client = client;
    }

    /** Those that the server no longer knows. An item that can't be read for any other reason is there. */
    Set<ItemId> missing(MailboxRef mailbox, Collection<ItemId> ids) {
        Set<ItemId> missing = new HashSet<>(ids);
        missing.removeAll(ask(mailbox, ids).keySet());
        return missing;
    }

    /** Those that are there, with their current versions. */
    List<ItemId> present(MailboxRef mailbox, Collection<ItemId> ids) {
        return List.copyOf(ask(mailbox, ids).values());
    }

    /** What is there, by what was asked for. */
    private Map<ItemId, ItemId> ask(MailboxRef mailbox, Collection<ItemId> ids) {
        List<ItemId> all = new ArrayList<>(ids);
        Map<ItemId, ItemId> there = new LinkedHashMap<>();
        for (int from = 0; from < all.size(); from += BATCH) {
            List<ItemId> batch = all.subList(from, Math.min(all.size(), from + BATCH));
            GetItem request = new GetItem();
            request.setItemShape(Shapes.idOnly());
            request.setItemIds(
                    Targets.items(batch.stream().map(id -> ItemId.of(id.id())).toList()));
            try (EwsAnswers<GetItemResponseMessageType> answers = client.getItem(mailbox, request)) {
                for (int i = 0; i < batch.size(); i++) {
                    current(batch.get(i), answers.get(i)).ifPresent(put(there, batch.get(i)));
                }
            }
        }
        return there;
    }

    private static Consumer<ItemId> put(Map<ItemId, ItemId> there, ItemId asked) {
        return current -> there.put(asked, current);
    }

    private static Optional<ItemId> current(ItemId asked, EwsAnswer<GetItemResponseMessageType> answer) {
        EwsFault fault = answer.fault().orElse(null);
        if (fault == null) {
            List<ItemType> items = answer.message().getItems() == null
                    ? List.of()
                    : answer.message().getItems().getItem();
            ItemId named = items.isEmpty() || items.get(0) == null
                    ? null
                    : Targets.named(items.get(0).getItemId());
            return Optional.of(named == null ? asked : new ItemId(asked.id(), named.changeKey()));
        }
        if (ItemCodes.isOfTheMoment(fault.code()) || ItemCodes.isUndecided(fault.code())) {
            throw fault;
        }
        return fault.code().equals(ItemCodes.NOT_FOUND) ? Optional.empty() : Optional.of(asked);
    }
}
