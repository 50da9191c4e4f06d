package org.exchangesync.item;

import java.util.Objects;

/**
 * Why one item could not be read or taken: the reason that its dead letter shows.
 *
 * @param code the response code of the server (such as {@code ErrorItemCorrupt}) or our own word for the cause (such as
 *     {@code MimeUnreadable})
 * @param message the reason in words: what, where, what to do
 */
public record ItemFault(String code, String message) {
    public ItemFault {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
    }
}
