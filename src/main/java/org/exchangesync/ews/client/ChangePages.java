package org.exchangesync.ews.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.exchangesync.ews.client.ItemFetcher.Wanted;
import org.exchangesync.ews.client.mapping.ItemMapper;
import org.exchangesync.ews.client.mapping.Shapes;
import org.exchangesync.ews.client.mapping.UnmappableItemException;
import org.exchangesync.ews.client.mapping.WireTimes;
import org.exchangesync.ews.client.messages.SyncFolderItems;
import org.exchangesync.ews.client.messages.SyncFolderItemsResponseMessageType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.ews.client.types.SyncFolderItemsChangeType;
import org.exchangesync.ews.client.types.SyncFolderItemsCreateType;
import org.exchangesync.ews.client.types.SyncFolderItemsDeleteType;
import org.exchangesync.ews.client.types.SyncFolderItemsReadFlagType;
import org.exchangesync.ews.client.types.SyncFolderItemsUpdateType;
import org.exchangesync.item.Change;
import org.exchangesync.item.ChangeType;
import org.exchangesync.item.ItemFault;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.transport.ChangePage;
import org.exchangesync.transport.ChangeQuery;
import org.exchangesync.transport.ItemContents;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.SyncState;
import org.exchangesync.transport.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads pages of changes: a list of changed ids from the server, then the items themselves.
 *
 * <p>A page is what one SyncFolderItems answers, because only there the server gives a state to go on from. Where the items
 * of an answer are more bytes than a page may have, the same state is asked again for fewer changes. An item that is gone
 * when it is asked for is left out: its delete comes with one of the next pages. Items of another kind than the folder's
 * (distribution lists among contacts, a contact in the inbox) are reported as unreadable, with their class, so that nobody
 * misses them silently.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/syncfolderitems-operation">
 *     SyncFolderItems</a>
 */
final class ChangePages {
    private static final Logger LOG = LoggerFactory.getLogger(ChangePages.class);

    /** The most changes that a server gives at once. */
    private static final int MOST = 512;

    private final EwsCalls client;
    private final ItemFetcher items;
    private final Targets targets;
    private final MailboxRef mailbox;
    private final ChangeQuery query;
    private final int most;
    private int asked;

    ChangePages(EwsCalls client, ItemFetcher items, Targets targets, MailboxRef mailbox, ChangeQuery query) {
        this.client = client;
        this.items = items;
        this.targets = targets;
        this.mailbox = mailbox;
        this.query = query;
        this.most = Math.min(MOST, query.maxItems());
        this.asked = most;
    }

    /** One changed id. */
    private record Listed(ChangeType type, ItemId id, ItemType item, boolean read) {}

    /** The changes that one call listed. */
    private record Listing(List<Listed> changes, SyncState next, boolean last) {}

    /** The page after a state. Used by one thread at a time. */
    ChangePage read(SyncState state) {
        Listing listing = list(state, asked);
        int fitting = fitting(listing.changes());
        while (fitting < listing.changes().size() && asked > fitting) {
            asked = fitting;
            listing = list(state, asked);
            fitting = fitting(listing.changes());
        }
        asked = nextCount(listing.changes());
        return new ChangePage(complete(listing.changes()), listing.next(), listing.last());
    }

    /** More changes are asked for only where there is room for their bytes, else each page would be listed twice. */
    private int nextCount(List<Listed> changes) {
        int count = Math.max(1, changes.size());
        boolean room = bytes(changes) <= query.maxBytes() / 2;
        return Math.min(most, room ? count * 2 : count);
    }

    private Listing list(SyncState state, int count) {
        SyncFolderItems request = new SyncFolderItems();
        request.setItemShape(Shapes.changes());
        request.setSyncFolderId(targets.target(mailbox, query.folder()));
        request.setSyncState(state.value());
        request.setMaxChangesReturned(count);
        try (EwsAnswers<SyncFolderItemsResponseMessageType> answers =
                client.call(mailbox, EwsOperation.SYNC_FOLDER_ITEMS, request)) {
            SyncFolderItemsResponseMessageType message = answers.only();
            List<Listed> changes = changes(message);
            boolean last = !Boolean.FALSE.equals(message.isIncludesLastItemInRange());
            String next = message.getSyncState();
            boolean stuck = !last && changes.isEmpty() && next != null && next.equals(state.value());
            if (next == null || next.isEmpty() || stuck) {
                throw new TransportException(
                        TransportException.BAD_ANSWER,
                        "The server gave no state to go on from in " + query.folder() + " of " + mailbox.address()
                                + ". If this lasts, read the folder from its beginning.",
                        null);
            }
            return new Listing(changes, new SyncState(next), last);
        }
    }

    /** Each item once, with the last that was said of it. */
    private List<Listed> changes(SyncFolderItemsResponseMessageType message) {
        Map<String, Listed> byId = new LinkedHashMap<>();
        if (message.getChanges() != null) {
            for (SyncFolderItemsChangeType change : message.getChanges().getChange()) {
                Listed listed = listed(change);
                if (listed == null) {
                    LOG.warn(
                            "a change in {} of {} names no item and is left out: {}",
                            query.folder(),
                            mailbox.address(),
                            change.getClass().getSimpleName());
                    continue;
                }
                byId.merge(listed.id().id(), listed, ChangePages::together);
            }
        }
        return List.copyOf(byId.values());
    }

