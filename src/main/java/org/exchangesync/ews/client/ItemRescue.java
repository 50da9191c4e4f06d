package org.exchangesync.ews.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.exchangesync.ews.client.messages.GetItem;
import org.exchangesync.ews.client.messages.GetItemResponseMessageType;
import org.exchangesync.ews.client.types.BaseItemIdType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfBaseItemIdsType;
import org.exchangesync.transport.TransportException;

/**
 * Gets items although one of them breaks the answer. Servers answer in the order of the request, so the item after the
 * last good one is the suspect: it is asked for alone, and the rest without it.
 */
final class ItemRescue {
    /** So many single items in a row that fail without any success mean that it's not the items. */
    private static final int HOPELESS = 3;
    /** So often an item is asked for alone before it is blamed: a line or a server that fails one time in six fails three times in a row. */
    static final int ALONE = 6;

    private final Function<GetItem, Call<GetItemResponseMessageType>> server;
    private final List<EwsAnswer<GetItemResponseMessageType>> answers = new ArrayList<>();
    private final List<CutContents> contents = new ArrayList<>();
    private boolean anyGood;
    private int triesAlone;

    ItemRescue(Function<GetItem, Call<GetItemResponseMessageType>> server) {
        this.server = server;
    }

    EwsAnswers<GetItemResponseMessageType> getItems(GetItem request) {
        List<BaseItemIdType> ids = request.getItemIds().getId();
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("no item ids to get");
        }
        CallContext context = null;
        boolean alone = false;
        try {
            while (answers.size() < ids.size()) {
                int from = answers.size();
                List<BaseItemIdType> batch = ids.subList(from, alone ? from + 1 : ids.size());
                Call<GetItemResponseMessageType> call = server.apply(part(request, batch));
                context = call.context();
                contents.add(call.contents());
                int good = Math.min(call.answers().size(), batch.size());
                call.answers().subList(0, good).forEach(answer -> answers.add(withItem(answer)));
                anyGood |= good > 0;
                triesAlone = good > 0 ? 0 : triesAlone;
                alone = good < batch.size() && takeNote(call, batch.size(), good);
            }
        } catch (EwsFault failed) {
            contents.forEach(CutContents::close);
            throw failed;
        }
        return new EwsAnswers<>(context, answers, contents);
    }

    /** An answer without fault has its item, so that callers needn't look. */
    private static EwsAnswer<GetItemResponseMessageType> withItem(EwsAnswer<GetItemResponseMessageType> answer) {
        boolean empty = answer.fault().isEmpty()
                && (answer.message().getItems() == null
                        || answer.message().getItems().getItem().isEmpty());
        return empty ? answer.refused(EwsFault.ITEM_CORRUPT, "the server's answer for this item is empty") : answer;
    }

    /** Looks at a batch that came back incomplete; true if the next item is to be asked for alone. */
    private boolean takeNote(Call<GetItemResponseMessageType> call, int asked, int good) {
        EwsFault fault = call.fault() != null
                ? call.fault()
                : call.context()
                        .fault(TransportException.BAD_ANSWER, "the server left out the answers to some items", null);
        boolean broken = fault.code().equals(TransportException.BAD_ANSWER)
                || fault.code().equals(TransportException.LIMIT);
        if (!broken) {
            throw fault;
        }
        if (asked > 1) {
            return true;
        }
        if (fault.code().equals(TransportException.BAD_ANSWER) && ++triesAlone < ALONE) {
            return true;
        }
        triesAlone = 0;
        if (!anyGood && answers.size() + 1 >= HOPELESS) {
            throw fault;
        }
        answers.add(EwsAnswer.failed(call.context(), itemFault(call.context(), fault)));
        return false;
    }

    private static EwsFault itemFault(CallContext context, EwsFault fault) {
        return fault.code().equals(TransportException.LIMIT)
                ? fault
                : context.fault(EwsFault.ITEM_CORRUPT, "the server's answer for this item can't be read", fault);
    }

    private static GetItem part(GetItem request, List<BaseItemIdType> ids) {
        GetItem part = new GetItem();
        part.setItemShape(request.getItemShape());
        NonEmptyArrayOfBaseItemIdsType array = new NonEmptyArrayOfBaseItemIdsType();
        array.getId().addAll(ids);
        part.setItemIds(array);
        return part;
    }
}
