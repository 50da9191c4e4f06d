package org.exchangesync.sync;

import java.util.Objects;
import java.util.UUID;
import org.exchangesync.failure.Fault;
import org.exchangesync.item.Change;
import org.exchangesync.item.Item;

/** What became of one change. Every change of a page ends with exactly one of these. */
public sealed interface ItemOutcome {

    /** The change it belongs to. */
    Change change();

    /**
     * The item is to be stored.
     *
     * @param item as the route left it
     * @param receivedFor the mailbox whose mail it is, where it was forwarded; else null
     */
    record Store(Change change, Item item, String receivedFor) implements ItemOutcome {
        Store(Change change, Item item) {
            this(change, item, null);
        }

        public Store {
            Objects.requireNonNull(item, "item");
            if (item.kind() != change.kind()) {
                throw new IllegalArgumentException(
                        "the " + change.kind().label() + " " + change.id().id() + " came out of its route as a "
                                + item.kind().label());
            }
        }
    }

    /** The read flag or the delete that the change tells is to be noted. */
    record Note(Change change) implements ItemOutcome {}

    /**
     * What the item is was decided before, when it was a dead letter: it is linked to its record, and no step is asked.
     *
     * @param recordId the record
     */
    record Known(Change change, UUID recordId) implements ItemOutcome {}

    /**
     * The item isn't wanted.
     *
     * @param reason in words, for whoever asks later
     */
    record Skip(Change change, String reason) implements ItemOutcome {}

    /**
     * The item can't be taken.
     *
     * @param item as far as it is known, or null
     * @param route where it failed, or null
     * @param step the step that failed, or null
     * @param exception the chain of exceptions as text, or null
     * @param resume the message as it was at that step, as JSON, or null
     */
    record Refuse(Change change, Item item, Fault fault, String route, String step, String exception, String resume)
            implements ItemOutcome {}
}
