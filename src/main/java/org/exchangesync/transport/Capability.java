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
    /** Mail is sent as a draft that was made before ({@link Transport#send}). */
    SEND,
    /** Mail is sent without a draft ({@link Transport#submit}); whether it was sent can't be asked afterwards. */
    SUBMIT
}
