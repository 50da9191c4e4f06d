package org.exchangesync.bench;

import java.util.List;
import org.exchangesync.ews.client.EwsAnswer;
import org.exchangesync.ews.client.EwsAnswers;
import org.exchangesync.ews.client.EwsClient;
import org.exchangesync.ews.client.EwsOperation;
import org.exchangesync.ews.client.mapping.Shapes;
import org.exchangesync.ews.client.messages.GetItem;
import org.exchangesync.ews.client.messages.GetItemResponseMessageType;
import org.exchangesync.ews.client.messages.SyncFolderItems;
import org.exchangesync.ews.client.messages.SyncFolderItemsResponseMessageType;
import org.exchangesync.ews.client.types.DistinguishedFolderIdType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfBaseItemIdsType;
import org.exchangesync.ews.client.types.SyncFolderItemsChangeType;
import org.exchangesync.ews.client.types.SyncFolderItemsCreateType;
import org.exchangesync.ews.client.types.TargetFolderIdType;
import org.exchangesync.item.Content;
import org.exchangesync.item.ItemKind;
import org.exchangesync.transport.MailboxRef;

/** Drains by our client alone: bytes and properties, as {@link EwsJavaApiDrain} gets them, page after page. */
final class ClientDrain {
    private ClientDrain() {}

    public static void main(String[] arguments) throws Exception {
        Settings settings = Settings.read();
        try (EwsClient client = new EwsClient(Drain.connection(settings))) {
            Drain.run((mailbox, drain) -> drain(client, MailboxRef.of(mailbox), settings.page(), drain));
        }
    }

    private static void drain(EwsClient client, MailboxRef mailbox, int most, Drain drain) {
        SyncFolderItems next = new SyncFolderItems();
        next.setItemShape(Shapes.changes());
        next.setSyncFolderId(inbox());
        next.setMaxChangesReturned(most);
        SyncFolderItemsResponseMessageType page;
        do {
            try (EwsAnswers<SyncFolderItemsResponseMessageType> answers =
                    client.call(mailbox, EwsOperation.SYNC_FOLDER_ITEMS, next)) {
                page = answers.only();
            }
            if (!page.getChanges().getChange().isEmpty()) {
                items(client, mailbox, page.getChanges().getChange(), drain);
            }
            next.setSyncState(page.getSyncState());
        } while (!page.isIncludesLastItemInRange());
    }

    private static void items(
            EwsClient client, MailboxRef mailbox, List<SyncFolderItemsChangeType> changes, Drain drain) {
        GetItem request = new GetItem();
        request.setItemShape(Shapes.complete(ItemKind.EMAIL, client.requestVersion(mailbox)));
        request.setItemIds(new NonEmptyArrayOfBaseItemIdsType());
        changes.forEach(change -> request.getItemIds()
                .getId()
                .add(((SyncFolderItemsCreateType) change).getItem().getItemId()));
        try (EwsAnswers<GetItemResponseMessageType> answers = client.getItem(mailbox, request)) {
            for (EwsAnswer<GetItemResponseMessageType> answer : answers) {
                try (Content mime = answer.mimeContent(
                                answer.message().getItems().getItem().get(0))
                        .orElseThrow()) {
                    drain.came(mime.size());
                }
            }
        }
    }

    private static TargetFolderIdType inbox() {
        DistinguishedFolderIdType inbox = new DistinguishedFolderIdType();
        inbox.setId("inbox");
        TargetFolderIdType target = new TargetFolderIdType();
        target.setDistinguishedFolderId(inbox);
        return target;
    }
}
