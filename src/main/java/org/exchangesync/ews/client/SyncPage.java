package org.exchangesync.ews.client;

import org.exchangesync.ews.client.messages.SyncFolderItemsResponseMessageType;
import org.exchangesync.ews.client.types.ItemIdType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.ews.client.types.SyncFolderItemsChangeType;
import org.exchangesync.ews.client.types.SyncFolderItemsChangesType;
import org.exchangesync.ews.client.types.SyncFolderItemsCreateType;
import org.exchangesync.ews.client.types.SyncFolderItemsDeleteType;
import org.exchangesync.ews.client.types.SyncFolderItemsReadFlagType;
import org.exchangesync.ews.client.types.SyncFolderItemsUpdateType;
import org.exchangesync.transport.TransportException;

/**
 * Sees that a page of changes is whole. A page with a hole must not be used: its state would step over what is missing.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/syncfolderitemsresponsemessage">
 *     SyncFolderItemsResponseMessage</a>
 */
final class SyncPage {
    private SyncPage() {}

    static EwsAnswer<SyncFolderItemsResponseMessageType> complete(
            EwsAnswer<SyncFolderItemsResponseMessageType> answer) {
        SyncFolderItemsResponseMessageType page = answer.message();
        if (page.getSyncState() == null || page.getSyncState().isBlank()) {
            throw hole(answer, "no state");
        }
        if (page.isIncludesLastItemInRange() == null) {
            throw hole(answer, "no word whether it is the last");
        }
        if (page.getChanges() == null) {
            page.setChanges(new SyncFolderItemsChangesType());
        }
        if (isDamaged(page.getSyncState())) {
            throw hole(answer, "a state with characters that no state has");
        }
        for (SyncFolderItemsChangeType change : page.getChanges().getChange()) {
            if (Targets.named(id(change)) == null) {
                throw hole(answer, "a change without item id");
            }
            ItemType item = item(change);
            if (item != null && (isDamaged(item.getItemClass()) || isDamaged(item.getDateTimeReceived()))) {
                throw hole(answer, "an item whose class or time has characters that none has");
            }
            if (change instanceof SyncFolderItemsReadFlagType flag && flag.isIsRead() == null) {
                throw hole(answer, "a read flag without value");
            }
        }
        return answer;
    }

    /** What control characters of a text were replaced by: here there are no texts of people. */
    private static boolean isDamaged(String value) {
        return value != null && value.indexOf('\uFFFD') >= 0;
    }

    private static ItemIdType id(SyncFolderItemsChangeType change) {
        if (change instanceof SyncFolderItemsDeleteType delete) {
            return delete.getItemId();
        }
        if (change instanceof SyncFolderItemsReadFlagType readFlag) {
            return readFlag.getItemId();
        }
        ItemType item = item(change);
        return item == null ? null : item.getItemId();
    }

    private static ItemType item(SyncFolderItemsChangeType change) {
        if (change instanceof SyncFolderItemsCreateType create) {
            return create.getItem();
        }
        return change instanceof SyncFolderItemsUpdateType update ? update.getItem() : null;
    }

    private static EwsFault hole(EwsAnswer<SyncFolderItemsResponseMessageType> answer, String what) {
        return answer.refused(TransportException.BAD_ANSWER, "the page of changes has " + what)
                .fault()
                .orElseThrow();
    }
}
