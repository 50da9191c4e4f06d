package org.exchangesync.popsmtp;

import org.apache.camel.spi.Metadata;
import org.exchangesync.transport.TransportHeaders;

/** The headers that {@code pop-smtp:} reads and sets; they are those of every transport. */
public interface PopSmtpConstants {

    @Metadata(description = "The name of the connection to use instead of the endpoint's.", javaType = "String")
    String PROFILE = TransportHeaders.PROFILE;

    @Metadata(description = "The mailbox: its SMTP address, or a MailboxRef.", javaType = "Object", label = "common")
    String MAILBOX = TransportHeaders.MAILBOX;

    @Metadata(description = "The folder: inbox, the only one that POP3 shows.", javaType = "Object")
    String FOLDER = TransportHeaders.FOLDER;

    @Metadata(
            label = "producer",
            description = "Of the operations move and ensureFolder, which POP3 servers can't do.",
            javaType = "Object")
    String TARGET_FOLDER = TransportHeaders.TARGET_FOLDER;

    @Metadata(description = "The kind of the item: email.", javaType = "org.exchangesync.item.ItemKind")
    String ITEM_KIND = TransportHeaders.ITEM_KIND;

    @Metadata(description = "The item's id: the unique id that the server gave the message.", javaType = "String")
    String ITEM_ID = TransportHeaders.ITEM_ID;

    @Metadata(description = "The item's version: a digest of its header.", javaType = "String")
    String CHANGE_KEY = TransportHeaders.CHANGE_KEY;

    @Metadata(
            label = "consumer",
            description = "What happened to the item.",
            javaType = "org.exchangesync.item.ChangeType")
    String CHANGE_TYPE = TransportHeaders.CHANGE_TYPE;

    @Metadata(label = "consumer", description = "The read flag, which POP3 servers don't tell.", javaType = "Boolean")
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
            description = "Where a deleted item goes; over POP3 it is gone for good.",
            javaType = "org.exchangesync.transport.DeleteMode")
    String DELETE_MODE = TransportHeaders.DELETE_MODE;

    @Metadata(
            label = "producer",
            description = "Other items that are going to be deleted behind this one; they may be deleted with it.",
            javaType = "java.util.Collection<org.exchangesync.item.ItemId>")
    String SOON = TransportHeaders.SOON;

    @Metadata(
            label = "producer",
            description = "Of the operation ensureFolder, which POP3 servers can't do.",
            javaType = "String")
    String NAME = TransportHeaders.NAME;

    @Metadata(
            label = "producer",
            description = "Of the operation categorize, which POP3 servers can't do.",
            javaType = "java.util.Collection<String>")
    String CATEGORIES_ADDED = TransportHeaders.CATEGORIES_ADDED;

    @Metadata(
            label = "producer",
            description = "Of the operation categorize, which POP3 servers can't do.",
            javaType = "java.util.Collection<String>")
    String CATEGORIES_REMOVED = TransportHeaders.CATEGORIES_REMOVED;

    @Metadata(label = "producer", description = "Finds nothing: POP3 servers keep no key of ours.", javaType = "String")
    String SYNC_KEY = TransportHeaders.SYNC_KEY;

    @Metadata(label = "producer", description = "Find the mails with this Message-ID.", javaType = "String")
    String MESSAGE_ID = TransportHeaders.MESSAGE_ID;

    @Metadata(
            label = "producer",
            description = "Finds nothing: POP3 servers have no appointments.",
            javaType = "String")
    String UID = TransportHeaders.UID;
}
