package org.exchangesync.ews.client;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.exchangesync.ews.client.mapping.ItemMapper;
import org.exchangesync.ews.client.mapping.Shapes;
import org.exchangesync.ews.client.mapping.UnmappableItemException;
import org.exchangesync.ews.client.messages.GetItem;
import org.exchangesync.ews.client.messages.GetItemResponseMessageType;
import org.exchangesync.ews.client.types.ItemResponseShapeType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Content;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemFault;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets complete items in batches and says of each what became of it. Only what is wrong with the server at the moment ends
 * the whole with an exception; what is wrong with one item is that item's fault.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/getitem-operation">GetItem</a>
 */
final class ItemFetcher {
    private static final Logger LOG = LoggerFactory.getLogger(ItemFetcher.class);

    /** The code of a fault in our own mapping. */
    private static final String UNMAPPED = "ItemMappingFailed";

    /** About so many bytes are asked for at once: what a slow server still sends within its minute. */
    private static final long BATCH_BYTES = 16 << 20;
    /** So often an item is asked for alone before its failure is its own. */
    private static final int ALONE = 3;

    private final EwsCalls client;
    private final ItemMapper mapper;
    private final AttachmentFetcher attachments;
    private final BatchSize batchSize;
    private final Clock clock;

    ItemFetcher(EwsCalls client, ItemMapper mapper, BatchSize batchSize, Clock clock) {
        this.client = client;
        this.mapper = mapper;
        this.attachments = new AttachmentFetcher(client);
        this.batchSize = batchSize;
        this.clock = clock;
    }

    /**
     * An item to get.
     *
     * @param id its address
     * @param size about how large it is, in bytes
     * @param tries how often it was asked for alone and failed
     * @param retry it is to be asked for alone
     */
    record Wanted(ItemId id, long size, int tries, boolean retry) {
        Wanted(ItemId id, long size) {
            this(id, size, 0, false);
        }

        Wanted failed() {
            return new Wanted(id, size, tries + 1, true);
        }

        Wanted alone() {
            return new Wanted(id, size, tries, true);
        }
    }

    /** What became of the items, by their ids as they were asked for. */
    Map<String, FetchedItem> fetch(MailboxRef mailbox, ItemKind kind, List<Wanted> wanted) {
        Map<String, FetchedItem> fetched = new HashMap<>();
        Deque<Wanted> queue = new ArrayDeque<>(wanted);
        try {
            while (!queue.isEmpty()) {
                fetchBatch(mailbox, kind, batch(queue), queue, fetched);
            }
            return fetched;
        } catch (RuntimeException | Error e) {
            fetched.values().forEach(FetchedItem::discard);
            throw e;
        }
    }

    private List<Wanted> batch(Deque<Wanted> queue) {
        List<Wanted> batch = new ArrayList<>();
        long bytes = 0;
        int most = batchSize.current();
        while (!queue.isEmpty() && batch.size() < most) {
            Wanted next = queue.peek();
            boolean full = !batch.isEmpty() && (next.retry() || bytes + next.size() > BATCH_BYTES);
            if (full) {
                break;
            }
            bytes += next.size();
            batch.add(queue.remove());
            if (next.retry()) {
                break;
            }
        }
        return batch;
    }

    private void fetchBatch(
            MailboxRef mailbox,
            ItemKind kind,
            List<Wanted> batch,
            Deque<Wanted> queue,
            Map<String, FetchedItem> fetched) {
        Instant asked = clock.instant();
        GetItem request = request(Shapes.complete(kind, client.requestVersion(mailbox)), batch);
        Map<Wanted, EwsFault> refused = new LinkedHashMap<>();
        try (EwsAnswers<GetItemResponseMessageType> answers = client.getItem(mailbox, request)) {
            batchSize.answered(batch.size(), Duration.between(asked, clock.instant()));
            for (int i = 0; i < batch.size(); i++) {
                Wanted item = batch.get(i);
                EwsAnswer<GetItemResponseMessageType> answer = answers.get(i);
                if (answer.fault().isEmpty()) {
                    fetched.put(item.id().id(), read(mailbox, item.id(), answer));
                } else {
                    refused.put(item, answer.fault().get());
                }
            }
        } catch (EwsFault fault) {
            if (fault.code().equals(TransportException.NETWORK)) {
                batchSize.timedOut(batch.size());
            }
            if (!ItemCodes.isUndecided(fault.code())) {
                throw fault;
            }
            batch.stream()
                    .filter(item -> !fetched.containsKey(item.id().id()))
                    .forEach(item -> refused.put(item, fault));
        }
        if (refused.values().stream().anyMatch(fault -> fault.code().equals(ItemCodes.TIMEOUT))) {
            batchSize.timedOut(batch.size());
        }
        List<Wanted> again = new ArrayList<>();
        refused.forEach((item, fault) ->
                decide(mailbox, kind, item, fault, batch.size() == 1, fetched).ifPresent(again::add));
        for (int i = again.size() - 1; i >= 0; i--) {
            queue.addFirst(again.get(i));
        }
    }

