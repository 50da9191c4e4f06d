package org.exchangesync.ews;

import org.apache.camel.spi.Metadata;
import org.exchangesync.transport.TransportHeaders;

/** The headers that {@code ews:} reads and sets; they are those of every transport. */
public interface EwsConstants {

    @Metadata(description = "The name of the connection to use instead of the endpoint's.", javaType = "String")
    String PROFILE = TransportHeaders.PROFILE;

    @Metadata(description = "The mailbox: its SMTP address, or a MailboxRef.", javaType = "Object", label = "common")
    String MAILBOX = TransportHeaders.MAILBOX;

    @Metadata(
            description =
                    "The folder: inbox, calendar, contacts, tasks, drafts, sentitems, deleteditems, outbox, root, one below"
                            + " them such as inbox/Projects, or id:"
                            + " and a folder id; or a FolderRef.",
            javaType = "Object")
    String FOLDER = TransportHeaders.FOLDER;

    @Metadata(
            label = "producer",
            description =
                    "Where move moves to, and the parent of the folder that ensureFolder makes; ensureFolder sets it to"
                            + " the folder that it made or found.",
            javaType = "Object")
    String TARGET_FOLDER = TransportHeaders.TARGET_FOLDER;

    @Metadata(
            description = "The kind of the item: email, appointment, contact or task.",
            javaType = "org.exchangesync.item.ItemKind")
    String ITEM_KIND = TransportHeaders.ITEM_KIND;

    @Metadata(description = "The item's id. It changes when the item moves.", javaType = "String")
    String ITEM_ID = TransportHeaders.ITEM_ID;

    @Metadata(description = "The item's version; update and send refuse one that isn't current.", javaType = "String")
    String CHANGE_KEY = TransportHeaders.CHANGE_KEY;

    @Metadata(
            label = "consumer",
            description = "What happened to the item.",
            javaType = "org.exchangesync.item.ChangeType")
    String CHANGE_TYPE = TransportHeaders.CHANGE_TYPE;

    @Metadata(label = "consumer", description = "The read flag, where the server told it.", javaType = "Boolean")
    String READ = TransportHeaders.READ;

    @Metadata(
            label = "consumer",
            description = "Why the item could not be read; the body is the ItemFault then.",
            javaType = "String")
    String FAULT_CODE = TransportHeaders.FAULT_CODE;

    @Metadata(
            label = "consumer",
            description = "The bytes of an item that could not be read, where they could be had.",
            javaType = "org.exchangesync.item.Content")
    String ORIGINAL = TransportHeaders.ORIGINAL;

    @Metadata(
            label = "producer",
            description =
                    "The state of the folder from which changes reads on; after the call the one that follows the page.",
            javaType = "String")
    String SYNC_STATE = TransportHeaders.SYNC_STATE;

    @Metadata(description = "Whether nothing more is waiting after this page.", javaType = "Boolean")
    String LAST_PAGE = TransportHeaders.LAST_PAGE;

    @Metadata(
            label = "producer",
            description = "The question of changes in full, instead of folder, kind, state and limits.",
            javaType = "org.exchangesync.transport.ChangeQuery")
    String QUERY = TransportHeaders.QUERY;

    @Metadata(
            label = "producer",
            description = "Keeps the session of changes open for the next page; the caller closes it.",
            javaType = "Boolean")
    String KEEP_SESSION = TransportHeaders.KEEP_SESSION;

    @Metadata(
            label = "producer",
            description = "The open session: set by the first changes, used by the following.",
            javaType = "org.exchangesync.transport.ChangeSession")
    String SESSION = TransportHeaders.SESSION;

    @Metadata(
            label = "producer",
            description = "Where a deleted item goes.",
            javaType = "org.exchangesync.transport.DeleteMode")
    String DELETE_MODE = TransportHeaders.DELETE_MODE;

    @Metadata(
            label = "producer",
            description = "Other items that are going to be deleted behind this one; they may be deleted with it.",
            javaType = "java.util.Collection<org.exchangesync.item.ItemId>")
    String SOON = TransportHeaders.SOON;

    @Metadata(
            label = "producer",
            description =
                    "The name of the folder that ensureFolder makes, or the name or address that resolveNames looks up.",
            javaType = "String")
    String NAME = TransportHeaders.NAME;

    @Metadata(
            label = "producer",
            description = "Categories that categorize puts on an item: one, or a collection of them.",
            javaType = "java.util.Collection<String>")
    String CATEGORIES_ADDED = TransportHeaders.CATEGORIES_ADDED;

    @Metadata(
            label = "producer",
            description = "Categories that categorize takes from an item: one, or a collection of them.",
            javaType = "java.util.Collection<String>")
    String CATEGORIES_REMOVED = TransportHeaders.CATEGORIES_REMOVED;

    @Metadata(label = "producer", description = "Find the items that carry this key of ours.", javaType = "String")
    String SYNC_KEY = TransportHeaders.SYNC_KEY;

    @Metadata(label = "producer", description = "Find the mails with this Message-ID.", javaType = "String")
    String MESSAGE_ID = TransportHeaders.MESSAGE_ID;

    @Metadata(label = "producer", description = "Find the appointments with this iCalendar UID.", javaType = "String")
    String UID = TransportHeaders.UID;
}
