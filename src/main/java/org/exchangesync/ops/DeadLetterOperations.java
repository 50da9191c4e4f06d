package org.exchangesync.ops;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.exchangesync.item.Content;
import org.exchangesync.item.ContentWriter;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.SyncStore;
import org.exchangesync.sync.audit.AuditEntry;
import org.exchangesync.sync.deadletter.ActResult;
import org.exchangesync.sync.deadletter.DeadLetterStore;
import org.exchangesync.sync.deadletter.LetterQuery;
import org.exchangesync.sync.deadletter.LetterState;
import org.exchangesync.sync.deadletter.LetterTexts;
import org.exchangesync.sync.deadletter.ReplayForecast;
import org.exchangesync.sync.deadletter.ReplayOptions;
import org.exchangesync.sync.deadletter.StoredLetter;

/** Items that could not be taken: looked at, mended, replayed or discarded. Threadsafe. */
public final class DeadLetterOperations {
    /** The most bytes of a mail that takes the place of an original; Exchange itself takes 150 MB at most. */
    static final long MOST_MAIL_BYTES = 256L << 20;

    /** The most bytes of a JSON that takes the place of an item. */
    static final long MOST_ITEM_BYTES = 16L << 20;

    private static final int IN_MEMORY = 1 << 20;

    private final DeadLetterStore letters;
    private final ReplayForecast forecast;
    private final Path spool;

    /**
     * @param store knows which records there are
     * @param spool where contents too large for memory wait until they are stored
     */
    DeadLetterOperations(DeadLetterStore letters, SyncStore store, Path spool) {
        this.letters = letters;
        this.forecast = new ReplayForecast(letters, store, spool);
        this.spool = spool;
    }

    /**
     * Letters that a query wants.
     *
     * @param letters the latest failure first, at most as many as the query allows
     * @param total how many there are without that limit
     */
    public record Found(List<Letter> letters, long total) {}

    /**
     * A letter in all its details.
     *
     * @param exception the chain of exceptions with their stack traces, or null
     * @param item the item as JSON where there is no original, or null
     * @param history what was done to it, oldest first
     */
    public record Details(Letter letter, String exception, String item, List<AuditEntry> history) {}

    /** What a letter's content is taken from. */
    public enum Source {
        /** The bytes of the mail as the server held them, or the item's properties as JSON where there are none. */
        ORIGINAL,
        /** What somebody put in its place. */
        EDITED
    }

    /**
     * What would become of a letter that is replayed.
     *
     * @param letter null where there is none of that number
     * @param done whether it would be replayed at all
     * @param text in words
     */
    public record Forecast(long id, Letter letter, boolean done, String text) {}

    /** The letters that a query wants. */
    public Found find(LetterQuery query) {
        return new Found(letters.find(query).stream().map(Letter::of).toList(), letters.count(query));
    }

    /** How many letters of each code wait for a person, the most frequent first. */
    public Map<String, Long> openByCode() {
        return letters.openByCode();
    }

    /**
     * One letter.
     *
     * @throws OperationException if there is none
     */
    public Details show(long id) {
        Letter letter = Letter.of(stored(id));
        LetterTexts texts = letters.texts(id).orElseThrow(() -> none(id));
        return new Details(letter, texts.exception(), texts.item(), letters.history(id));
    }

