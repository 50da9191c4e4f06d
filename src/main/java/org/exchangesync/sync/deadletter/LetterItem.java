package org.exchangesync.sync.deadletter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Change;
import org.exchangesync.item.ChangeType;
import org.exchangesync.item.Content;
import org.exchangesync.item.ContentWriter;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemFault;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.mime.EmailParser;
import org.exchangesync.item.mime.MimeLimits;
import org.exchangesync.item.mime.UnreadableMimeException;
import org.exchangesync.sync.ItemJson;
import org.exchangesync.sync.KeptProperties;
import org.exchangesync.sync.StoreException;
import org.exchangesync.transport.ItemContents;

/** Makes the item of a dead letter again, of what was kept or edited. Large contents go through files. Threadsafe. */
final class LetterItem {
    private final DeadLetterStore letters;
    private final int spoolThreshold;
    private final Path spool;
    private final EmailParser parser;

    LetterItem(DeadLetterStore letters, int spoolThreshold, Path spool) {
        this.letters = letters;
        this.spoolThreshold = spoolThreshold;
        this.spool = spool;
        this.parser = new EmailParser(MimeLimits.DEFAULT, spoolThreshold, spool);
    }

    /** There is nothing of which an item could be made. */
    static final class NothingKeptException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /**
     * The change that the letter's item is.
     *
     * @param id its address and version
     * @return a change with an item, or with the fault that keeps it from being one
     */
    Change change(StoredLetter letter, LetterTexts texts, ItemId id) throws NothingKeptException {
        try {
            KeptProperties known = KeptProperties.read(texts.mailboxProperties());
            StoredLetter.Kept kept = letter.kept();
            if (kept.editedSha256() != null) {
                return mail(letter, id, kept.editedSha256(), known);
            } else if (kept.editedJson()) {
                return item(letter, id, texts.editedItem(), known, "EditedItemUnreadable");
            } else if (kept.originalSha256() != null) {
                return mail(letter, id, kept.originalSha256(), known);
            } else if (kept.item()) {
                return item(letter, id, texts.item(), known, "KeptItemUnreadable");
            }
        } catch (IOException e) {
            throw new StoreException(
                    "cannot read what was kept of dead letter " + letter.id() + ": " + e.getMessage() + ". See that "
                            + spool + " has room",
                    e);
        }
        throw new NothingKeptException();
    }

    private Change mail(StoredLetter letter, ItemId id, String sha256, KeptProperties known) throws IOException {
        Content original = content(sha256);
        try {
            return change(parser.parse(original, known.properties()), id, known);
        } catch (UnreadableMimeException e) {
            return Change.unreadable(ChangeType.CREATE, letter.kind(), id, e.fault(), original);
        } catch (IOException | RuntimeException e) {
            original.close();
            throw e;
        }
    }

    private Change item(StoredLetter letter, ItemId id, String json, KeptProperties known, String code)
            throws IOException {
        Map<String, Content> attached = attached(letter, known);
        boolean done = false;
        try {
            Item item = ItemJson.read(
                    letter.kind(),
                    json,
                    known.syncKey(),
                    sha256 -> attached.computeIfAbsent(sha256, this::contentOrNull));
            done = true;
            return change(item, id, known);
        } catch (IOException e) {
            return Change.unreadable(
                    ChangeType.CREATE, letter.kind(), id, new ItemFault(code, String.valueOf(e.getMessage())), null);
        } finally {
            if (!done) {
                attached.values().forEach(Content::close);
            }
        }
    }

    private static Change change(Item item, ItemId id, KeptProperties known) {
        return Change.created(id, item, known.read());
    }

    /** What stands in the original of a mail whose JSON was edited. */
    private Map<String, Content> attached(StoredLetter letter, KeptProperties known) throws IOException {
        Map<String, Content> contents = new HashMap<>();
        if (letter.kept().originalSha256() == null) {
            return contents;
        }
        Content original = content(letter.kept().originalSha256());
        contents.put(letter.kept().originalSha256(), original);
        try {
            for (Attachment attachment :
                    parser.parse(original, known.properties()).attachments()) {
                contents.put(attachment.content().sha256(), attachment.content());
            }
        } catch (UnreadableMimeException e) {
            return contents; // the edited item may do without its attachments
        }
        return contents;
    }

    /** A content that an item of the letter names: one of the item's own, or one that was kept; or null. */
    Content among(Change change, String sha256) {
        return ItemContents.of(change.item())
                .filter(content -> content.sha256().equals(sha256))
                .findFirst()
                .orElseGet(() -> contentOrNull(sha256));
    }

    private Content contentOrNull(String sha256) {
        try {
            return content(sha256);
        } catch (IOException e) {
            return null;
        }
    }

    Content content(String sha256) throws IOException {
        try (ContentWriter writer = new ContentWriter(spoolThreshold, spool)) {
            if (!letters.copyContent(sha256, writer)) {
                throw new IOException("there is no content with the SHA-256 '" + sha256 + "'");
            }
            return writer.content();
        }
    }
}
