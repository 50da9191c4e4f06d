package org.exchangesync.item.mime;

/**
 * How much of a message is read into memory before it is refused or laid aside: the guard against messages made to do harm.
 * The size of attachments isn't limited here, since they are spooled.
 *
 * @param headerBytes the most bytes of one header block (all fields of the message or of one part); more is refused
 * @param parts the most parts in the message; more are refused
 * @param depth multiparts nested deeper than this become one attachment each, undivided
 * @param recipients the most addresses in To, Cc and Bcc together; more are refused
 * @param bodyBytes the most bytes of text taken as body; a text part that goes beyond it becomes an attachment
 */
public record MimeLimits(int headerBytes, int parts, int depth, int recipients, int bodyBytes) {
    /** Far above what real mail has: 2 MiB of header, 1,000 parts, 30 levels, 20,000 recipients, 16 MiB of body. */
    public static final MimeLimits DEFAULT = new MimeLimits(2 << 20, 1_000, 30, 20_000, 16 << 20);

    public MimeLimits {
        if (headerBytes < 1 || parts < 1 || depth < 1 || recipients < 1 || bodyBytes < 1) {
            throw new IllegalArgumentException("limits of zero or less let no message through");
        }
    }
}
