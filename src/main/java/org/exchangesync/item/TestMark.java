package org.exchangesync.item;

import java.net.IDN;
import java.util.Locale;
import java.util.Objects;

/**
 * By what the items are told that an installation makes for tests in mailboxes which it synchronises too: they are nobody's
 * mail and become no records.
 *
 * <p>The mark stands in the item's key, and in the Message-ID of a mail because keys don't leave the mailbox. It names the
 * installation by its id, so that nobody who doesn't know that can have a mail left out by writing a word into its Message-ID.
 *
 * @param installation the id of the installation
 */
public record TestMark(String installation) {
    private static final String WORD = "exchange-sync-test.";

    public TestMark {
        Objects.requireNonNull(installation, "installation");
    }

    /**
     * The key of a test item.
     *
     * @param part that tells it from others
     */
    public String key(String part) {
        return WORD + installation + "." + part;
    }

    /**
     * The Message-ID of a test mail.
     *
     * @param key as {@link #key} makes it
     * @param address of the mailbox that sends it
     */
    public static String messageId(String key, String address) {
        String host = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        return "<" + key + "@" + IDN.toASCII(host, IDN.ALLOW_UNASSIGNED) + ">";
    }

    /** Whether an item may be a test item of some installation: worth asking which one this is. */
    public static boolean mayStandOn(Item item) {
        return begins(item.syncKey(), WORD) || item instanceof Email email && begins(email.messageId(), "<" + WORD);
    }

    /** Whether an item is a test item of this installation. */
    public boolean standsOn(Item item) {
        return begins(item.syncKey(), key(""))
                || item instanceof Email email && begins(email.messageId(), "<" + key(""));
    }

    private static boolean begins(String text, String with) {
        return text != null && text.startsWith(with);
    }
}
