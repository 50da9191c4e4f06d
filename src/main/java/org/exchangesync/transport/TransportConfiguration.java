package org.exchangesync.transport;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.exchangesync.item.ItemKind;

/** The options that every transport component has. A header of {@link TransportHeaders} overrides its option. */
@UriParams
public class TransportConfiguration implements Cloneable {

    @UriParam
    private String mailbox;

    @UriParam(label = "advanced")
    private String connectingId;

    @UriParam
    private String folder;

    @UriParam
    private ItemKind itemKind;

    @UriParam(defaultValue = "100")
    private int maxItems = 100;

    @UriParam(defaultValue = "16777216")
    private long maxBytes = 16L << 20;

    @UriParam
    private String since;

    @UriParam(label = "producer")
    private String targetFolder;

    @UriParam(label = "producer")
    private String name;

    @UriParam(label = "producer", defaultValue = "MOVE_TO_DELETED_ITEMS")
    private DeleteMode deleteMode = DeleteMode.MOVE_TO_DELETED_ITEMS;

    @UriParam(label = "consumer")
    private boolean page;

    @UriParam(label = "consumer")
    @Metadata(autowired = true)
    private SyncStateRepository stateRepository;

    @UriParam(label = "consumer")
    private String stateKey;

    @UriParam(label = "consumer", defaultValue = "true")
    private boolean restartOnExpiredState = true;

    public String getMailbox() {
        return mailbox;
    }

    /** The SMTP address of the mailbox that is read or written. */
    public void setMailbox(String mailbox) {
        this.mailbox = mailbox;
    }

    public String getConnectingId() {
        return connectingId;
    }

    /**
     * The user principal name or the SID by which the mailbox is impersonated, where the connection doesn't impersonate by
     * the SMTP address.
     */
    public void setConnectingId(String connectingId) {
        this.connectingId = connectingId;
    }

    public String getFolder() {
        return folder;
    }

    /**
     * The folder: inbox, calendar, contacts, tasks, drafts, sentitems, deleteditems, outbox, root, one below them such as
     * inbox/Projects, or id: and a folder id. By default the folder where items of the kind belong: inbox (drafts for create), calendar, contacts or tasks.
     */
    public void setFolder(String folder) {
        this.folder = folder;
    }

    public ItemKind getItemKind() {
        return itemKind;
    }

    /** The kind of the items. By default what the folder is made for; email in all but calendar, contacts and tasks. */
    public void setItemKind(ItemKind itemKind) {
        this.itemKind = itemKind;
    }

    public int getMaxItems() {
        return maxItems;
    }

    /** The most changes in a page, and the most ids that find returns. */
    public void setMaxItems(int maxItems) {
        this.maxItems = maxItems;
    }

    public long getMaxBytes() {
        return maxBytes;
    }

    /** About the most bytes of items in a page; a single larger item still comes, alone. */
    public void setMaxBytes(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    public String getSince() {
        return since;
    }

    /**
     * Leaves out mail received before this date (2026-01-31, midnight UTC) or instant (2026-01-31T08:00:00Z). By default all
     * mail is read.
     */
    public void setSince(String since) {
        this.since = since;
    }

    public String getTargetFolder() {
        return targetFolder;
    }

    /** Where move moves to, and the parent of the folder that ensureFolder makes; written like the option folder. */
    public void setTargetFolder(String targetFolder) {
        this.targetFolder = targetFolder;
    }

    public String getName() {
        return name;
    }

    /** The name of the folder that ensureFolder makes, or the name or address that resolveNames looks up. */
    public void setName(String name) {
        this.name = name;
    }

    public DeleteMode getDeleteMode() {
        return deleteMode;
    }

    /** Where a deleted item goes: to the Deleted Items folder, to the recoverable items, or away for good. */
    public void setDeleteMode(DeleteMode deleteMode) {
        this.deleteMode = deleteMode;
    }

    public boolean isPage() {
        return page;
    }

    /** One Camel exchange per page, with the ChangePage as body, instead of one per change. */
    public void setPage(boolean page) {
        this.page = page;
    }

    public SyncStateRepository getStateRepository() {
        return stateRepository;
    }

    /**
     * Keeps how far the folder has been read. By default the only one in the registry; if there is none, the memory of
     * this component, which forgets at shutdown, so that everything comes again.
     */
    public void setStateRepository(SyncStateRepository stateRepository) {
        this.stateRepository = stateRepository;
    }

    public String getStateKey() {
        return stateKey;
    }

    /**
     * The key in the state repository. By default made of scheme, connection, mailbox, folder and kind; two consumers of
     * the same folder need keys of their own.
     */
    public void setStateKey(String stateKey) {
        this.stateKey = stateKey;
    }

    public boolean isRestartOnExpiredState() {
        return restartOnExpiredState;
    }

    /**
     * Reads the folder from its beginning when the server no longer knows the state, so that everything comes again; the
     * poll fails otherwise, until the state is removed from the repository.
     */
    public void setRestartOnExpiredState(boolean restartOnExpiredState) {
        this.restartOnExpiredState = restartOnExpiredState;
    }

    /** The option {@code since} as an instant, or null. */
    Instant sinceInstant() {
        if (since == null) {
            return null;
        }
        try {
            return since.contains("T")
                    ? Instant.parse(since)
                    : LocalDate.parse(since).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "option since=" + since + " is neither a date (2026-01-31) nor an instant (2026-01-31T08:00:00Z)",
                    e);
        }
    }

    /** A copy whose options can be changed apart. */
    public TransportConfiguration copy() {
        try {
            return (TransportConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }
}
