package org.exchangesync.sync;

/**
 * What happened to the items of one kind.
 *
 * @param created new records
 * @param updated records or read flags that changed
 * @param deleted records that no mailbox holds any more
 * @param linked items that were recognised as a record that is there already, whose content they may have changed
 * @param unchanged items that were reported again without a change
 * @param skipped items that a route didn't want
 * @param deadLetters items that couldn't be taken, not counted before
 */
public record KindCounts(
        int created, int updated, int deleted, int linked, int unchanged, int skipped, int deadLetters) {
    public static final KindCounts NONE = new KindCounts(0, 0, 0, 0, 0, 0, 0);

    /** What can be counted. */
    public enum Event {
        CREATED,
        UPDATED,
        DELETED,
        LINKED,
        UNCHANGED,
        SKIPPED,
        DEAD_LETTER
    }

    /** One event counted. */
    static KindCounts one(Event event) {
        return many(event, 1);
    }

    static KindCounts many(Event event, int n) {
        return switch (event) {
            case CREATED -> new KindCounts(n, 0, 0, 0, 0, 0, 0);
            case UPDATED -> new KindCounts(0, n, 0, 0, 0, 0, 0);
            case DELETED -> new KindCounts(0, 0, n, 0, 0, 0, 0);
            case LINKED -> new KindCounts(0, 0, 0, n, 0, 0, 0);
            case UNCHANGED -> new KindCounts(0, 0, 0, 0, n, 0, 0);
            case SKIPPED -> new KindCounts(0, 0, 0, 0, 0, n, 0);
            case DEAD_LETTER -> new KindCounts(0, 0, 0, 0, 0, 0, n);
        };
    }

    /** The sum of both. */
    public KindCounts plus(KindCounts other) {
        return new KindCounts(
                created + other.created,
                updated + other.updated,
                deleted + other.deleted,
                linked + other.linked,
                unchanged + other.unchanged,
                skipped + other.skipped,
                deadLetters + other.deadLetters);
    }

    /** Whether anything is different in the database than before. */
    public boolean changedAnything() {
        return created + updated + deleted + linked + deadLetters > 0;
    }
}
