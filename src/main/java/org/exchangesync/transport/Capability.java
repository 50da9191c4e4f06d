package org.exchangesync.transport;

/** What a transport may be able to do. */
public enum Capability {
    /** Items can be moved between folders. */
    MOVE,
    /** Folders can be made. */
    FOLDERS,
    /** Items can be changed. */
    UPDATE,
    /** Our own key can be written on items and found again. */
    MARKER,
    /** Deletes are reported. */
    DELETES,
    /** Mail can be sent. */
    SEND
}