    /** An item that wasn't given is gone, or to be asked for again (returned), or unreadable; or it's the server. */
    private Optional<Wanted> decide(
            MailboxRef mailbox,
            ItemKind kind,
            Wanted item,
            EwsFault fault,
            boolean alone,
            Map<String, FetchedItem> fetched) {
        String code = fault.code();
        if (code.equals(ItemCodes.NOT_FOUND)) {
            fetched.put(item.id().id(), FetchedItem.gone(item.id()));
        } else if (ItemCodes.isOfTheMoment(code)) {
            throw fault;
        } else if (ItemCodes.isUndecided(code) && !alone) {
            return Optional.of(code.equals(ItemCodes.INTERNAL) ? item.alone() : item);
        } else if (ItemCodes.isUndecided(code) && item.tries() + 1 < ALONE) {
            return Optional.of(item.failed());
        } else {
            boolean othersAreFine = fetched.values().stream().anyMatch(other -> other.item() != null);
            fetched.put(item.id().id(), secondLook(mailbox, kind, item.id(), fault, othersAreFine));
        }
        return Optional.empty();
    }

    /**
     * Asks once more for less. A mail that the server can't make MIME of comes as properties; one whose class lacks the
     * properties of mail comes without them. Of others only the id is asked for: where the server gives not even that, nor
     * any other item, it is the server's trouble, otherwise the item's.
     */
    private FetchedItem secondLook(
            MailboxRef mailbox, ItemKind kind, ItemId id, EwsFault first, boolean othersAreFine) {
        boolean properties = ItemCodes.isWithoutMime(first.code());
        boolean bytes = kind == ItemKind.EMAIL && ItemCodes.isOtherClass(first.code());
        ItemResponseShapeType shape = properties
                ? Shapes.properties(kind, client.requestVersion(mailbox))
                : bytes ? Shapes.mimeOnly() : Shapes.idOnly();
        try (EwsAnswers<GetItemResponseMessageType> answers =
                client.getItem(mailbox, request(shape, List.of(new Wanted(id, 0))))) {
            EwsAnswer<GetItemResponseMessageType> answer = answers.get(0);
            if (answer.fault().isEmpty()) {
                return properties || bytes ? read(mailbox, id, answer) : FetchedItem.unreadable(id, fault(first), null);
            }
            EwsFault second = answer.fault().get();
            if (second.code().equals(ItemCodes.NOT_FOUND)) {
                return FetchedItem.gone(id);
            }
            boolean unclear = ItemCodes.isUndecided(first.code()) && ItemCodes.isUndecided(second.code());
            if (ItemCodes.isOfTheMoment(second.code()) || unclear && !othersAreFine) {
                throw second;
            }
            return FetchedItem.unreadable(id, fault(first), null);
        }
    }

    private FetchedItem read(MailboxRef mailbox, ItemId asked, EwsAnswer<GetItemResponseMessageType> answer) {
        List<ItemType> items = answer.message().getItems() == null
                ? List.of()
                : answer.message().getItems().getItem();
        if (items.isEmpty() || items.get(0) == null) {
            return FetchedItem.unreadable(
                    asked,
                    new ItemFault(
                            EwsFault.ITEM_CORRUPT,
                            "The server says that it gives the item, but its answer holds none of a known type."
                                    + " Look at the item in the mailbox."),
                    null);
        }
        ItemType item = items.get(0);
        ItemId id =
                item.getItemId() == null || item.getItemId().getId() == null ? asked : Targets.itemId(item.getItemId());
        Content mime = null;
        List<Attachment> parts = List.of();
        try {
            mime = answer.mimeContent(item).orElse(null);
            Optional<EwsFault> flaw = answer.flaw(item);
            if (flaw.isPresent()) {
                return FetchedItem.unreadable(id, fault(flaw.get()), mime);
            }
            parts = mime == null ? attachments.fetch(mailbox, item) : List.of();
            return new FetchedItem(id, folder(item), canonical(item, mime, parts), ItemMapper.isRead(item), null, null);
        } catch (UnmappableItemException e) {
            close(parts);
            return FetchedItem.unreadable(id, e.fault(), mime);
        } catch (EwsFault e) {
            if (ItemCodes.isOfTheMoment(e.code())) {
                throw e;
            }
            return FetchedItem.unreadable(id, fault(e), mime);
        } catch (IOException e) {
            throw new TransportException(
                    TransportException.CONFIGURATION,
                    "Cannot read or spool the content of item " + id.id() + " of " + mailbox.address() + " ("
                            + e.getMessage() + "). See that the spool directory exists, is writable and has room.",
                    e);
        }
    }

    /** A value that our mapper stumbles over is a defect of ours, but it must not cost the other items. */
    private Item canonical(ItemType item, Content mime, List<Attachment> parts)
            throws UnmappableItemException, IOException {
        try {
            return mapper.read(item, mime, parts);
        } catch (RuntimeException e) {
            LOG.error("an item of class {} can't be mapped: this is a defect", item.getItemClass(), e);
            ItemFault fault = new ItemFault(
                    UNMAPPED, "The item has something in it that the product stumbles over (" + e + "). Report it.");
            throw new UnmappableItemException(fault, e);
        }
    }

    private static void close(List<Attachment> attachments) {
        attachments.forEach(attachment -> attachment.content().close());
    }

    private static FolderRef folder(ItemType item) {
        return item.getParentFolderId() == null || item.getParentFolderId().getId() == null
                ? null
                : FolderRef.ofId(item.getParentFolderId().getId());
    }

    private static ItemFault fault(EwsFault fault) {
        return new ItemFault(fault.code(), fault.getMessage());
    }

    private static GetItem request(ItemResponseShapeType shape, List<Wanted> items) {
        GetItem request = new GetItem();
        request.setItemShape(shape);
        request.setItemIds(Targets.items(
                items.stream().map(item -> ItemId.of(item.id().id())).toList()));
        return request;
    }
}
