package org.exchangesync.transport;

import java.util.Collection;
import java.util.List;
import org.apache.camel.Message;
import org.exchangesync.item.Email;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;

/**
 * What one call needs, taken from the message's headers, else from the endpoint's options, and where its answer goes. What
 * is missing is an error that names the header and the option.
 */
final class TransportCall {
    private final Message message;
    private final TransportEndpoint endpoint;
    private final TransportConfiguration options;

    TransportCall(Message message, TransportEndpoint endpoint) {
        this.message = message;
        this.endpoint = endpoint;
        this.options = endpoint.getConfiguration();
    }

    String profile() {
        return text(TransportHeaders.PROFILE);
    }

    MailboxRef mailbox() {
        Object header = message.getHeader(TransportHeaders.MAILBOX);
        if (header instanceof MailboxRef mailbox) {
            return mailbox;
        }
        String address = text(TransportHeaders.MAILBOX);
        return address != null ? MailboxRef.of(address) : mailboxOf(endpoint);
    }

    /** The mailbox that the options name. */
    static MailboxRef mailboxOf(TransportEndpoint endpoint) {
        TransportConfiguration options = endpoint.getConfiguration();
        if (options.getMailbox() == null) {
            throw missing("The mailbox", TransportHeaders.MAILBOX, "mailbox", endpoint);
        }
        return options.getConnectingId() == null
                ? MailboxRef.of(options.getMailbox())
                : new MailboxRef(options.getMailbox(), options.getConnectingId());
    }

    FolderRef folder() {
        FolderRef folder = givenFolder();
        return folder != null ? folder : DefaultFolders.whereItemsAre(givenKind());
    }

    FolderRef folderForNew() {
        FolderRef folder = givenFolder();
        return folder != null ? folder : DefaultFolders.whereItemsAreMade(item().kind());
    }

    FolderRef targetFolder() {
        FolderRef folder = folder(TransportHeaders.TARGET_FOLDER, options.getTargetFolder());
        if (folder == null) {
            throw missing("The target folder", TransportHeaders.TARGET_FOLDER, "targetFolder", endpoint);
        }
        return folder;
    }

    ItemKind kind() {
        ItemKind kind = givenKind();
        return kind != null ? kind : DefaultFolders.kindIn(givenFolder());
    }

    ItemId itemId() {
        Object header = message.getHeader(TransportHeaders.ITEM_ID);
        if (header instanceof ItemId id) {
            return id;
        }
        String id = text(TransportHeaders.ITEM_ID);
        if (id == null) {
            throw missing("The item's id", TransportHeaders.ITEM_ID, null, endpoint);
        }
        return new ItemId(id, text(TransportHeaders.CHANGE_KEY));
    }

    /** The items that the body names. */
    Collection<ItemId> itemIds() {
        Object body = message.getBody();
        if (body instanceof ItemId id) {
            return List.of(id);
        }
        if (body instanceof Collection<?> ids && ids.stream().allMatch(ItemId.class::isInstance)) {
            return ids.stream().map(ItemId.class::cast).toList();
        }
        throw new IllegalArgumentException(
                "The body must be an ItemId or a collection of them for " + endpoint.label());
    }

    Collection<String> categories(String header) {
        Object value = message.getHeader(header);
        if (value instanceof Collection<?> names) {
            return names.stream().map(String::valueOf).toList();
        }
        return value == null ? List.of() : List.of(value.toString());
    }

    Item item() {
        if (message.getBody() instanceof Item item) {
            return item;
        }
        Object body = message.getBody();
        throw new IllegalArgumentException("The body must be an Email, Appointment, Contact or Task (package "
                + Item.class.getPackageName() + ") for " + endpoint.label() + ", not "
                + (body == null ? "empty" : body.getClass().getName()));
    }

    Email email() {
        if (item() instanceof Email email) {
            return email;
        }
        throw new IllegalArgumentException("The body must be an Email for " + endpoint.label() + ", not a "
                + item().kind().label());
    }

    String name() {
        String name = text(TransportHeaders.NAME);
        if (name == null && options.getName() == null) {
            throw missing("The name", TransportHeaders.NAME, "name", endpoint);
        }
        return name != null ? name : options.getName();
    }

    DeleteMode deleteMode() {
        DeleteMode mode = message.getHeader(TransportHeaders.DELETE_MODE, DeleteMode.class);
        return mode != null ? mode : options.getDeleteMode();
    }

