package org.exchangesync.sandbox.ics;

/** Something in a calendar component that no item can hold; the message says what. */
final class ICalendarException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ICalendarException(String message) {
        super(message);
    }
}
