package org.exchangesync.item;

import java.util.Objects;

/**
 * The address of an item in one mailbox. It only addresses: it changes when the item moves.
 *
 * @param id the transport's id, case-sensitive, up to 512 bytes in storage (about 700 characters in Base64)
 * @param changeKey the version of the item, or null where the transport has none
 * @see <a href="https://learn.microsoft.com/en-us/exchange/client-developer/exchange-web-services/ews-identifiers-in-exchange">
 *     EWS identifiers in Exchange</a>
 */
public record ItemId(String id, String changeKey) {
    public ItemId {
        Objects.requireNonNull(id, "id");
    }

    /** An id without a version. */
    public static ItemId of(String id) {
        return new ItemId(id, null);
    }
}
