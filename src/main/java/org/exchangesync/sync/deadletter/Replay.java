package org.exchangesync.sync.deadletter;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.apache.camel.Exchange;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.ActionStep;
import org.exchangesync.sync.FolderKey;
import org.exchangesync.sync.LoneItem;
import org.exchangesync.sync.LoneItem.Place;
import org.exchangesync.sync.SyncProperties;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.WellKnownFolder;

/** One letter on its way: where its item was found, and what came of it. Used by one thread at a time. */
final class Replay {
    static final FolderRef INBOX = FolderRef.of(WellKnownFolder.INBOX);
    static final FolderRef UNDELIVERABLE = FolderRef.below(WellKnownFolder.INBOX, ActionStep.UNDELIVERABLE);

    /** That of an exchange, or null. */
    static Replay of(Exchange exchange) {
        return exchange.getProperty(SyncProperties.REPLAY, Replay.class);
    }

    private final StoredLetter letter;
    private final Deque<FolderRef> toSearch = new ArrayDeque<>();
    private FolderRef searched;
    private ItemId there;
    private boolean inUndeliverable;
    private FolderKey folder;
    private Item fetched;
    private LoneItem item;

    Replay(StoredLetter letter) {
        this.letter = letter;
        this.folder = letter.folder();
    }

    StoredLetter letter() {
        return letter;
    }

    /** Under which ids the item may be. */
    List<ItemId> ids() {
        String moved = letter.moved().itemId();
        return moved == null ? List.of(letter.itemId()) : List.of(ItemId.of(moved), letter.itemId());
    }

    /** Takes what of {@link #ids} is there; a mail that isn't is searched by its Message-ID. */
    void located(Collection<ItemId> present) {
        String moved = letter.moved().itemId();
        for (ItemId id : present) {
            boolean isMoved = id.id().equals(moved);
            if (isMoved || id.id().equals(letter.itemId().id())) {
                there = id;
                inUndeliverable = isMoved && letter.moved().where() == StoredLetter.Moved.Where.MOVED;
                return;
            }
        }
        if (letter.kind() == ItemKind.EMAIL && letter.messageId() != null) {
            toSearch.add(UNDELIVERABLE);
            toSearch.add(INBOX);
        }
    }

    boolean isSearching() {
        return !toSearch.isEmpty();
    }

    /** The next folder to search. */
    FolderRef search() {
        searched = toSearch.remove();
        return searched;
    }

    /** Takes what was found there. */
    void found(List<ItemId> ids) {
        if (!ids.isEmpty()) {
            toSearch.clear();
            there = ids.get(0);
            inUndeliverable = searched.equals(UNDELIVERABLE);
            if (!inUndeliverable) {
                folder = new FolderKey(letter.mailbox(), letter.folder().transport(), INBOX.toString());
            }
        }
    }

    /** The item as it is in the mailbox, or null if it isn't there. */
    ItemId there() {
        return there;
    }

    /** The folder that it is in, or was. */
    FolderKey folder() {
        return folder;
    }

    boolean inUndeliverable() {
        return inUndeliverable;
    }

    /**
     * Where that is for its record.
     *
     * @param read the folders that the mailbox has read
     */
    Place place(Collection<String> read) {
        if (there == null) {
            return Place.NOWHERE;
        }
        return !inUndeliverable && read.contains(folder.folder()) ? Place.FOLDER : Place.ELSEWHERE;
    }

    /** Whether the item is wanted as the mailbox has it now. */
    boolean wantsItem() {
        if (there == null || letter.kept().isEdited()) {
            return false;
        }
        boolean unreadable = !letter.kept().item() && !letter.kept().described();
        boolean newer = letter.kind() != ItemKind.EMAIL
                && there.changeKey() != null
                && !there.changeKey().equals(letter.itemId().changeKey());
        return letter.replay().options().fromMailbox() || unreadable || newer;
    }

    void fetched(Item now, ItemId version) {
        fetched = now;
        there = version;
    }

    Item fetched() {
        return fetched;
    }

    void opened(LoneItem opened) {
        item = opened;
    }

    LoneItem item() {
        return item;
    }

    boolean isOpen() {
        return item != null;
    }
}
