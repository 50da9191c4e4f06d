package org.exchangesync.transport;

import java.util.Optional;

/**
 * Keeps a short text in a mailbox, hidden from its owner: by it programs on different machines learn of each other.
 * Threadsafe.
 */
public interface MailboxMarker {

    /** The text; empty where none was written. */
    Optional<String> read(MailboxRef mailbox);

    /** Writes the text in place of the one before. */
    void write(MailboxRef mailbox, String text);
}
