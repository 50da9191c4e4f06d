package org.exchangesync.ews.client;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.exchangesync.item.Content;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemFault;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.transport.ChangePage;
import org.exchangesync.transport.ChangeQuery;
import org.exchangesync.transport.ItemContents;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.SyncState;
import org.exchangesync.transport.TransportException;

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
    /** The most changes that a server gives at once. */
    private static final int MOST = 512;

    /** So many answers in a row may have no changes and yet not be the last. */
    private static final int MOST_EMPTY = 100;

    private final EwsCalls client;
    private final ItemFetcher items;
    private final Targets targets;
    private final MailboxRef mailbox;
    private final ChangeQuery query;
    private final int most;
    private final Set<String> readFrom = new HashSet<>();
    private int empty;
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
        mustGetOn(state, listing);
        return new ChangePage(complete(listing.changes()), listing.next(), listing.last());
    }

    /** A server that comes back to where it was, or has nothing to say and no end, would be asked for ever. */
    private void mustGetOn(SyncState state, Listing listing) {
        readFrom.add(digest(state));
        empty = listing.changes().isEmpty() ? empty + 1 : 0;
        boolean circle = readFrom.contains(digest(listing.next()));
        if (!listing.last() && (circle || empty > MOST_EMPTY)) {
            throw new TransportException(
                    TransportException.BAD_ANSWER,
                    "The server says that there are more changes in " + query.folder() + " of " + mailbox.address()
                            + (circle
                                    ? ", and its state leads back to where it has been read before."
                                    : ", and gave none in " + empty + " answers.")
                            + " If this lasts, read the folder from its beginning.",
                    null);
        }
    }

    /** States may be large. */
    private static String digest(SyncState state) {
        return Content.of(String.valueOf(state.value()).getBytes(StandardCharsets.UTF_8))
                .sha256();
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
            SyncFolderItemsResponseMessageType page =
                    SyncPage.complete(answers.get(0)).message();
            return new Listing(changes(page), new SyncState(page.getSyncState()), page.isIncludesLastItemInRange());
        }
    }

    /** Each item once, with the last that was said of it. */
    private List<Listed> changes(SyncFolderItemsResponseMessageType message) {
        Map<String, Listed> byId = new LinkedHashMap<>();
        for (SyncFolderItemsChangeType change : message.getChanges().getChange()) {
            Listed listed = listed(change);
            byId.merge(listed.id().id(), listed, ChangePages::together);
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
        } else if (change instanceof SyncFolderItemsDeleteType delete) {
            return new Listed(ChangeType.DELETE, ItemId.of(delete.getItemId().getId()), null, false);
        }
        SyncFolderItemsReadFlagType flag = (SyncFolderItemsReadFlagType) change;
        return new Listed(ChangeType.READ_FLAG, Targets.named(flag.getItemId()), null, flag.isIsRead());
    }

    private static Listed listed(ChangeType type, ItemType item) {
        return new Listed(type, Targets.named(item.getItemId()), item, false);
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
        return change.item().getSize() == null ? 0 : Math.max(0, change.item().getSize());
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
        } else if (fetched.item().kind() != kind) {
            fetched.discard();
            return Optional.of(Change.unreadable(listed.type(), kind, fetched.id(), changedKind(fetched.item()), null));
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

    private ItemFault changedKind(Item item) {
        return new ItemFault(
                UnmappableItemException.ITEM_CLASS,
                "The server lists a " + query.kind().label() + " and gives a "
                        + item.kind().label() + ". Look at the item in the mailbox.");
    }

    /** Frees what a page holds that nobody will use. */
    static void discard(ChangePage page) {
        page.changes().forEach(ItemContents::close);
    }
}
