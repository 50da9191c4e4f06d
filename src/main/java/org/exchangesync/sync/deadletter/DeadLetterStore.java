package org.exchangesync.sync.deadletter;

import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.exchangesync.item.Content;
import org.exchangesync.sync.audit.AuditEntry;

/**
 * What people do with dead letters. Every method is one transaction, in which its audit rows are written too.
 *
 * <p>All methods throw {@link org.exchangesync.sync.StoreException} when the database can't be used, and {@link
 * org.exchangesync.sync.LostRaceException} when somebody else changed the same letters first.
 */
public interface DeadLetterStore {

    /** Letters, the latest failure first. */
    List<StoredLetter> find(LetterQuery query);

    /** How many there are, the query's limit apart. */
    long count(LetterQuery query);

    /** How many of each code wait for a person, the most frequent first. */
    Map<String, Long> openByCode();

    /** One letter. */
    Optional<StoredLetter> get(long id);

    /** The long texts of a letter. */
    Optional<LetterTexts> texts(long id);

    /**
     * Copies the original bytes without holding them in memory.
     *
     * @return false if there is no such letter, or no bytes were kept
     * @throws java.io.UncheckedIOException if the target can't be written
     */
    boolean copyOriginal(long id, OutputStream target);

    /** As {@link #copyOriginal}, the bytes that somebody put in their place. */
    boolean copyEdited(long id, OutputStream target);

    /**
     * Asks for replays. Letters that are open turn to {@link LetterState#REPLAYING}, and their mailboxes are due at once;
     * those that are replaying get the new options. Others are refused.
     *
     * @param who asks
     */
    ActResult requestReplay(LetterQuery query, ReplayOptions options, String who);

    /** What {@link #requestReplay} would come to; nothing is changed. */
    ActResult checkReplay(LetterQuery query);

    /** Takes requests back: letters that are replaying are open again. */
    ActResult cancelReplay(LetterQuery query, String who);

    /**
     * Puts the bytes of a mail in the place of its original, which is kept; a null takes an earlier edit back.
     *
     * @param content stays the caller's
     * @throws IllegalArgumentException if there is no such letter, it is resolved, or not a mail's
     */
    void editOriginal(long id, Content content, String who);

    /**
     * Puts another JSON in the place of the item, which is kept; a null takes an earlier edit back.
     *
     * @throws IllegalArgumentException if there is no such letter or it is resolved
     */
    void editItem(long id, String json, String who);

    /** Resolves letters whose items nobody wants. Letters that are resolved are refused. */
    ActResult discard(LetterQuery query, String reason, String who);

    /** What was done to a letter, oldest first. */
    List<AuditEntry> history(long id);

    /** What was done lately to anything, newest first. */
    List<AuditEntry> audit(Instant since, int limit);

    /** The letters of a mailbox and transport whose replays are asked for and due, oldest first. */
    List<StoredLetter> dueReplays(String mailbox, String transport, int limit);

    /**
     * Copies a content that a letter names by its digest, as {@link #copyOriginal}.
     *
     * @return false if there is none
     */
    boolean copyContent(String sha256, OutputStream target);

    /**
     * Deletes letters that were resolved before a time; open ones never. Contents that nothing refers to any more go with
     * them.
     *
     * @param limit the most to delete
     * @return how many were deleted
     */
    int deleteResolved(Instant before, int limit);
}
