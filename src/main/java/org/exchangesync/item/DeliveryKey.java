package org.exchangesync.item;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * One version of one item in one mailbox: by this key a repetition of the same failure, or of the same call to another
 * system, is recognised. Stable across restarts.
 *
 * @param value 64 hexadecimal digits
 */
public record DeliveryKey(String value) {

    /** The key of an item's version; {@code id} may lack a change key. */
    public static DeliveryKey of(String mailbox, ItemKind kind, ItemId id) {
        String text = mailbox.toLowerCase(Locale.ROOT)
                + '\n'
                + kind.label()
                + '\n'
                + id.id()
                + '\n'
                + (id.changeKey() == null ? "" : id.changeKey());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new DeliveryKey(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
