package org.exchangesync.ews.client;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.exchangesync.ews.client.mapping.ItemMapper;
import org.exchangesync.ews.client.mapping.ItemParts;
import org.exchangesync.ews.client.mapping.UnmappableItemException;
import org.exchangesync.ews.client.messages.GetItemResponseMessageType;
import org.exchangesync.ews.client.types.ArrayOfRealItemsType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Content;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemFault;
import org.exchangesync.item.ItemId;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a canonical item of a server's answer, with the parts of it that come by calls of their own. */
final class ItemReader {
    private static final Logger LOG = LoggerFactory.getLogger(ItemReader.class);

    /** The code of a fault in our own mapping. */
    private static final String UNMAPPED = "ItemMappingFailed";

    private final ItemMapper mapper;
    private final AttachmentFetcher attachments;
    private final ExceptionFetcher exceptions;

    ItemReader(EwsCalls client, ItemMapper mapper) {
        this.mapper = mapper;
        this.attachments = new AttachmentFetcher(client);
        this.exceptions = new ExceptionFetcher(client);
    }

    /**
     * The item of an answer that tells of no error.
     *
     * @throws TransportException if the server, or this machine, can't go on at the moment
     */
    FetchedItem read(MailboxRef mailbox, ItemId asked, EwsAnswer<GetItemResponseMessageType> answer) {
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
        ItemId id = version(asked, item);
        Content mime = null;
        try {
            mime = answer.mimeContent(item).orElse(null);
            Optional<EwsFault> flaw = answer.flaw(item);
            return flaw.isPresent()
                    ? FetchedItem.unreadable(id, fault(flaw.get()), mime)
                    : read(mailbox, id, item, mime);
        } catch (UnmappableItemException e) {
            return FetchedItem.unreadable(id, e.fault(), mime);
        } catch (EwsFault e) {
            if (ItemCodes.isOfTheMoment(e.code())) {
                close(mime);
                throw e;
            }
            return FetchedItem.unreadable(id, fault(e), mime);
        } catch (IOException e) {
            close(mime);
            throw new TransportException(
                    TransportException.CONFIGURATION,
                    "Cannot read or spool the content of item " + id.id() + " of " + mailbox.address() + " ("
                            + e.getMessage() + "). See that the spool directory exists, is writable and has room.",
                    e);
        }
    }

    /** The address stays the one by which the server knew the item: deletes will come under it. */
    private static ItemId version(ItemId asked, ItemType item) {
        ItemId named = Targets.named(item.getItemId());
        return named == null ? asked : new ItemId(asked.id(), named.changeKey());
    }

    private FetchedItem read(MailboxRef mailbox, ItemId id, ItemType item, Content mime)
            throws UnmappableItemException, IOException {
        List<Attachment> attached = mime == null ? attachments.fetch(mailbox, item) : List.of();
        boolean done = false;
        try {
            Item canonical = canonical(item, new ItemParts(mime, attached, exceptions.fetch(mailbox, item)));
            done = true;
            return new FetchedItem(id, folder(item), canonical, ItemMapper.isRead(item), null, null);
        } finally {
            if (!done) {
                attached.forEach(attachment -> attachment.content().close());
            }
        }
    }

    /** A value that our mapper stumbles over is a defect of ours, but it must not cost the other items. */
    private Item canonical(ItemType item, ItemParts parts) throws UnmappableItemException, IOException {
        try {
            return mapper.read(item, parts);
        } catch (RuntimeException e) {
            LOG.error("an item of class {} can't be mapped: this is a defect", item.getItemClass(), e);
            ItemFault fault = new ItemFault(
                    UNMAPPED, "The item has something in it that the product stumbles over (" + e + "). Report it.");
            throw new UnmappableItemException(fault, e);
        }
    }

    /** The id of the item in an answer, or null. */
    static String named(EwsAnswer<GetItemResponseMessageType> answer) {
        ArrayOfRealItemsType items = answer.message().getItems();
        ItemType item = items == null || items.getItem().isEmpty()
                ? null
                : items.getItem().get(0);
        return item == null || item.getItemId() == null
                ? null
                : item.getItemId().getId();
    }

    private static void close(Content content) {
        if (content != null) {
            content.close();
        }
    }

    private static FolderRef folder(ItemType item) {
        return item.getParentFolderId() == null || item.getParentFolderId().getId() == null
                ? null
                : FolderRef.ofId(item.getParentFolderId().getId());
    }

    static ItemFault fault(EwsFault fault) {
        return new ItemFault(fault.code(), fault.getMessage());
    }
}
