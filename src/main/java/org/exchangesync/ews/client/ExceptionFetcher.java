package org.exchangesync.ews.client;

import java.util.ArrayList;
import java.util.List;
import org.exchangesync.ews.client.mapping.Shapes;
import org.exchangesync.ews.client.messages.GetItem;
import org.exchangesync.ews.client.messages.GetItemResponseMessageType;
import org.exchangesync.ews.client.types.CalendarItemType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.item.ItemId;
import org.exchangesync.transport.MailboxRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets the occurrences of a series that differ from it: the series itself tells only when they are.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-access-a-recurring-series-by-using-ews-in-exchange">
 *     Access a recurring series</a>
 */
final class ExceptionFetcher {
    private static final Logger LOG = LoggerFactory.getLogger(ExceptionFetcher.class);

    /** More exceptions than this are known by their times only. */
    private static final int MOST = 200;

    private final EwsCalls client;

    ExceptionFetcher(EwsCalls client) {
        this.client = client;
    }

    /** Those that can be had; the rest counts as not known. */
    List<CalendarItemType> fetch(MailboxRef mailbox, ItemType item) {
        List<CalendarItemType> exceptions = new ArrayList<>();
        List<ItemId> ids = ids(item);
        if (ids.isEmpty()) {
            return exceptions;
        }
        GetItem request = new GetItem();
        request.setItemShape(Shapes.exception());
        request.setItemIds(Targets.items(ids));
        try (EwsAnswers<GetItemResponseMessageType> answers = client.getItem(mailbox, request)) {
            answers.forEach(answer -> add(answer, exceptions));
        } catch (EwsFault fault) {
            if (ItemCodes.isOfTheMoment(fault.code())) {
                throw fault;
            }
            LOG.warn("the exceptions of a series in {} stay without their subjects", mailbox.address(), fault);
        }
        return exceptions;
    }

    private static void add(EwsAnswer<GetItemResponseMessageType> answer, List<CalendarItemType> exceptions) {
        if (answer.fault().isPresent()) {
            if (ItemCodes.isOfTheMoment(answer.fault().get().code())) {
                throw answer.fault().get();
            }
        } else if (answer.message().getItems() != null) {
            for (ItemType occurrence : answer.message().getItems().getItem()) {
                if (occurrence instanceof CalendarItemType exception) {
                    exceptions.add(exception);
                }
            }
        }
    }

    private static List<ItemId> ids(ItemType item) {
        if (!(item instanceof CalendarItemType series) || series.getModifiedOccurrences() == null) {
            return List.of();
        }
        return series.getModifiedOccurrences().getOccurrence().stream()
                .filter(occurrence ->
                        occurrence.getItemId() != null && occurrence.getItemId().getId() != null)
                .map(occurrence -> ItemId.of(occurrence.getItemId().getId()))
                .limit(MOST)
                .toList();
    }
}
