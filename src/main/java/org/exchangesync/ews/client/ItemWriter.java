package org.exchangesync.ews.client;

import java.io.IOException;
import java.util.List;
import org.exchangesync.ews.client.mapping.ItemMapper;
import org.exchangesync.ews.client.mapping.UnmappableItemException;
import org.exchangesync.ews.client.messages.CreateItem;
import org.exchangesync.ews.client.messages.CreateItemResponseMessageType;
import org.exchangesync.ews.client.messages.DeleteItem;
import org.exchangesync.ews.client.messages.DeleteItemResponseMessageType;
import org.exchangesync.ews.client.messages.ItemInfoResponseMessageType;
import org.exchangesync.ews.client.messages.MoveItem;
import org.exchangesync.ews.client.messages.MoveItemResponseMessageType;
import org.exchangesync.ews.client.messages.SendItem;
import org.exchangesync.ews.client.messages.SendItemResponseMessageType;
import org.exchangesync.ews.client.messages.UpdateItem;
import org.exchangesync.ews.client.messages.UpdateItemResponseMessageType;
import org.exchangesync.ews.client.types.FileAttachmentType;
import org.exchangesync.ews.client.types.ItemChangeDescriptionType;
import org.exchangesync.ews.client.types.ItemChangeType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfAllItemsType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfAttachmentsType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfItemChangeDescriptionsType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfItemChangesType;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Email;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.transport.DeleteMode;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.WellKnownFolder;

/**
 * Writes items. Nothing here sends anything to anybody, except {@link #send}: invitations, updates and cancellations of
 * meetings go to none.
 */
final class ItemWriter {
    private static final String SAVE_ONLY = "SaveOnly";
    private static final String SEND_TO_NONE = "SendToNone";

    private final EwsCalls client;
    private final Targets targets;

    ItemWriter(EwsCalls client, Targets targets) {
        this.client = client;
        this.targets = targets;
    }

    ItemId create(MailboxRef mailbox, FolderRef folder, Item item) {
        SentContents contents = new SentContents();
        CreateItem request = new CreateItem();
        request.setMessageDisposition(SAVE_ONLY);
        request.setSendMeetingInvitations(SEND_TO_NONE);
        request.setSavedItemFolderId(targets.target(mailbox, folder));
        request.setItems(new NonEmptyArrayOfAllItemsType());
        request.getItems().getItem().add(item(mailbox, folder, item, contents));
        try (EwsAnswers<CreateItemResponseMessageType> answers =
                client.call(mailbox, EwsOperation.CREATE_ITEM, request, contents)) {
            return onlyId(mailbox, answers.only());
        }
    }

    private static ItemType item(MailboxRef mailbox, FolderRef folder, Item item, SentContents contents) {
        boolean draft = folder.wellKnown() == WellKnownFolder.DRAFTS || folder.wellKnown() == WellKnownFolder.OUTBOX;
        try {
            ItemType created = ItemMapper.create(item, draft, contents::text);
            boolean inOriginal = item instanceof Email email && email.original() != null;
            if (!inOriginal && !item.attachments().isEmpty()) {
                created.setAttachments(attachments(item.attachments(), contents));
            }
            return created;
        } catch (UnmappableItemException e) {
            throw unmappable(mailbox, e);
        } catch (IOException e) {
            throw new TransportException(
                    TransportException.CONFIGURATION,
                    "Cannot read the content of '" + item.title() + "' to write it into " + mailbox.address() + " ("
                            + e.getMessage() + "). See that the spool directory is there and readable.",
                    e);
        }
    }

    private static NonEmptyArrayOfAttachmentsType attachments(List<Attachment> attachments, SentContents contents)
            throws IOException {
        NonEmptyArrayOfAttachmentsType all = new NonEmptyArrayOfAttachmentsType();
        for (Attachment attachment : attachments) {
            FileAttachmentType file = new FileAttachmentType();
            file.setName(attachment.name() == null ? "attachment" : attachment.name());
            file.setContentType(attachment.contentType());
            file.setContentId(attachment.contentId());
            file.setIsInline(attachment.inline());
            file.setContent(contents.text(attachment.content()));
            all.getAttachment().add(file);
        }
        return all;
    }

