package org.exchangesync.sync;

import org.exchangesync.item.Content;
import org.exchangesync.item.DeliveryKey;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;

/**
 * An item that could not be taken, with all that is needed to understand and repeat it.
 *
 * @param key this version of this item in this mailbox; a repeat counts up the attempts of the same row
 * @param profile the profile's name
 * @param folder where the item was
 * @param kind what it is
 * @param itemId its address and version
 * @param title one line to recognise it by, or null
 * @param original the bytes as the server holds them, or null
 * @param itemJson the canonical item as JSON where there is no original, or null
 * @param route the route in which it failed, or null
 * @param step the step of the route, or null
 * @param code the response code or our word for the cause
 * @param cause in words
 * @param exception the chain of exceptions as text, or null
 */
public record DeadLetter(
        DeliveryKey key,
        String profile,
        FolderKey folder,
        ItemKind kind,
        ItemId itemId,
        String title,
        Content original,
        String itemJson,
        String route,
        String step,
        String code,
        String cause,
        String exception) {}
