package org.exchangesync.failure;

/** What is broken: the smallest thing that has to be switched off or repeated. */
public enum FaultClass {
    /** Passes by itself: try again later. */
    TRANSIENT,
    /** The server no longer knows our state: read the folder again from the beginning, silently. */
    STATE,
    /** This item only. */
    ITEM,
    /** This folder only. */
    FOLDER,
    /** This mailbox; a person has to do something. */
    MAILBOX,
    /** The whole profile: password, certificate, address. */
    PROFILE,
    /** Our own request is wrong: a defect of this software or of a route. */
    REQUEST,
    /** Something that our installation needs is away: the database, or the target of a step in a route. */
    INSTALLATION,
    /** No fault: what was wanted is the case already. */
    NONE;

    /** Whether it stops the work on the whole mailbox rather than on one folder or item. */
    public boolean stopsMailbox() {
        return switch (this) {
            case TRANSIENT, MAILBOX, PROFILE, INSTALLATION -> true;
            case STATE, ITEM, FOLDER, REQUEST, NONE -> false;
        };
    }
}