    static TransportException unmappable(MailboxRef mailbox, UnmappableItemException e) {
        return new TransportException(
                e.fault().code(),
                "Mailbox " + mailbox.address() + ": " + e.fault().message(),
                e);
    }

    /**
     * Changes the properties that differ.
     *
     * @param current the item as it is, with its version
     */
    ItemId update(MailboxRef mailbox, FetchedItem current, Item wanted) {
        List<ItemChangeDescriptionType> changes;
        try {
            changes = ItemMapper.updates(wanted, current.item());
        } catch (UnmappableItemException e) {
            throw unmappable(mailbox, e);
        }
        if (changes.isEmpty()) {
            return current.id();
        }
        ItemChangeType change = new ItemChangeType();
        change.setItemId(Targets.item(current.id()));
        change.setUpdates(new NonEmptyArrayOfItemChangeDescriptionsType());
        change.getUpdates().getChange().addAll(changes);
        UpdateItem request = new UpdateItem();
        request.setConflictResolution("NeverOverwrite");
        request.setMessageDisposition(SAVE_ONLY);
        request.setSendMeetingInvitationsOrCancellations(SEND_TO_NONE);
        request.setItemChanges(new NonEmptyArrayOfItemChangesType());
        request.getItemChanges().getItemChange().add(change);
        try (EwsAnswers<UpdateItemResponseMessageType> answers =
                client.call(mailbox, EwsOperation.UPDATE_ITEM, request)) {
            return onlyId(mailbox, answers.only());
        }
    }

    void delete(MailboxRef mailbox, ItemKind kind, ItemId id, DeleteMode mode) {
        DeleteItem request = new DeleteItem();
        request.setDeleteType(
                switch (mode) {
                    case MOVE_TO_DELETED_ITEMS -> "MoveToDeletedItems";
                    case SOFT -> "SoftDelete";
                    case HARD -> "HardDelete";
                });
        if (kind == ItemKind.APPOINTMENT) {
            request.setSendMeetingCancellations(SEND_TO_NONE);
        } else if (kind == ItemKind.TASK) {
            request.setAffectedTaskOccurrences("AllOccurrences");
        }
        request.setItemIds(Targets.items(List.of(id)));
        try (EwsAnswers<DeleteItemResponseMessageType> answers =
                client.call(mailbox, EwsOperation.DELETE_ITEM, request)) {
            answers.only();
        }
    }

    ItemId move(MailboxRef mailbox, ItemId id, FolderRef target) {
        MoveItem request = new MoveItem();
        request.setToFolderId(targets.target(mailbox, target));
        request.setItemIds(Targets.items(List.of(id)));
        request.setReturnNewItemIds(true);
        try (EwsAnswers<MoveItemResponseMessageType> answers = client.call(mailbox, EwsOperation.MOVE_ITEM, request)) {
            return onlyId(mailbox, answers.only());
        }
    }

    /** Without a folder named, the server keeps the copy in the Sent Items of the mailbox. */
    void send(MailboxRef mailbox, ItemId draft) {
        SendItem request = new SendItem();
        request.setSaveItemToFolder(true);
        request.setItemIds(Targets.items(List.of(draft)));
        try (EwsAnswers<SendItemResponseMessageType> answers = client.call(mailbox, EwsOperation.SEND_ITEM, request)) {
            answers.only();
        }
    }

    static ItemId onlyId(MailboxRef mailbox, ItemInfoResponseMessageType answer) {
        List<ItemType> items =
                answer.getItems() == null ? List.of() : answer.getItems().getItem();
        ItemId id = items.isEmpty() || items.get(0) == null
                ? null
                : Targets.named(items.get(0).getItemId());
        if (id == null) {
            throw new TransportException(
                    TransportException.BAD_ANSWER,
                    "The server wrote an item in " + mailbox.address()
                            + " and doesn't tell its id. Search for it by our" + " key before writing it again.",
                    null);
        }
        return id;
    }
}
