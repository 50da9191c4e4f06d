package org.exchangesync.sync;

import java.util.UUID;

/**
 * A dead letter whose end decides what becomes of its item when it is read again.
 *
 * @param id its number
 * @param deliveryKey the version of the item that it was about
 * @param identity of a mail, or null
 * @param itemId under which its mail came back from Undeliverable, or null
 * @param recordId the record that a replay made of it; null if somebody discarded it
 * @param resolution in words
 */
public record ResolvedLetter(
        long id, String deliveryKey, String identity, String itemId, UUID recordId, String resolution) {}
