package org.exchangesync.sync;

import java.time.Instant;
import java.util.List;

/**
 * The questions of {@link DeleteHold} for those who answer them. All methods throw {@link StoreException} when the database
 * can't be used.
 */
public interface HeldDeletes {

    /** All questions, answered or not, the oldest first. */
    List<Held> all();

    /**
     * Answers a question; the mailbox's next cycle does what was answered. Until then another answer takes its place. The
     * answer is noted in the audit, in the same transaction.
     *
     * @param details for the audit: why, or null
     * @param who answers
     * @return false if there is no such question any more
     */
    boolean answer(FolderKey folder, DeleteHold.Answer answer, String details, String who);

    /**
     * A question and its age.
     *
     * @param askedAt when it was asked first
     */
    record Held(DeleteHold hold, Instant askedAt) {}
}
