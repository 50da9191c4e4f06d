package org.exchangesync.item.mime;

import org.exchangesync.item.ItemFault;

/** A message of which no {@link org.exchangesync.item.Email} can be made; its fault is what the dead letter shows. */
public final class UnreadableMimeException extends Exception {
    private static final long serialVersionUID = 1L;

    /** There is nothing in the message. */
    public static final String EMPTY = "MimeEmpty";
    /** None of the header fields of a mail is there. */
    public static final String NO_HEADER = "MimeNoHeader";
    /** A limit of {@link MimeLimits} is exceeded. */
    public static final String LIMIT = "MimeLimitExceeded";
    /** The parser gave up. */
    public static final String UNREADABLE = "MimeUnreadable";

    private final transient ItemFault fault;

    UnreadableMimeException(String code, String message, Throwable cause) {
        super(message, cause);
        this.fault = new ItemFault(code, message);
    }

    /** Code and words. */
    public ItemFault fault() {
        return fault;
    }
}
