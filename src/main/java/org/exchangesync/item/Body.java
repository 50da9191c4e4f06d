package org.exchangesync.item;

/**
 * The text of an item in the forms that it has; either may be null.
 *
 * @param text plain text
 * @param html HTML source, never rendered or cleaned here
 */
public record Body(String text, String html) {
    public static final Body EMPTY = new Body(null, null);

    /** A body of plain text only. */
    public static Body ofText(String text) {
        return new Body(text, null);
    }
}
