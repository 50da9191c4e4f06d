package org.exchangesync.sync;

/** The database can't be used now: away, full, or not as it should be. A fault of the installation, never of an item. */
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