    /** A new item that was read meanwhile is still new; a delete ends everything before it. */
    private static Listed together(Listed before, Listed after) {
        boolean flagOnly = after.type() == ChangeType.READ_FLAG;
        boolean carries = before.type() == ChangeType.CREATE || before.type() == ChangeType.UPDATE;
        if (carries && flagOnly) {
            return before;
        }
        return before.type() == ChangeType.CREATE && after.type() == ChangeType.UPDATE
                ? new Listed(ChangeType.CREATE, after.id(), after.item(), after.read())
                : after;
    }

    private static Listed listed(SyncFolderItemsChangeType change) {
        if (change instanceof SyncFolderItemsCreateType create) {
            return listed(ChangeType.CREATE, create.getItem());
        } else if (change instanceof SyncFolderItemsUpdateType update) {
            return listed(ChangeType.UPDATE, update.getItem());
        } else if (change instanceof SyncFolderItemsDeleteType delete && delete.getItemId() != null) {
            return new Listed(ChangeType.DELETE, ItemId.of(delete.getItemId().getId()), null, false);
        } else if (change instanceof SyncFolderItemsReadFlagType flag && flag.getItemId() != null) {
            return new Listed(ChangeType.READ_FLAG, Targets.itemId(flag.getItemId()), null, flag.isIsRead());
        }
        return null;
    }

    private static Listed listed(ChangeType type, ItemType item) {
        return item == null || item.getItemId() == null || item.getItemId().getId() == null
                ? null
                : new Listed(type, Targets.itemId(item.getItemId()), item, false);
    }

    /** How many changes from the first on have room in a page: at least one, if there are any. */
    private int fitting(List<Listed> changes) {
        long bytes = 0;
        for (int i = 0; i < changes.size(); i++) {
            bytes += isWanted(changes.get(i)) ? size(changes.get(i)) : 0;
            if (i > 0 && bytes > query.maxBytes()) {
                return i;
            }
        }
        return changes.size();
    }

    private long bytes(List<Listed> changes) {
        return changes.stream()
                .filter(this::isWanted)
                .mapToLong(ChangePages::size)
                .sum();
    }

    private static long size(Listed change) {
        return change.item().getSize() == null ? 0 : change.item().getSize();
    }

    /** Whether the item is to be got from the server. */
    private boolean isWanted(Listed change) {
        return change.item() != null && !isTooOld(change) && isOfKind(change);
    }

    private boolean isTooOld(Listed change) {
        if (query.since() == null || query.kind() != ItemKind.EMAIL || change.item() == null) {
            return false;
        }
        Instant received = WireTimes.instant(change.item().getDateTimeReceived());
        return received != null && received.isBefore(query.since());
    }

    private boolean isOfKind(Listed change) {
        return ItemMapper.kindOf(change.item()).equals(Optional.of(query.kind()));
    }

    private List<Change> complete(List<Listed> listed) {
        List<Wanted> wanted = listed.stream()
                .filter(this::isWanted)
                .map(change -> new Wanted(change.id(), size(change)))
                .toList();
        Map<String, FetchedItem> fetched = wanted.isEmpty() ? Map.of() : items.fetch(mailbox, query.kind(), wanted);
        List<Change> changes = new ArrayList<>(listed.size());
        for (Listed change : listed) {
            if (!isTooOld(change)) {
                change(change, fetched.get(change.id().id())).ifPresent(changes::add);
            }
        }
        return changes;
    }

    private Optional<Change> change(Listed listed, FetchedItem fetched) {
        ItemKind kind = query.kind();
        if (listed.type() == ChangeType.DELETE) {
            return Optional.of(Change.deleted(kind, listed.id()));
        } else if (listed.type() == ChangeType.READ_FLAG) {
            return Optional.of(Change.readFlag(kind, listed.id(), listed.read()));
        } else if (fetched == null) {
            return Optional.of(Change.unreadable(listed.type(), kind, listed.id(), otherKind(listed.item()), null));
        } else if (fetched.isGone()) {
            return Optional.empty();
        } else if (fetched.fault() != null) {
            return Optional.of(
                    Change.unreadable(listed.type(), kind, fetched.id(), fetched.fault(), fetched.original()));
        }
        return Optional.of(new Change(listed.type(), kind, fetched.id(), fetched.item(), null, null, fetched.read()));
    }

    private ItemFault otherKind(ItemType item) {
        return new ItemFault(
                UnmappableItemException.ITEM_CLASS,
                "The item is a " + (item.getItemClass() == null ? "thing of unknown class" : item.getItemClass())
                        + ", which is not synchronised from a folder of kind "
                        + query.kind().label()
                        + ". Move it elsewhere, or ignore it.");
    }

    /** Frees what a page holds that nobody will use. */
    static void discard(ChangePage page) {
        page.changes().forEach(ItemContents::close);
    }
}
