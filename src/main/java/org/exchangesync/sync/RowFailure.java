package org.exchangesync.sync;

/**
 * A record that the database refused, while the rest of the batch stands.
 *
 * @param write the record
 * @param cause why
 */
public record RowFailure(RecordWrite write, Exception cause) {}
