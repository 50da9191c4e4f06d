package org.exchangesync.item;

import java.util.Locale;
import java.util.Objects;

/**
 * Names one version of one item in one mailbox: the same before and after a restart, on every node, and whichever
 * connection brought the item. A step that changes something elsewhere sends it along, so that the other side can tell a
 * repetition from a second change.
 *
 * @param value SHA-256 in lower-case hexadecimal, 64 characters
 */
public record DeliveryKey(String value) {
    public DeliveryKey {
        if (value == null || !value.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("'" + value + "' is no delivery key: 64 hexadecimal digits are wanted");
        }
    }

    /**
     * The key of a version of an item.
     *
     * @param mailbox the mailbox's address; upper and lower case make no difference
     * @param id the item's address and version; without a change key all its versions have the same key
     */
    public static DeliveryKey of(String mailbox, ItemKind kind, ItemId id) {
        Objects.requireNonNull(mailbox, "mailbox");
        return new DeliveryKey(Digests.sha256(
                mailbox.strip().toLowerCase(Locale.ROOT),
                kind.label(),
                id.id(),
                id.changeKey() == null ? "" : id.changeKey()));
    }

    @Override
    public String toString() {
        return value;
    }
}
