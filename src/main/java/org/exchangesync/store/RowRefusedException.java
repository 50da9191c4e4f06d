package org.exchangesync.store;

import org.exchangesync.sync.StoreException;

/** The database refused a row for what is in it. Outside of a batch of records that is a fault like any other. */
final class RowRefusedException extends StoreException {
    private static final long serialVersionUID = 1L;

    RowRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
