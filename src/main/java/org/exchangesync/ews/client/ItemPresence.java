package org.exchangesync.ews.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.exchangesync.ews.client.mapping.Shapes;
import org.exchangesync.ews.client.messages.GetItem;
import org.exchangesync.ews.client.messages.GetItemResponseMessageType;
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
        List<ItemId> all = new ArrayList<>(ids);
        Set<ItemId> missing = new HashSet<>();
        for (int from = 0; from < all.size(); from += BATCH) {
            List<ItemId> batch = all.subList(from, Math.min(all.size(), from + BATCH));
            GetItem request = new GetItem();
            request.setItemShape(Shapes.idOnly());
            request.setItemIds(
                    Targets.items(batch.stream().map(id -> ItemId.of(id.id())).toList()));
            try (EwsAnswers<GetItemResponseMessageType> answers = client.getItem(mailbox, request)) {
                for (int i = 0; i < batch.size(); i++) {
                    ItemId id = batch.get(i);
                    answers.get(i).fault().ifPresent(fault -> {
                        if (ItemCodes.isOfTheMoment(fault.code()) || ItemCodes.isUndecided(fault.code())) {
                            throw fault;
                        }
                        if (fault.code().equals(ItemCodes.NOT_FOUND)) {
                            missing.add(id);
                        }
                    });
                }
            }
        }
        return missing;
    }
}
