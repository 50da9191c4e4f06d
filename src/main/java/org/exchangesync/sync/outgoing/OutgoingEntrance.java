package org.exchangesync.sync.outgoing;

import java.time.Instant;
import java.util.UUID;
import org.exchangesync.item.Email;

/** Where mail that is to be sent comes in, other than by SQL. */
public interface OutgoingEntrance {

    /**
     * A mail to be sent.
     *
     * @param key by which whoever hands it in knows it: one that is there is not taken twice
     * @param mailbox who sends it, in lower case
     * @param state {@link OutgoingState#PENDING_SEND}, or {@link OutgoingState#DRAFT}
     * @param dueAt not sent before; null for at once
     * @param answers the record that it answers, or null
     */
    record Request(String key, String mailbox, OutgoingState state, Instant dueAt, UUID answers, Email email) {}

    /**
     * What became of it.
     *
     * @param state where it is now
     * @param taken false where the key was there already, and nothing was changed
     */
    record Entered(UUID recordId, OutgoingState state, boolean taken) {}

    /**
     * Stores a mail, unless its key is there, and makes its mailbox due.
     *
     * @throws org.exchangesync.sync.StoreException when the database can't be used
     * @throws IllegalArgumentException if the database refuses it for what stands in it
     */
    Entered enter(Request request);
}
