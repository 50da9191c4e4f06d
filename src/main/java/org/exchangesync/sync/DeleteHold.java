package org.exchangesync.sync;

/**
 * A question to a person: shall so many deletes at once be applied?
 *
 * @param folder where they were
 * @param upTo the number of the last parked delete that the question is about
 * @param loss what they would mean
 * @param answer null until somebody answered
 */
public record DeleteHold(FolderKey folder, long upTo, FolderLoss loss, Answer answer) {

    /** What a person can answer. */
    public enum Answer {
        /** The items are gone indeed: their records are marked as gone. */
        APPLY,
        /** It was an accident: the records stay as they are. */
        KEEP
    }
}
