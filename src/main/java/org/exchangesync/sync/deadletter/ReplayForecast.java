package org.exchangesync.sync.deadletter;

import java.nio.file.Path;
import org.exchangesync.item.Change;
import org.exchangesync.sync.LoneItem;
import org.exchangesync.sync.LoneItem.Stored;
import org.exchangesync.sync.SyncStore;
import org.exchangesync.transport.ItemContents;

/**
 * What a replay would do, without doing it: the item is made again and decided upon as a replay would, in a transaction that
 * is rolled back. No step is run, so that what steps make of the item is not foreseen. Threadsafe.
 */
public final class ReplayForecast {
    private static final int IN_MEMORY = 1 << 20;

    private final DeadLetterStore letters;
    private final SyncStore store;
    private final LetterItem items;

    /**
     * @param spool where contents too large for memory wait meanwhile
     */
    public ReplayForecast(DeadLetterStore letters, SyncStore store, Path spool) {
        this.letters = letters;
        this.store = store;
        this.items = new LetterItem(letters, IN_MEMORY, spool);
    }

    /** In words, beginning with "would be". */
    public String of(StoredLetter letter, ReplayOptions options) {
        boolean fetched = options.fromMailbox() || !letter.kept().hasContent();
        StringBuilder text = new StringBuilder("would be taken ");
        text.append(
                fetched
                        ? "as the mailbox has it now"
                        : letter.kept().isEdited() ? "as " + letter.kept().editedBy() + " edited it" : "as it was");
        text.append(
                !fetched && !options.fromStart() && letter.kept().resumable()
                        ? ", on from the step that refused it"
                                + (letter.failure().step() == null
                                        ? ""
                                        : " (" + letter.failure().step() + ")")
                        : ", through all steps");
        if (!fetched) {
            text.append("; ").append(stored(letter));
        }
        if (letter.moved() != null && letter.moved().where() == StoredLetter.Moved.Where.MOVED) {
            text.append(options.moveBack() ? "; the mail goes back to the Inbox" : "; the mail stays in Undeliverable");
        }
        return text.toString();
    }

    private String stored(StoredLetter letter) {
        try {
            Change change = items.change(letter, letters.texts(letter.id()).orElseThrow(), letter.itemId());
            try {
                return change.item() == null
                        ? "can't be read, and would fail again: "
                                + change.fault().message()
                        : words(LoneItem.foresee(store, letter.folder(), change));
            } finally {
                ItemContents.close(change);
            }
        } catch (LetterItem.NothingKeptException e) {
            throw new IllegalStateException("dead letter " + letter.id() + " had a content a moment ago", e);
        }
    }

    private static String words(Stored foreseen) {
        if (foreseen.refusal() != null) {
            return "the database would refuse it again: " + foreseen.refusal().getMessage();
        }
        return switch (foreseen.event()) {
            case CREATED -> "a new record";
            case UPDATED -> "a new version of record " + foreseen.recordId();
            default -> "recognised as record " + foreseen.recordId() + ", nothing is doubled";
        };
    }
}