    /** What will be deleted too. */
    Collection<ItemId> soon() {
        return message.getHeader(TransportHeaders.SOON) instanceof Collection<?> ids
                ? ids.stream()
                        .filter(ItemId.class::isInstance)
                        .map(ItemId.class::cast)
                        .toList()
                : List.of();
    }

    FindQuery findQuery() {
        if (message.getBody() instanceof FindQuery query) {
            return query;
        }
        String syncKey = text(TransportHeaders.SYNC_KEY);
        String messageId = text(TransportHeaders.MESSAGE_ID);
        String uid = text(TransportHeaders.UID);
        if (syncKey == null && messageId == null && uid == null) {
            throw new IllegalArgumentException(
                    "What to find must be set in header '" + TransportHeaders.SYNC_KEY + "', '"
                            + TransportHeaders.MESSAGE_ID + "' or '" + TransportHeaders.UID
                            + "', or as a FindQuery in the body, for "
                            + endpoint.label());
        }
        return new FindQuery(syncKey, messageId, uid, options.getMaxItems());
    }

    ChangeQuery changeQuery() {
        ChangeQuery query = message.getHeader(TransportHeaders.QUERY, ChangeQuery.class);
        if (query != null) {
            return query;
        }
        String state = text(TransportHeaders.SYNC_STATE);
        return query(folder(), kind(), options).from(state == null ? SyncState.START : new SyncState(state));
    }

    /** What the options ask for, from the beginning. */
    static ChangeQuery queryOf(TransportEndpoint endpoint) {
        TransportConfiguration options = endpoint.getConfiguration();
        FolderRef folder = options.getFolder() != null
                ? FolderRef.parse(options.getFolder())
                : DefaultFolders.whereItemsAre(options.getItemKind());
        ItemKind kind = options.getItemKind() != null ? options.getItemKind() : DefaultFolders.kindIn(folder);
        return query(folder, kind, options);
    }

    private static ChangeQuery query(FolderRef folder, ItemKind kind, TransportConfiguration options) {
        return new ChangeQuery(
                folder, kind, SyncState.START, options.sinceInstant(), options.getMaxItems(), options.getMaxBytes());
    }

    ChangeSession session() {
        return message.getHeader(TransportHeaders.SESSION, ChangeSession.class);
    }

    boolean keepSession() {
        return message.getHeader(TransportHeaders.KEEP_SESSION, false, boolean.class);
    }

    void answer(Object body) {
        message.setBody(body);
    }

    void answerSession(ChangeSession session) {
        message.setHeader(TransportHeaders.SESSION, session);
    }

    void answerPage(ChangePage page) {
        message.setBody(page);
        message.setHeader(TransportHeaders.SYNC_STATE, page.next().value());
        message.setHeader(TransportHeaders.LAST_PAGE, page.last());
    }

    void answerFetched(Fetched fetched) {
        message.setBody(fetched.item());
        message.setHeader(TransportHeaders.ITEM_KIND, fetched.item().kind());
        answerId(fetched.id());
        if (fetched.folder() != null) {
            message.setHeader(TransportHeaders.FOLDER, fetched.folder().toString());
        }
    }

    void answerId(ItemId id) {
        message.setHeader(TransportHeaders.ITEM_ID, id.id());
        message.setHeader(TransportHeaders.CHANGE_KEY, id.changeKey());
    }

    void answerMoved(ItemId id) {
        FolderRef target = targetFolder();
        answerId(id);
        message.setHeader(TransportHeaders.FOLDER, target.toString());
    }

    void answerTarget(FolderRef made) {
        message.setHeader(TransportHeaders.TARGET_FOLDER, made.toString());
    }

    private ItemKind givenKind() {
        ItemKind kind = message.getHeader(TransportHeaders.ITEM_KIND, ItemKind.class);
        return kind != null ? kind : options.getItemKind();
    }

    private FolderRef givenFolder() {
        return folder(TransportHeaders.FOLDER, options.getFolder());
    }

    private FolderRef folder(String header, String option) {
        if (message.getHeader(header) instanceof FolderRef folder) {
            return folder;
        }
        String text = text(header);
        String found = text != null ? text : option;
        return found == null ? null : FolderRef.parse(found);
    }

    private String text(String header) {
        String value = message.getHeader(header, String.class);
        return value == null || value.isBlank() ? null : value;
    }

    private static IllegalArgumentException missing(
            String what, String header, String option, TransportEndpoint endpoint) {
        return new IllegalArgumentException(what + " must be set in header '" + header + "'"
                + (option == null ? "" : " or by option '" + option + "'") + " for " + endpoint.label());
    }
}
