package org.exchangesync.transport;

/**
 * The vocabulary as headers of a Camel message. All begin with {@code Camel}, so that header filters keep them from
 * leaking to other systems.
 */
public final class TransportHeaders {
    /** Name of the connection to use; looked up by {@link Connections}. String. */
    public static final String PROFILE = "CamelTransportProfile";
    /** The mailbox: String address or {@link MailboxRef}. */
    public static final String MAILBOX = "CamelTransportMailbox";
    /** The folder in text form: {@code inbox}, {@code inbox/Projects}, {@code id:…}. String or {@link FolderRef}. */
    public static final String FOLDER = "CamelTransportFolder";
    /** Where a move goes, or the parent of a folder to make. String or {@link FolderRef}. */
    public static final String TARGET_FOLDER = "CamelTransportTargetFolder";
    /** The kind of items: {@link org.exchangesync.item.ItemKind} or its label. */
    public static final String ITEM_KIND = "CamelTransportItemKind";
    /** The item's id. String. */
    public static final String ITEM_ID = "CamelTransportItemId";
    /** The item's version. String. */
    public static final String CHANGE_KEY = "CamelTransportChangeKey";
    /** What happened to the item: {@link org.exchangesync.item.ChangeType}. */
    public static final String CHANGE_TYPE = "CamelTransportChangeType";
    /** The state of the folder: in to begin with, out after the page. String. */
    public static final String SYNC_STATE = "CamelTransportSyncState";
    /** Whether nothing more is waiting. Boolean. */
    public static final String LAST_PAGE = "CamelTransportLastPage";
    /** The {@link ChangeQuery} in full; overrides folder, kind, state and limits. */
    public static final String QUERY = "CamelTransportQuery";
    /**
     * The open {@link ChangeSession}: set by the first {@code changes} call when {@link #KEEP_SESSION} is true, used by the
     * following ones, closed by the caller.
     */
    public static final String SESSION = "CamelTransportSession";
    /** Keep the session open for the next page. Boolean. */
    public static final String KEEP_SESSION = "CamelTransportKeepSession";
    /** How to delete: {@link DeleteMode} or its name. */
    public static final String DELETE_MODE = "CamelTransportDeleteMode";
    /**
     * Other items that are going to be deleted behind this one: a transport for which a delete is costly may delete them
     * together. Collection of {@link org.exchangesync.item.ItemId}.
     */
    public static final String SOON = "CamelTransportSoon";
    /** The name of a folder to make or of a person to resolve. String. */
    public static final String NAME = "CamelTransportName";
    /** The read flag where the transport tells it. Boolean. */
    public static final String READ = "CamelTransportRead";
    /** Why a changed item could not be read; absent where it could. String code, such as {@code ErrorItemCorrupt}. */
    public static final String FAULT_CODE = "CamelTransportFaultCode";
    /** The bytes of an item that could not be read, where they could be had. {@link org.exchangesync.item.Content}. */
    public static final String ORIGINAL = "CamelTransportOriginal";
    /** Categories to put on an item. Collection of String, or one. */
    public static final String CATEGORIES_ADDED = "CamelTransportCategoriesAdded";
    /** Categories to take from an item. Collection of String, or one. */
    public static final String CATEGORIES_REMOVED = "CamelTransportCategoriesRemoved";
    /** Find the items with this key of ours on them. String. */
    public static final String SYNC_KEY = "CamelTransportSyncKey";
    /** Find the mails with this Message-ID. String. */
    public static final String MESSAGE_ID = "CamelTransportMessageId";
    /** Find the appointments with this iCalendar UID. String. */
    public static final String UID = "CamelTransportUid";

    private TransportHeaders() {}
}
