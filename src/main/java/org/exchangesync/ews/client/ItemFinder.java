package org.exchangesync.ews.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.exchangesync.ews.client.mapping.GlobalObjectId;
import org.exchangesync.ews.client.mapping.Paths;
import org.exchangesync.ews.client.mapping.Shapes;
import org.exchangesync.ews.client.messages.FindItem;
import org.exchangesync.ews.client.messages.FindItemResponseMessageType;
import org.exchangesync.ews.client.types.AndType;
import org.exchangesync.ews.client.types.BasePathToElementType;
import org.exchangesync.ews.client.types.ConstantValueType;
import org.exchangesync.ews.client.types.ContainsExpressionType;
import org.exchangesync.ews.client.types.FieldOrderType;
import org.exchangesync.ews.client.types.FieldURIOrConstantType;
import org.exchangesync.ews.client.types.IndexedPageViewType;
import org.exchangesync.ews.client.types.IsEqualToType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfFieldOrdersType;
import org.exchangesync.ews.client.types.RestrictionType;
import org.exchangesync.ews.client.types.SearchExpressionType;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.transport.FindQuery;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.MailboxRef;

/**
 * Searches a folder by what identifies items. UIDs of appointments can't be searched for; the property that they are made
 * of can.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/finditem-operation">FindItem</a>
 */
final class ItemFinder {
    private final EwsCalls client;
    private final Targets targets;

    ItemFinder(EwsCalls client, Targets targets) {
        this.client = client;
        this.targets = targets;
    }

    List<ItemId> find(MailboxRef mailbox, ItemKind kind, FolderRef folder, FindQuery query) {
        FindItem request = new FindItem();
        request.setTraversal("Shallow");
        request.setItemShape(Shapes.idOnly());
        IndexedPageViewType page = new IndexedPageViewType();
        page.setMaxEntriesReturned(query.limit());
        page.setOffset(0);
        page.setBasePoint("Beginning");
        request.setIndexedPageItemView(page);
        request.setRestriction(restriction(query));
        request.setSortOrder(newestFirst(kind));
        request.setParentFolderIds(targets.folders(mailbox, folder));
        try (EwsAnswers<FindItemResponseMessageType> answers = client.call(mailbox, EwsOperation.FIND_ITEM, request)) {
            FindItemResponseMessageType answer = answers.only();
            List<ItemType> items =
                    answer.getRootFolder() == null || answer.getRootFolder().getItems() == null
                            ? List.of()
                            : answer.getRootFolder().getItems().getItem();
            return items.stream()
                    .filter(Objects::nonNull)
                    .map(item -> Targets.named(item.getItemId()))
                    .filter(Objects::nonNull)
                    .limit(query.limit())
                    .toList();
        }
    }

    private static RestrictionType restriction(FindQuery query) {
        List<SearchExpressionType> all = new ArrayList<>();
        if (query.syncKey() != null) {
            all.add(isEqualTo(Paths.syncKey(), query.syncKey()));
        }
        if (query.messageId() != null) {
            all.add(contains(Paths.field("message:InternetMessageId"), inBrackets(query.messageId())));
        }
        if (query.uid() != null) {
            all.add(isEqualTo(GlobalObjectId.path(), GlobalObjectId.ofUid(query.uid())));
        }
        if (all.isEmpty()) {
            return null;
        }
        RestrictionType restriction = new RestrictionType();
        if (all.size() == 1) {
            restriction.setExpression(all.get(0));
        } else {
            AndType and = new AndType();
            and.getExpression().addAll(all);
            restriction.setExpression(and);
        }
        return restriction;
    }

    private static String inBrackets(String messageId) {
        String id = messageId.strip();
        return id.startsWith("<") ? id : "<" + id + ">";
    }

    private static IsEqualToType isEqualTo(BasePathToElementType path, String value) {
        IsEqualToType equal = new IsEqualToType();
        equal.setPath(path);
        FieldURIOrConstantType constant = new FieldURIOrConstantType();
        constant.setConstant(constant(value));
        equal.setFieldURIOrConstant(constant);
        return equal;
    }

    /** The whole value whatever its case: the domain of a Message-ID is normalised in our records. */
    private static ContainsExpressionType contains(BasePathToElementType path, String value) {
        ContainsExpressionType contains = new ContainsExpressionType();
        contains.setContainmentMode("FullString");
        contains.setContainmentComparison("IgnoreCase");
        contains.setPath(path);
        contains.setConstant(constant(value));
        return contains;
    }

    private static ConstantValueType constant(String value) {
        ConstantValueType constant = new ConstantValueType();
        constant.setValue(value);
        return constant;
    }

    private static NonEmptyArrayOfFieldOrdersType newestFirst(ItemKind kind) {
        FieldOrderType order = new FieldOrderType();
        order.setOrder("Descending");
        order.setPath(Paths.field(kind == ItemKind.EMAIL ? "item:DateTimeReceived" : "item:DateTimeCreated"));
        NonEmptyArrayOfFieldOrdersType orders = new NonEmptyArrayOfFieldOrdersType();
        orders.getFieldOrder().add(order);
        return orders;
    }
}
