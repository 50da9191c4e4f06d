package org.exchangesync.item;

/**
 * A mailbox as it stands in an address field.
 *
 * @param name the display name, or null
 * @param address the addr-spec (RFC 5322 section 3.4.1), or null where the item holds a name only
 */
public record EmailAddress(String name, String address) {

    @Override
    public String toString() {
        if (name == null || name.isBlank()) {
            return String.valueOf(address);
        }
        return address == null ? name : name + " <" + address + ">";
    }
}
