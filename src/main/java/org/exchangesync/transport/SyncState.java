package org.exchangesync.transport;

/**
 * How far a folder has been read: a small opaque value that the transport gave with a page and wants back for the next.
 *
 * @param value the transport's value, or null to begin at the beginning
 */
public record SyncState(String value) {
    /** Nothing has been read yet. */
    public static final SyncState START = new SyncState(null);

    /** Whether nothing has been read yet. */
    public boolean isStart() {
        return value == null;
    }
}