    /**
     * Copies a letter's content without holding it in memory.
     *
     * @throws OperationException if there is no such letter or no such content
     * @throws java.io.UncheckedIOException if the target can't be written
     */
    public void export(long id, Source source, OutputStream target) throws IOException {
        stored(id);
        boolean edited = source == Source.EDITED;
        if (edited ? letters.copyEdited(id, target) : letters.copyOriginal(id, target)) {
            return;
        }
        LetterTexts texts = letters.texts(id).orElseThrow(() -> none(id));
        String json = edited ? texts.editedItem() : texts.item();
        if (json == null) {
            throw new OperationException(
                    edited
                            ? "Nobody has edited dead letter " + id + ". Without --edited you get the original."
                            : "Of dead letter " + id + " neither bytes nor properties could be kept: the server did not"
                                    + " give them. Look at the item in the mailbox.");
        }
        target.write(json.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Puts another content in the place of the original, which is kept: MIME for a mail, JSON as {@link #export} gives it for
     * anything else.
     *
     * @return the letter afterwards
     * @throws OperationException if there is no such letter, it is resolved, or the content is too large or no text
     */
    public Letter edit(long id, InputStream content, String who) throws IOException {
        StoredLetter letter = stored(id);
        if (letter.kind() == ItemKind.EMAIL && letter.kept().originalSha256() != null) {
            try (ContentWriter writer = new ContentWriter(IN_MEMORY, spool)) {
                copy(content, writer, MOST_MAIL_BYTES);
                try (Content mail = writer.content()) {
                    letters.editOriginal(id, mail, who);
                }
            }
        } else {
            letters.editItem(id, text(content), who);
        }
        return Letter.of(stored(id));
    }

    /** Takes an edit back: the original is replayed again. */
    public Letter restore(long id, String who) {
        StoredLetter letter = stored(id);
        if (!letter.kept().isEdited()) {
            throw new OperationException("Nobody has edited dead letter " + id + "; there is nothing to take back.");
        }
        if (letter.kept().editedJson()) {
            letters.editItem(id, null, who);
        } else {
            letters.editOriginal(id, null, who);
        }
        return Letter.of(stored(id));
    }

    /** Asks for replays; the next cycles of the mailboxes do them, at once where they can. */
    public ActResult replay(LetterQuery query, ReplayOptions options, String who) {
        return letters.requestReplay(query, options, who);
    }

    /** Takes requests back that are not done yet. */
    public ActResult cancel(LetterQuery query, String who) {
        return letters.cancelReplay(query, who);
    }

    /** What {@link #replay} would do; nothing is changed. */
    public List<Forecast> forecast(LetterQuery query, ReplayOptions options) {
        ActResult check = letters.checkReplay(query);
        Map<Long, String> refused = new TreeMap<>(check.refused());
        List<Forecast> forecasts = new ArrayList<>();
        for (StoredLetter letter : letters.find(query)) {
            String reason = refused.remove(letter.id());
            forecasts.add(new Forecast(
                    letter.id(),
                    Letter.of(letter),
                    reason == null,
                    reason == null ? forecast.of(letter, options) : reason));
        }
        refused.forEach((id, reason) -> forecasts.add(new Forecast(id, null, false, reason)));
        return forecasts;
    }

    /** Resolves letters whose items nobody wants. */
    public ActResult discard(LetterQuery query, String reason, String who) {
        return letters.discard(query, reason, who);
    }

    /** How far these letters are: for whoever waits for their replays. */
    public List<Letter> progress(List<Long> ids) {
        return ids.isEmpty()
                ? List.of()
                : letters.find(LetterQuery.of(ids)).stream().map(Letter::of).toList();
    }

    /** Whether a replay that was asked for has its result, good or bad. */
    public static boolean hasResult(Letter letter) {
        return letter.state() != LetterState.REPLAYING;
    }

    private StoredLetter stored(long id) {
        return letters.get(id).orElseThrow(() -> none(id));
    }

    private static OperationException none(long id) {
        return new OperationException("There is no dead letter " + id
                + " (any more). 'dead-letters list --state all' shows those that there are.");
    }

    private static void copy(InputStream from, OutputStream to, long most) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            total += read;
            if (total > most) {
                throw new OperationException("The content is larger than the " + (most >> 20) + " MiB that are taken.");
            }
            to.write(buffer, 0, read);
        }
        if (total == 0) {
            throw new OperationException("The content is empty; an item without content can't be taken.");
        }
    }

    private static String text(InputStream content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        copy(content, bytes, MOST_ITEM_BYTES);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new OperationException("The content is no text in UTF-8; JSON is wanted, as 'export' gives it.", e);
        }
    }
}
