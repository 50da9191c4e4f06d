package org.exchangesync.ops;

import java.time.Instant;
import java.util.List;
import org.exchangesync.sync.DeleteHold;
import org.exchangesync.sync.DeleteHold.Answer;
import org.exchangesync.sync.FolderKey;
import org.exchangesync.sync.HeldDeletes;
import org.exchangesync.sync.HeldDeletes.Held;

/** Folders that lost too much at once, and what shall become of their records. Threadsafe. */
public final class DeleteOperations {
    private final HeldDeletes deletes;

    DeleteOperations(HeldDeletes deletes) {
        this.deletes = deletes;
    }

    /**
     * A question that is open, or whose answer waits for the mailbox's next cycle.
     *
     * @param records records that no mailbox would hold any more
     * @param items items that the folder held before
     * @param askedAt when it was asked first
     * @param answer null until somebody answered
     */
    public record Question(
            String mailbox, String transport, String folder, int records, int items, Instant askedAt, Answer answer) {

        static Question of(Held held) {
            FolderKey folder = held.hold().folder();
            return new Question(
                    folder.mailbox(),
                    folder.transport(),
                    folder.folder(),
                    held.hold().loss().records(),
                    held.hold().loss().items(),
                    held.askedAt(),
                    held.hold().answer());
        }
    }

    /** All questions, the oldest first. */
    public List<Question> list() {
        return deletes.all().stream().map(Question::of).toList();
    }

    /**
     * Answers the question about a folder. The mailbox's next cycle does it; until then another answer takes its place.
     *
     * @param reason noted in the audit, or null
     * @param who answers
     * @return what was answered
     * @throws OperationException if nothing is asked about this folder
     */
    public Question answer(String mailbox, String folder, Answer answer, String reason, String who) {
        DeleteHold hold = deletes.all().stream()
                .map(Held::hold)
                .filter(held -> held.folder().mailbox().equals(mailbox)
                        && held.folder().folder().equals(folder))
                .findFirst()
                .orElseThrow(() -> nothingAsked(mailbox, folder));
        String details = hold.loss().records() + " records, of " + hold.loss().items() + " items that the folder held"
                + (reason == null ? "" : ": " + reason);
        if (!deletes.answer(hold.folder(), answer, details, who)) {
            throw nothingAsked(mailbox, folder);
        }
        return list().stream()
                .filter(question ->
                        question.mailbox().equals(mailbox) && question.folder().equals(folder))
                .findFirst()
                .orElseThrow(() -> nothingAsked(mailbox, folder));
    }

    private static OperationException nothingAsked(String mailbox, String folder) {
        return new OperationException("Nothing is asked about folder '" + folder + "' of mailbox " + mailbox
                + " (any more). 'deletes list' shows the questions.");
    }
}
