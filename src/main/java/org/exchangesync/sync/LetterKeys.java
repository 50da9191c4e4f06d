package org.exchangesync.sync;

import java.util.Collection;

/**
 * By what resolved dead letters are looked for.
 *
 * @param deliveryKeys of versions of items: replayed and discarded letters
 * @param identities of mails: replayed letters
 * @param itemIds of items that may have come back from Undeliverable: replayed letters
 */
public record LetterKeys(Collection<String> deliveryKeys, Collection<String> identities, Collection<String> itemIds) {}
