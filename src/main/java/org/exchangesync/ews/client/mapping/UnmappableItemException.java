package org.exchangesync.ews.client.mapping;

import org.exchangesync.item.ItemFault;

/** An item that can't be said in the other side's terms. Its fault is what the dead letter shows. */
public final class UnmappableItemException extends Exception {
    private static final long serialVersionUID = 1L;

    /** A value without which the item means nothing is missing or can't be read. */
    public static final String VALUE = "ItemValueUnreadable";
    /** The recurrence rule can't be read, or EWS has no way to say it. */
    public static final String RECURRENCE = "ErrorCalendarInvalidRecurrence";
    /** The end lies before the start. */
    public static final String END_BEFORE_START = "ErrorCalendarEndDateIsEarlierThanStartDate";
    /** EWS has room for fewer values than the item holds. */
    public static final String TOO_MANY = "ItemValuesTooMany";
    /** An item of a class that is not synchronised. */
    public static final String ITEM_CLASS = "ItemClassNotSupported";

    private final transient ItemFault fault;

    public UnmappableItemException(String code, String message) {
        this(new ItemFault(code, message), null);
    }

    public UnmappableItemException(ItemFault fault, Throwable cause) {
        super(fault.message(), cause);
        this.fault = fault;
    }

    /** Code and words. */
    public ItemFault fault() {
        return fault;
    }
}
