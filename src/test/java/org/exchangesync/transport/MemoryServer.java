package org.exchangesync.transport;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.exchangesync.item.Change;
import org.exchangesync.item.ChangeType;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemFault;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;

/** What {@link MemoryTransport} holds: mailboxes, their folders, the items in them. Not threadsafe by itself. */
final class MemoryServer {
    private final Map<String, Mailbox> mailboxes = new LinkedHashMap<>();
    private int lastItem;
    private int lastFolder;

    /** One stored item; replaced as a whole by each change. */
    record Stored(
            String id,
            int version,
            FolderRef folder,
            ItemKind kind,
            Item item,
            ItemFault fault,
            Content original,
            boolean read) {

        ItemId itemId() {
            return new ItemId(id, "v" + version);
        }

        Change asChange(ChangeType type) {
            if (fault != null) {
                return Change.unreadable(type, kind, itemId(), fault, original);
            }
            return type == ChangeType.CREATE
                    ? Change.created(itemId(), item, read)
                    : Change.updated(itemId(), item, read);
        }
    }

    /** One mailbox: folders by parent and name, items in order of arrival. */
    static final class Mailbox {
        final Map<String, FolderRef> children = new HashMap<>();
        final Map<FolderRef, String> made = new HashMap<>();
        final LinkedHashMap<String, Stored> items = new LinkedHashMap<>();
    }

    Mailbox open(String address) {
        return mailboxes.computeIfAbsent(address.toLowerCase(), any -> new Mailbox());
    }

    Mailbox mailbox(String address) {
        Mailbox mailbox = mailboxes.get(address.toLowerCase());
        if (mailbox == null) {
            throw refused("ErrorNonExistentMailbox", "there is no mailbox " + address);
        }
        return mailbox;
    }

    Collection<String> addresses() {
        return mailboxes.keySet();
    }

    Stored item(String address, ItemId id) {
        Stored stored = mailbox(address).items.get(id.id());
        if (stored == null) {
            throw refused("ErrorItemNotFound", "there is no item " + id.id() + " in " + address);
        }
        return stored;
    }

    /** The items of a folder, newest first. */
    List<Stored> items(String address, FolderRef folder) {
        Mailbox mailbox = mailbox(address);
        folderExists(mailbox, folder);
        return newestFirst(mailbox, stored -> stored.folder().equals(folder));
    }

    private static List<Stored> newestFirst(Mailbox mailbox, Predicate<Stored> wanted) {
        List<Stored> found = new ArrayList<>();
        for (Stored stored : mailbox.items.values()) {
            if (wanted.test(stored)) {
                found.add(0, stored);
            }
        }
        return found;
    }

    void folderExists(Mailbox mailbox, FolderRef folder) {
        if (folder.wellKnown() == null && !mailbox.made.containsKey(folder)) {
            throw refused("ErrorFolderNotFound", "there is no folder " + folder);
        }
    }

    /** A folder that is given by its path, as the one that is there now. */
    FolderRef resolve(String address, FolderRef folder) {
        if (!folder.isPath()) {
            return folder;
        }
        FolderRef found = FolderRef.of(folder.wellKnown());
        for (String name : folder.below()) {
            found = mailbox(address).children.get(key(found, name));
            if (found == null) {
                throw refused("ErrorFolderNotFound", "there is no folder " + folder);
            }
        }
        return found;
    }

    /** The folder and what is in it are no more. */
    void removeFolder(String address, FolderRef folder) {
        Mailbox mailbox = mailbox(address);
        FolderRef gone = resolve(address, folder);
        mailbox.children.values().remove(gone);
        mailbox.made.remove(gone);
        mailbox.items.values().removeIf(stored -> stored.folder().equals(gone));
    }

    private static String key(FolderRef parent, String name) {
        return parent + "/" + name.toLowerCase();
    }

    FolderRef ensureFolder(Mailbox mailbox, FolderRef parent, String name) {
        folderExists(mailbox, parent);
        return mailbox.children.computeIfAbsent(key(parent, name), any -> {
            FolderRef folder = FolderRef.ofId("folder" + ++lastFolder);
            mailbox.made.put(folder, name);
            return folder;
        });
    }

    Stored add(Mailbox mailbox, FolderRef folder, Item item) {
        folderExists(mailbox, folder);
        return keep(mailbox, new Stored(newId(), 1, folder, item.kind(), item, null, null, false));
    }

    Stored addUnreadable(Mailbox mailbox, FolderRef folder, ItemKind kind, ItemFault fault, Content original) {
        folderExists(mailbox, folder);
        return keep(mailbox, new Stored(newId(), 1, folder, kind, null, fault, original, false));
    }

    Stored replace(Mailbox mailbox, Stored old, Item item) {
        return keep(
                mailbox,
                new Stored(old.id(), old.version() + 1, old.folder(), item.kind(), item, null, null, old.read()));
    }

    Stored categorize(Mailbox mailbox, Stored old, Collection<String> added, Collection<String> removed) {
        if (!(old.item() instanceof Email mail)) {
            return old; // unreadable, or a kind that no test marks
        }
        List<String> after = new ArrayList<>(mail.categories());
        after.removeAll(removed);
        added.stream().filter(name -> !after.contains(name)).forEach(after::add);
        return after.equals(mail.categories()) ? old : replace(mailbox, old, with(mail, after));
    }

    private static Email with(Email mail, List<String> categories) {
        return new Email(
                mail.messageId(),
                mail.subject(),
                mail.from(),
                mail.sender(),
                mail.replyTo(),
                mail.recipients(),
                mail.sentAt(),
                mail.receivedAt(),
                mail.inReplyTo(),
                mail.references(),
                mail.body(),
                mail.attachments(),
                mail.importance(),
                mail.sensitivity(),
                categories,
                mail.conversationIndex(),
                mail.original(),
                mail.syncKey());
    }

    Stored markRead(Mailbox mailbox, Stored old, boolean read) {
        return keep(
                mailbox,
                new Stored(
                        old.id(),
                        old.version(),
                        old.folder(),
                        old.kind(),
                        old.item(),
                        old.fault(),
                        old.original(),
                        read));
    }

    /** As in Exchange, an item gets a new id when it moves. */
    Stored move(Mailbox mailbox, Stored old, FolderRef target) {
        folderExists(mailbox, target);
        mailbox.items.remove(old.id());
        return keep(
                mailbox,
                new Stored(
                        newId(),
                        old.version(),
                        target,
                        old.kind(),
                        old.item(),
                        old.fault(),
                        old.original(),
                        old.read()));
    }

    /** Every item under another id, in the same order. */
    void renumber(Mailbox mailbox) {
        List<Stored> all = new ArrayList<>(mailbox.items.values());
        mailbox.items.clear();
        all.forEach(old -> keep(
                mailbox,
                new Stored(
                        newId(),
                        old.version(),
                        old.folder(),
                        old.kind(),
                        old.item(),
                        old.fault(),
                        old.original(),
                        old.read())));
    }

    private static Stored keep(Mailbox mailbox, Stored stored) {
        mailbox.items.put(stored.id(), stored);
        return stored;
    }

    /** Two ids in a row differ in case only, because real ids do too. */
    private String newId() {
        int number = lastItem++;
        return "Item" + number / 2 + (number % 2 == 0 ? "a" : "A");
    }

    static TransportException refused(String code, String message) {
        return new TransportException(code, message + " (" + code + ")", null);
    }
}
